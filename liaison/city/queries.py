"""The city's settings and departments."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from liaison.city.models import City, Department
from liaison.db import db
from liaison.errors import NotFound


@dataclass(frozen=True)
class CitySettings:
    """What every page needs to know of the city."""

    name: str
    accent: str = "#005ea2"
    plan_year_starts: int = 1
    contact_email: str | None = None
    contact_phone: str | None = None
    is_demo: bool = False
    mark_url: str | None = None


def find_city_settings() -> CitySettings | None:
    """The settings as stored, or None before the city was set up."""
    city = db.session.get(City, 1)
    if city is None:
        return None
    return CitySettings(
        name=city.name,
        accent=city.accent,
        plan_year_starts=city.plan_year_starts,
        contact_email=city.contact_email,
        contact_phone=city.contact_phone,
        is_demo=city.is_demo,
    )


def list_departments() -> list[Department]:
    return list(db.session.scalars(select(Department).order_by(Department.name)))


def get_department(department_id: uuid.UUID) -> Department:
    """Raises NotFound."""
    found = db.session.get(Department, department_id)
    if found is None:
        raise NotFound
    return found
