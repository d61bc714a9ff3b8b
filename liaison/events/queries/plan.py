"""Reading what an event takes: further dates, who holds it with us, people and things."""

import uuid
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import func, select

from liaison.accounts.models import User, UserState
from liaison.db import db
from liaison.errors import NotFound
from liaison.events.models.event import EventDate, EventText
from liaison.events.models.plan import EventMaterial, EventOrganisation, EventStaff
from liaison.liaisons.models.liaison import Liaison, LiaisonState
from liaison.liaisons.policy.roster import visible_to
from liaison.people.models import Organisation, Person
from liaison.permissions import Actor

AT_WORK = (LiaisonState.TRAINED, LiaisonState.ACTIVE, LiaisonState.PAUSED)
Part = TypeVar("Part", EventDate, EventStaff, EventMaterial, EventOrganisation)


def list_event_dates(event_id: uuid.UUID) -> Sequence[EventDate]:
    """Further dates, the earliest first."""
    return db.session.scalars(
        select(EventDate)
        .where(EventDate.event_id == event_id)
        .order_by(EventDate.starts_at, EventDate.id)
    ).all()


def list_event_texts(event_id: uuid.UUID) -> Sequence[EventText]:
    """The translations of an event's text."""
    return db.session.scalars(
        select(EventText).where(EventText.event_id == event_id).order_by(EventText.language)
    ).all()


def list_organisations_of(event_id: uuid.UUID) -> Sequence[Any]:
    """`organisation_id`, `is_host` and `name`, hosts first."""
    return db.session.execute(
        select(EventOrganisation.organisation_id, EventOrganisation.is_host, Organisation.name)
        .join(Organisation, Organisation.id == EventOrganisation.organisation_id)
        .where(EventOrganisation.event_id == event_id)
        .order_by(EventOrganisation.is_host.desc(), Organisation.name)
    ).all()


def list_staff_of(event_id: uuid.UUID) -> Sequence[Any]:
    """`id`, `user_id`, `liaison_id`, `task` and `name` of who works there, by name."""
    name = func.coalesce(User.name, Person.name).label("name")
    return db.session.execute(
        select(EventStaff.id, EventStaff.user_id, EventStaff.liaison_id, EventStaff.task, name)
        .outerjoin(User, User.id == EventStaff.user_id)
        .outerjoin(Liaison, Liaison.id == EventStaff.liaison_id)
        .outerjoin(Person, Person.id == Liaison.person_id)
        .where(EventStaff.event_id == event_id)
        .order_by(name, EventStaff.id)
    ).all()


def list_materials_of(event_id: uuid.UUID) -> Sequence[EventMaterial]:
    """Things that have to be there, by name."""
    return db.session.scalars(
        select(EventMaterial)
        .where(EventMaterial.event_id == event_id)
        .order_by(EventMaterial.name, EventMaterial.id)
    ).all()


def get_part(kind: type[Part], event_id: uuid.UUID, *key: uuid.UUID) -> Part:
    """Something of an event, by its key. Raises NotFound, also where it is of another event."""
    found = db.session.get(kind, key)
    if found is None or found.event_id != event_id:
        raise NotFound
    return found


def list_organisations() -> Sequence[Organisation]:
    """All the city knows, by name."""
    return db.session.scalars(select(Organisation).order_by(Organisation.name)).all()


def list_people_to_choose(actor: Actor) -> tuple[Sequence[Any], Sequence[Any]]:
    """`id` and `name` of colleagues with an account in use, and of liaisons the actor may see."""
    users = db.session.execute(
        select(User.id, User.name).where(User.state == UserState.ACTIVE).order_by(User.name)
    ).all()
    liaisons = db.session.execute(
        select(Liaison.id, Person.name)
        .join(Person, Person.id == Liaison.person_id)
        .where(visible_to(actor), Liaison.state.in_(AT_WORK))
        .order_by(Liaison.sort_name)
    ).all()
    return users, liaisons
