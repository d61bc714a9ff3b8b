"""Links by which somebody without an account reaches their own sign-up: signed, kept nowhere."""

import hmac
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

from liaison.errors import NotFound
from liaison.i18n import settings

SIGNATURE = 16  # bytes; nobody guesses 128 bits
OWN = "own sign-up"


def make_token(sign_up_id: uuid.UUID, purpose: str = OWN) -> str:
    """What stands in the address. A token for one purpose opens nothing else."""
    signed = sign_up_id.bytes + _signature(sign_up_id, purpose)
    return urlsafe_b64encode(signed).decode().rstrip("=")


def read_token(token: str, purpose: str = OWN) -> uuid.UUID:
    """Whose link it is. Raises NotFound for one we did not make."""
    try:
        signed = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        sign_up_id = uuid.UUID(bytes=signed[:16])
    except ValueError:
        raise NotFound from None
    # whole addresses are compared: the last letter has bits that reading it leaves out
    if not hmac.compare_digest(token.encode(), make_token(sign_up_id, purpose).encode()):
        raise NotFound
    return sign_up_id


def _signature(sign_up_id: uuid.UUID, purpose: str) -> bytes:
    words = f"{purpose}\n{sign_up_id}".encode()
    return hmac.digest(settings().secret_key.encode(), words, sha256)[:SIGNATURE]
