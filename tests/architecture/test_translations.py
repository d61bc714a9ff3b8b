"""Catalogues are fresh, and every sentence in them is translated."""

import subprocess
import sys
from gettext import c2py
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.pofile import read_po

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted((ROOT / "translations").glob("*/LC_MESSAGES/messages.po"))
LOCALES = ["ar", "es", "vi", "zh_Hans"]


def test_catalogues_hold_exactly_the_strings_in_the_code():
    command = (sys.executable, "setup/translations.py", "--check")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_language_has_a_catalogue():
    assert [file.parent.parent.name for file in CATALOGUES] == LOCALES


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parent.parent.name)
def test_everything_is_translated(file):
    missing = [
        f"{message.locations[0][0]}: {message.id}"
        for message in catalogue(file)
        if message.id and (message.fuzzy or not is_translated(message))
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


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parent.parent.name)
def test_numbers_take_the_form_that_unicode_says(file):
    """Babel's own rule for Arabic gives 11 to 99 the form of 100; translators know Unicode's."""
    unicode = Locale.parse(file.parent.parent.name).plural_form
    wanted = [unicode(count) for count in range(1000)]
    order = [tag for tag in ("zero", "one", "two", "few", "many", "other") if tag in wanted]
    form_of = c2py(catalogue(file).plural_expr)
    assert [order[form_of(count)] for count in range(1000)] == wanted


def catalogue(file):
    with file.open("rb") as source:
        return read_po(source, locale=file.parent.parent.name)


def is_translated(message):
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings)
