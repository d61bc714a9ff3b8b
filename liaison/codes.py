"""Codes that stand on a sheet or card, to be read off it and typed."""

import secrets

LETTERS = "234679CDFGHJKMNPQRTVWXYZ"  # none look or sound alike, no vowels: no words


def make_code(length: int) -> str:
    """A code drawn at random."""
    return "".join(secrets.choice(LETTERS) for _place in range(length))


def tidy_code(typed: str) -> str:
    """A code as it is stored, however it was typed: capitals, no spaces or dashes."""
    return "".join(mark for mark in typed.upper() if mark.isalnum())
