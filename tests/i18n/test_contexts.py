"""Words that mean two things are told apart, so that each language can say them as it does."""

import pytest
from flask_babel import force_locale

from liaison.i18n import _lp, _p

MEANINGS = [
    (("who organises it", "From"), ("first day", "From")),
    (("event", "Access"), ("account", "Access")),
    (("account", "Open"), ("contact", "Open")),
    (("navigation", "People"), ("how many", "People")),
]


@pytest.mark.parametrize(("one", "other"), MEANINGS)
def test_the_same_word_is_translated_by_its_meaning(session, one, other):
    with force_locale("zh_Hans"):
        assert _p(*one) != _p(*other)
        assert str(_lp(*one)) == _p(*one)
    assert _p(*one) == _p(*other) == one[1]


def test_pages_use_the_meaning(client):
    page = client.sign_in("coordinator").get("/zh-Hans/desk/events/")
    assert "起始日期" in page.text
    assert "主办" not in page.text
