"""What people type, without what no page and no file can hold."""

import re

# Controls but tab and line breaks, halves of letters, and code points that never are letters.
_NO_LETTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def without_controls(text: str) -> str:
    """Only programs send these; what joins and turns letters stays."""
    return text if text.isprintable() else _NO_LETTERS.sub("", text)
