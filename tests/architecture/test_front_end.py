"""The front end stays small, mirrors by itself, and keeps a component's parts under one name."""

import gzip
import json
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))
OWN_SHEETS = sorted((STATIC / "css").rglob("*.scss"))
SHEET_BUDGET = 20_000  # bytes as sent, compressed: it is read on a bus
# rtlcss mirrors the kit's sheet; ours must read right in both directions as it is written.
PHYSICAL = re.compile(
    r"^\s*(?:(?:margin|padding|border)-(?:left|right)|left|right"
    r"|(?:text-align|float|clear):\s*(?:left|right))\b",
    re.MULTILINE,
)


def manifest():
    return json.loads((STATIC / "vendor" / "manifest.json").read_text())


@pytest.mark.parametrize("sheet", ["liaison.css", "liaison.rtl.css"])
def test_style_sheet_is_small(sheet):
    assert len(gzip.compress((STATIC / "vendor" / manifest()[sheet]).read_bytes())) < SHEET_BUDGET


def test_every_built_file_is_there():
    built = manifest()
    assert [name for name in built.values() if not (STATIC / "vendor" / name).is_file()] == []
    assert {f"js/{file.name}" for file in (STATIC / "js").glob("*.js")} <= set(built)


def test_nothing_is_fetched_from_elsewhere():
    for name in ("liaison.css", "liaison.rtl.css"):
        text = (STATIC / "vendor" / manifest()[name]).read_text()
        assert "url(" not in text
        assert "@font-face" not in text


@pytest.mark.parametrize("sheet", OWN_SHEETS, ids=lambda file: file.name)
def test_own_styles_use_logical_properties(sheet):
    assert PHYSICAL.findall(sheet.read_text()) == []


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda file: file.stem)
def test_a_component_says_how_it_is_called(component):
    text = component.read_text()
    assert f"macro {component.stem}(" in text
    assert re.search(rf"{{#-.*\b{component.stem}\(.*?-?#}}", text, re.DOTALL)


def test_every_component_style_is_in_the_sheet():
    used = set(
        re.findall(r'@use "components/(\w+)"', (STATIC / "css" / "liaison.scss").read_text())
    )
    assert {f.stem.removeprefix("_") for f in OWN_SHEETS if f.parent.name == "components"} == used


def test_packages_are_pinned_without_addresses():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert all("integrity" in package for package in packages.values())
    assert not any("resolved" in package for package in packages.values())
