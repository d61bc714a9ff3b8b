"""What is taken out of what people type, and what stays."""

import pytest

from liaison.web.words import without_controls

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("bell\x07 and \ufffe", "bell and "),
        ("می\u200cخواهم", "می\u200cخواهم"),  # a Persian word is written with a joiner
        ("call \u2066+1 212\u2069", "call \u2066+1 212\u2069"),
        ("\u202aa \u2067ب\u2069\u202c", "\u202aa \u2067ب\u2069\u202c"),
        ("\u200b \ufeff\u00ad", ""),  # nobody would see it
        ("left open \u2067ab", "left open ab"),
        ("closed twice\u2069", "closed twice"),
        ("closed \u202athe \u2066wrong\u202c way\u2069", "closed the wrong way"),
        ("over \u2066two\nlines\u2069", "over two\nlines"),
        ("a \u202egnp.exe\u202c", "a gnp.exe"),  # spelled back to front it would end in .png
    ],
)
def test_words_turn_nothing_but_themselves(typed, kept):
    assert without_controls(typed) == kept
