"""Whoever runs Liaison finds every setting in the manual."""

from dataclasses import fields
from pathlib import Path

import pytest

from liaison.config import Settings

pytestmark = pytest.mark.pure

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "deployment.md"


def test_every_setting_is_in_the_manual():
    text = MANUAL.read_text()
    settings = [f"LIAISON_{field.name.upper()}" for field in fields(Settings)]
    assert [name for name in settings if f"`{name}`" not in text] == []
