"""Templates keep the strict content policy and stand where people look for them."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
# Folders that belong to no feature.
SHARED = {"layouts", "components", "errors", "documents", "emails"}
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
FORBIDDEN = {
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"""\sstyle\s*=""", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE),
    "an event attribute": re.compile(r"""\son[a-z]+\s*=\s*["']""", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
# What switches escaping off must say on its line, or the line above, why that is safe.
UNESCAPED = re.compile(r"\|\s*safe\b|\bautoescape\s+false\b")


def name_of(file):
    return str(file.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("file", TEMPLATES, ids=name_of)
def test_nothing_inline(file):
    markup = COMMENT.sub("", file.read_text())
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(markup)] == []


@pytest.mark.parametrize("file", TEMPLATES, ids=name_of)
def test_escaping_is_switched_off_only_for_a_reason(file):
    lines = ["", *file.read_text().splitlines()]
    silent = [
        line
        for before, line in pairwise(lines)
        if UNESCAPED.search(COMMENT.sub("", line)) and "{#" not in before + line
    ]
    assert silent == []


def test_every_folder_belongs_to_a_feature_or_is_shared():
    features = {folder.name for folder in (ROOT / "liaison").iterdir() if folder.is_dir()}
    folders = {name_of(file).split("/")[0] for file in TEMPLATES}
    assert folders - features - SHARED == set()
