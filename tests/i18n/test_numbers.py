"""Numbers are read the way they are written, in each language."""

from decimal import Decimal

import pytest
from babel.numbers import NumberFormatError

from liaison.i18n import duration, in_language, number, read_number
from liaison.languages import LANGUAGES


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("value", [0, 7, 1200, 1234567, Decimal("12.5"), Decimal("-3.25")])
def test_what_is_written_is_read_back(session, tag, value):
    with in_language(tag):
        assert read_number(number(value)) == value


@pytest.mark.parametrize(
    ("tag", "text"),
    [("en", "12,5"), ("es", "12,5"), ("vi", "12.5"), ("en", "a"), ("en", ""), ("en", "1e400")],
)
def test_what_could_mean_two_things_is_refused(session, tag, text):
    with in_language(tag), pytest.raises(NumberFormatError):
        read_number(text)


def test_spanish_is_written_as_in_the_united_states(session):
    with in_language("es"):
        assert number(1234.5) == "1,234.5"


@pytest.mark.parametrize(
    ("minutes", "tag", "words"),
    [
        (90, "en", "1 h 30 min"),
        (0, "en", "0 min"),
        (-60, "en", "\N{MINUS SIGN}1 h"),
        (60, "es", "1 h"),
        (75000, "es", "1,250 h"),
        (45, "vi", "45 phút"),
    ],
)
def test_minutes_are_said_as_hours_and_minutes(session, minutes, tag, words):
    with in_language(tag):
        assert duration(minutes) == words
