"""Catalogues are fresh, and what a resident or a liaison reads is translated."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted((ROOT / "translations").glob("*/LC_MESSAGES/messages.po"))
LOCALES = ["ar", "es", "vi", "zh_Hans"]
# Pages for residents and liaisons stand on these layouts; staff pages on layouts/desk.html.
LAYOUTS = ("layouts/public.html", "layouts/field.html", "layouts/error.html")
USED_TEMPLATE = re.compile(r"""\b(?:extends|include|import|from)\s+["']([^"']+)["']""")


def test_catalogues_hold_exactly_the_strings_in_the_code():
    command = (sys.executable, "setup/translations.py", "--check")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_language_has_a_catalogue():
    assert [file.parent.parent.name for file in CATALOGUES] == LOCALES


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parent.parent.name)
def test_what_residents_and_liaisons_read_is_translated(file):
    sources = public_templates() | public_modules()
    missing = [
        f"{message.locations[0][0]}: {message.id}"
        for message in catalogue(file)
        if message.id
        and sources & {path for path, _line in message.locations}
        and (message.fuzzy or not is_translated(message))
    ]
    assert not missing, "\n".join(sorted(missing))


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parent.parent.name)
def test_translations_keep_their_placeholders(file):
    wrong = [
        (message.id, [str(error) for error in message.check(catalogue(file))])
        for message in catalogue(file)
        if is_translated(message) and message.python_format and list(message.check())
    ]
    assert wrong == []


def catalogue(file):
    with file.open("rb") as source:
        return read_po(source, locale=file.parent.parent.name)


def is_translated(message):
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings)


def public_templates():
    """Templates on a public or field layout, and what those include, import and extend."""
    folder = ROOT / "templates"
    uses = {
        str(file.relative_to(folder)): set(USED_TEMPLATE.findall(file.read_text()))
        for file in folder.rglob("*.html")
    }
    found, waiting = set(), [name for name, used in uses.items() if used & set(LAYOUTS)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(uses.get(name, ()))
    return {f"templates/{name}" for name in found}


def public_modules():
    """Views for residents and liaisons, and the modules of the project they import from."""
    views = [file for file in (ROOT / "liaison").glob("*/**/*.py") if is_for_everybody(file)]
    used = {
        node.module.replace(".", "/") + ".py"
        for file in views
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("liaison.")
    }
    return {str(file.relative_to(ROOT)) for file in views} | used


def is_for_everybody(file):
    """A public or field view module, or another that opens views to everybody (signing in)."""
    inside = file.relative_to(ROOT / "liaison").with_suffix("").parts
    if "views" not in inside:
        return False
    return bool({"public", "field"} & set(inside)) or "@public" in file.read_text()
