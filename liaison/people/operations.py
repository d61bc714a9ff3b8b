"""Keeping a person who agreed to be kept."""

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat

from liaison import clock
from liaison.audit.operations import record
from liaison.errors import InvalidInput
from liaison.i18n import _, settings
from liaison.people.models import Person
from liaison.permissions import Actor


def create_person(
    *,
    actor: Actor,
    name: str,
    email: str | None = None,
    phone: str | None = None,
    language: str | None = None,
    is_invented: bool = False,
) -> Person:
    """Keep somebody who has just agreed to it."""
    person = Person(
        name=name.strip(),
        email=email,
        phone=phone,
        language=language,
        agreed_at=clock.now(),
        is_invented=is_invented,
    )
    record(actor, "create_person", person)
    return person


def edit_person(
    *, actor: Actor, person: Person, name: str, email: str | None, phone: str | None
) -> None:
    """Change a person's name and how to reach them."""
    person.name, person.email, person.phone = name.strip(), email, phone
    record(actor, "edit_person", person)


def read_email(text: str, *, field: str) -> str | None:
    """An address in lower case, None for nothing. Raises InvalidInput on `field`."""
    if not text.strip():
        return None
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        message = _("Enter an e-mail address like name@example.com.")
        raise InvalidInput(field, message) from None


def read_phone(text: str, *, field: str) -> str | None:
    """A telephone number as E.164, None for nothing. Raises InvalidInput on `field`."""
    if not text.strip():
        return None
    try:
        number = phonenumbers.parse(text, settings().country)
    except NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise InvalidInput(field, _("Enter a telephone number with its area code."))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
