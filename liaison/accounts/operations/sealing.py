"""Sealing what must be read again, so a copy of the database alone gives nothing away.

The key is derived from the city's secret, and differs from account to account: what is sealed for
one cannot be moved to another.
"""

import base64
import uuid

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from liaison.errors import LiaisonError
from liaison.i18n import settings


class SealBroken(LiaisonError):
    """It was sealed with another secret, for another account, or was changed since."""


def seal(text: str, *, owner_id: uuid.UUID) -> str:
    return _box(owner_id).encrypt(text.encode()).decode()


def unseal(sealed: str, *, owner_id: uuid.UUID) -> str:
    """Raises SealBroken."""
    try:
        return _box(owner_id).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def _box(owner_id: uuid.UUID) -> Fernet:
    # whatever else is derived from the secret is derived with other words
    purpose = b"second factor of " + owner_id.bytes
    derived = HKDF(SHA256(), length=32, salt=None, info=purpose).derive(
        settings().secret_key.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))
