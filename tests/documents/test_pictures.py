"""Words in pictures on paper: the engine draws them letter by letter, from left to right."""

import base64
import re
import unicodedata

import pytest

from liaison.documents import picture


def drawn(words):
    """The letters of a picture in the order they are drawn, and those letters' shapes."""
    markup = picture(f'<svg><text x="1">{words}</text></svg>'.encode(), "")
    svg = base64.b64decode(re.search(r'base64,([^"]+)', markup)[1]).decode()
    return re.search(r"<text[^>]*>(.*)</text>", svg)[1]


@pytest.mark.parametrize("words", ["June &amp; July", "6 月", "1,200"])
def test_words_written_from_left_to_right_stay(words):
    assert drawn(words) == words


def test_arabic_letters_are_joined_and_turned():
    letters = drawn("يونيو")
    assert unicodedata.normalize("NFKC", letters) == "يونيو"[::-1]
    shapes = [unicodedata.decomposition(letter).split()[0] for letter in reversed(letters)]
    assert shapes == ["<initial>", "<final>", "<initial>", "<medial>", "<final>"]


def test_numbers_keep_their_order_within_arabic():
    assert unicodedata.normalize("NFKC", drawn("12 إلى 34.5%")) == "34.5% ىلإ 12"


def test_lam_and_alef_are_one_letter_and_brackets_are_mirrored():
    assert len(drawn("لا")) == 1
    assert drawn("لا (5)") == "(5) \ufefb"
