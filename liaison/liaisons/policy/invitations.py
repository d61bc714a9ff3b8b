"""Links that say where somebody heard of becoming a liaison: signed, kept nowhere."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

from liaison.i18n import settings

SIGNATURE = 12  # bytes; it protects a remark, not a right
LONGEST = 150  # letters of a title that an address can carry


def make_invitation(heard_at: str) -> str:
    """What stands in the address, for the title of an event."""
    words = heard_at[:LONGEST].encode()
    return urlsafe_b64encode(_signature(words) + words).decode().rstrip("=")


def read_invitation(token: str) -> str:
    """Where they heard of it; nothing for a link we did not make, for it invites all the same."""
    try:
        signed = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        words = signed[SIGNATURE:].decode()
    except ValueError:
        return ""
    is_ours = hmac.compare_digest(signed[:SIGNATURE], _signature(words.encode()))
    return words if is_ours else ""


def _signature(words: bytes) -> bytes:
    purpose = b"become a liaison\n"
    return hmac.digest(settings().secret_key.encode(), purpose + words, sha256)[:SIGNATURE]
