"""Addresses people and links hand us."""

from urllib.parse import urlsplit


def own_path(text: str | None) -> str | None:
    """`text` if it is a path of ours to go on to, else None.

    Browsers read `//host`, `/\\host` and a path with a tab or line break in it as another site.
    """
    if not text or not text.startswith("/") or text.startswith("//") or "\\" in text:
        return None
    if any(ord(letter) <= 32 or ord(letter) == 127 for letter in text):
        return None
    parts = urlsplit(text)
    return None if parts.scheme or parts.netloc else text
