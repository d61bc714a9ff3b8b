"""Whether a credential is valid, and when the time to renew has come."""

from datetime import date, timedelta
from enum import StrEnum

from liaison.i18n import _l
from liaison.languages import LANGUAGES
from liaison.liaisons.models.credential import Credential, Level


class Validity(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


VALIDITY_WORDS = {
    Validity.VALID: _l("Valid"),
    Validity.EXPIRED: _l("Expired"),
    Validity.REVOKED: _l("Revoked"),
}
VALIDITY_TONES = {Validity.VALID: "good", Validity.EXPIRED: "plain", Validity.REVOKED: "bad"}
LEVEL_WORDS = {
    Level.COMPLETED: _l("Completed"),
    Level.DISTINGUISHED: _l("Completed with distinction"),
}


def validity(credential: Credential, today: date) -> Validity:
    """On this day; the last day still counts."""
    if credential.revoked_at is not None:
        return Validity.REVOKED
    if credential.expires_on is not None and credential.expires_on < today:
        return Validity.EXPIRED
    return Validity.VALID


def title_in(credential: Credential, language: str) -> str:
    """What the course was called, in this language or the next best."""
    titles = credential.titles
    known = (titles.get(tag) for tag in (language, "en", credential.language))
    return next((title for title in known if title), "") or credential.course


def language_of_paper(credential: Credential, reads: str | None) -> str:
    """The language of a certificate: the one its holder reads, else that of the training."""
    wished = (tag for tag in (reads, credential.language) if tag in LANGUAGES)
    return next(wished, "en")


def renewal_is_open(trained_until: date | None, renew_days: int, today: date) -> bool:
    """From some days before the end, and for good after it."""
    return trained_until is not None and trained_until - timedelta(days=renew_days) <= today
