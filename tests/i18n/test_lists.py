"""Several things in a row, joined as the reader's language joins them."""

import pytest

from liaison.i18n import in_language, in_parts, listed


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "one, two, and three"),
        ("es", "one, two y three"),
        ("zh-Hans", "one、two和three"),
        ("vi", "one, two và three"),
        ("ar", "one وtwo وthree"),
    ],
)
def test_a_list_is_joined_in_the_readers_language(app, language, written):
    with app.test_request_context(), in_language(language):
        assert listed(["one", "two", "three"]) == written
        assert listed([]) == ""


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Hall, 12 Main Street"),
        ("zh-Hans", "Hall\N{FULLWIDTH COMMA}12 Main Street"),
        ("ar", "\u2068Hall\u2069\N{ARABIC COMMA} \u206812 Main Street\u2069"),
    ],
)
def test_the_parts_of_a_place_stand_apart_by_the_comma_of_the_readers(app, language, written):
    with app.test_request_context(), in_language(language):
        assert in_parts(["Hall", "12 Main Street"]) == written
        assert in_parts([]) == ""
