"""Changing the city's settings and its departments."""

import re
import uuid

from sqlalchemy.exc import IntegrityError

from liaison.audit.operations import record
from liaison.city.models import City, Department
from liaison.city.queries import get_department
from liaison.db import db
from liaison.errors import Conflict, InvalidInput
from liaison.i18n import _, number
from liaison.permissions import Actor

ENOUGH_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: white words on the colour, or words of it on white


def edit_city(
    *,
    actor: Actor,
    name: str,
    accent: str,
    plan_year_starts: int,
    contact_email: str | None,
    contact_phone: str | None,
) -> City:
    """Set what every page shows of the city; the first time, this makes the row."""
    accent = accent.strip().lower()
    check_accent(accent)
    city = db.session.get(City, 1) or City(id=1)
    city.name, city.accent, city.plan_year_starts = name.strip(), accent, plan_year_starts
    city.contact_email, city.contact_phone = contact_email or None, contact_phone or None
    record(actor, "edit_city", city)
    return city


def check_accent(accent: str) -> None:
    """Raises InvalidInput('accent') for what is no colour, or too pale to read."""
    if not re.fullmatch(r"#[0-9a-f]{6}", accent):
        raise InvalidInput(
            "accent", _("Enter a colour as # and six digits or letters a to f, such as #005ea2.")
        )
    contrast = contrast_with_white(accent)
    if contrast < ENOUGH_CONTRAST:
        raise InvalidInput(
            "accent",
            _(
                "Choose a darker colour: the contrast with white is %(contrast)s to 1,"
                " and people need %(enough)s to 1 to read it.",
                contrast=number(int(contrast * 100) / 100, 2),
                enough=number(ENOUGH_CONTRAST, 1),
            ),
        )


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of WCAG 2.2: from 1 (white itself) to 21 (black)."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    red, green, blue = linear
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def add_department(*, actor: Actor, name: str) -> Department:
    """Raises Conflict('name') if there is one of that name."""
    department = Department(name=name.strip())
    _store(actor, "add_department", department)
    return department


def rename_department(*, actor: Actor, department_id: uuid.UUID, name: str) -> Department:
    """Raises NotFound, Conflict('name')."""
    department = get_department(department_id)
    department.name = name.strip()
    _store(actor, "rename_department", department)
    return department


def _store(actor: Actor, action: str, department: Department) -> None:
    try:
        with db.session.begin_nested():
            record(actor, action, department)
    except IntegrityError:
        raise Conflict("name", _("There is a department of this name already.")) from None
