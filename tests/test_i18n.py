"""Sums of money and numbers as people of each language write them."""

import pytest

from liaison.i18n import duration, in_language, money, read_number


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", ["$20", "$1,200.50", "−$3.05"]),
        ("es", ["$20", "$1,200.50", "−$3.05"]),
        ("zh-Hans", ["US$20", "US$1,200.50", "−US$3.05"]),
        ("vi", ["20 US$", "1.200,50 US$", "−3,05 US$"]),
        # a mark before: read from the right; one after: the dollar sign stays beside its letters
        ("ar", ["\u200f20 US$\u200e", "\u200f1,200.50 US$\u200e", "\u200f−3.05 US$\u200e"]),
    ],
)
def test_with_and_without_cents_it_is_written_alike(session, language, written):
    with in_language(language):
        said = [
            money(cents).replace("\N{NO-BREAK SPACE}", " ") for cents in (20_00, 1200_50, -3_05)
        ]
    assert said == written


def test_money_and_time_that_are_taken_away_have_one_minus_which_is_read_back(session):
    with in_language("en"):
        assert (money(-15_00), duration(-30)) == ("−$15", "−30 min")
        assert read_number(money(-15_00)) == read_number("-15") == -15
