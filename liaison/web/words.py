"""What people type, without what no page and no file can hold, and what would turn the page."""

import re
from unicodedata import category

# Controls but tab and line breaks, halves of letters, and code points that never are letters.
_NO_LETTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})  # spaces, and marks that only change others
# Which way words read, said by invisible marks. What opens holds until it is closed, so an open
# one turns around whatever a page puts behind the words.
_OVERRIDES = re.compile("[\u202d\u202e]")  # spell any letters back to front; no language needs it
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CLOSED_BY = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),
}


def without_controls(text: str) -> str:
    """Only programs send these; what joins letters stays, and what turns them if it is closed."""
    if text.isprintable():  # the marks that turn are not
        return text
    text = _NO_LETTERS.sub("", text)
    if all(category(letter) in _UNSEEN for letter in text):
        return ""  # a name of these would be a link that nobody sees
    if _OVERRIDES.search(text) or not all(map(_is_closed, text.splitlines())):
        return _TURNS.sub("", text)
    return text


def _is_closed(line: str) -> bool:
    """Is every turn closed, in order, by the end of the line?"""
    awaited = []
    for mark in _TURNS.findall(line):
        if mark in _CLOSED_BY:
            awaited.append(_CLOSED_BY[mark])
        elif not awaited or awaited.pop() != mark:
            return False
    return not awaited
