"""Date and time together, as a page writes them."""

from datetime import UTC, datetime

import pytest
from flask_babel import force_locale

from liaison.i18n import instant

AT = datetime(2026, 3, 14, 22, 30, 45, tzinfo=UTC)  # 18:30 in New York


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", "Mar 14, 2026, 6:30\u202fPM"),
        ("vi", "18:30 14 thg 3, 2026"),
        ("zh_Hans", "2026年3月14日 18:30"),
    ],
)
def test_seconds_are_left_out(session, locale, words):
    with force_locale(locale):
        assert instant(AT) == words


@pytest.mark.parametrize(("hour", "zone"), [(5, "Daylight"), (6, "Standard")])
def test_a_time_that_comes_twice_that_night_says_which_one_it_is(session, hour, zone):
    with force_locale("en"):
        said = instant(datetime(2026, 11, 1, hour, 30, tzinfo=UTC))
    assert said == f"Nov 1, 2026, 1:30\u202fAM (Eastern {zone} Time)"


def test_the_log_keeps_the_seconds(session):
    assert instant(AT, "medium") == "Mar 14, 2026, 6:30:45\u202fPM"
