"""Several things in a row, joined as the reader's language joins them."""

import pytest

from liaison.i18n import in_language, listed


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
