"""Which records of the demo city the visits are about, and who signs in."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from secrets import token_hex
from typing import Any

from flask import Flask
from sqlalchemy import Select, func, insert, select

from liaison import clock
from liaison.accounts.models import RoleGrant, User
from liaison.accounts.operations.sign_in import start_sign_in
from liaison.contacts.models import Contact, Topic
from liaison.db import db, new_id
from liaison.demographics.operations import create_collection_point
from liaison.events.models.event import Event, EventState
from liaison.events.models.sign_up import SignUp, new_code
from liaison.i18n import settings
from liaison.liaisons.models.booking import Booking, BookingState, Task
from liaison.liaisons.models.liaison import Liaison, LiaisonLanguage, LiaisonState
from liaison.people.models import Person
from liaison.permissions import SYSTEM, Role
from liaison.places.models import Area, AreaSet
from liaison.programs.models import Program
from liaison.training.models.course import Session

CSV_ROWS = 2_000
GUESTS = 2_000
HOURS = 8
BOOKINGS = 300


@dataclass(frozen=True)
class Facts:
    """Which records of this city the visits are about."""

    program_id: uuid.UUID
    event_id: uuid.UUID  # still to come, so that one can sign up
    past_event_id: uuid.UUID
    month: date  # the one with the most events
    point_code: str  # where the question form is offered today
    topic_id: uuid.UUID
    area_id: uuid.UUID
    csv_month: date  # with the topic below, about CSV_ROWS contacts
    csv_topic_id: uuid.UUID
    door_event_id: uuid.UUID  # GUESTS signed up for it
    guest_ids: tuple[uuid.UUID, ...]
    booking_id: uuid.UUID  # asks for somebody who interprets the most spoken language
    counted_set_id: uuid.UUID  # for its areas there are figures by language
    run_id: uuid.UUID  # of a course, with sessions to come
    liaison_id: uuid.UUID  # who signs in
    run: str  # tells what this run writes from what another wrote


def sign_in(app: Flask, role: Role) -> dict[str, str]:
    """The cookies of a browser in which somebody with this role for the whole city signed in."""
    citywide = select(RoleGrant.user_id).where(
        RoleGrant.role == role,
        *(RoleGrant.department_id.is_(None), RoleGrant.program_id.is_(None)),
        RoleGrant.area_id.is_(None),
    )
    user = db.session.scalars(select(User).where(User.id.in_(citywide)).order_by(User.email))
    token = start_sign_in(user=user.first() or _missing(role), hours=HOURS, has_second_factor=True)
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    cookie = browser.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    return {cookie.key: cookie.value}


def find_facts() -> Facts:
    """Look the records up, and offer the question form. Raises LookupError where one lacks."""
    now = clock.now()
    published = select(Event.id).where(Event.state == EventState.PUBLISHED)
    parts = (Contact.local_year, Contact.local_month, Contact.topic_id)
    nearest = func.abs(func.count() - CSV_ROWS)
    taken = db.session.execute(
        select(*parts).group_by(*parts).order_by(nearest, *parts)
    ).first() or _missing("contact")
    months = select(Event.local_year, Event.local_month).where(Event.state == EventState.PUBLISHED)
    busiest = db.session.execute(
        months.group_by(Event.local_year, Event.local_month).order_by(func.count().desc())
    ).first() or _missing("event")
    program_id = _first(select(Program.id).where(Program.key == "parks-outreach"))
    door_event_id, guest_ids = _invite_guests(program_id)
    return Facts(
        door_event_id=door_event_id,
        guest_ids=guest_ids,
        program_id=program_id,
        event_id=_first(published.where(Event.starts_at > now).order_by(Event.starts_at.desc())),
        past_event_id=_first(published.where(Event.starts_at < now).order_by(Event.starts_at)),
        month=date(busiest.local_year, busiest.local_month, 1),
        point_code=_offer_questions(program_id),
        topic_id=_first(select(Topic.id).where(Topic.is_active).order_by(Topic.sort_order)),
        area_id=_first(select(Area.id).join(AreaSet).where(AreaSet.is_main)),
        csv_month=date(taken.local_year, taken.local_month, 1),
        csv_topic_id=taken.topic_id,
        booking_id=_ask_for_interpreter(program_id),
        counted_set_id=_first(select(AreaSet.id).where(AreaSet.key == "community_district")),
        run_id=_first(
            select(Session.run_id).group_by(Session.run_id).order_by(func.count().desc())
        ),
        liaison_id=_book_liaisons(program_id),
        run=token_hex(4),
    )


def _invite_guests(program_id: uuid.UUID) -> tuple[uuid.UUID, tuple[uuid.UUID, ...]]:
    """An event that begins soon, with as many sign-ups as a door may see."""
    now = clock.now()
    event_id, ids = new_id(), tuple(new_id() for _guest in range(GUESTS))
    persons, guests, same = [], [], {"event_id": event_id, "signed_up_at": now}
    event = {
        "id": event_id,
        "program_id": program_id,
        "title": "Benchmark",
        "state": EventState.PUBLISHED,
        "starts_at": now + timedelta(hours=1),
        "local_year": now.year,
        "local_month": now.month,
        "seats_promised": GUESTS,
    }
    names = ("Rosa Linden", "Nguyễn Thị Hoa", "王伟", "أحمد علي", "Maeve O’Brien")
    for number in range(GUESTS):
        person_id = new_id()
        persons.append({"id": person_id, "name": f"{names[number % len(names)]} {number}"})
        guests.append({"id": ids[number], "person_id": person_id, "code": new_code()} | same)
    db.session.execute(insert(Event).values(**event))
    db.session.execute(insert(Person), persons)
    db.session.execute(insert(SignUp), guests)
    return event_id, ids


def _ask_for_interpreter(program_id: uuid.UUID) -> uuid.UUID:
    """Two hours of next week, in the language most liaisons have beside English."""
    begins = clock.now() + timedelta(days=7)
    spoken = select(LiaisonLanguage.language).where(LiaisonLanguage.language != "en")
    most = spoken.group_by(LiaisonLanguage.language).order_by(func.count().desc())
    booking = Booking(
        program_id=program_id,
        title="Benchmark",
        task=Task.INTERPRET,
        language=_first(most),
        area_id=_first(select(Area.id).join(AreaSet).where(AreaSet.is_main)),
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        minutes=120,
        is_paid=True,
        cents_an_hour=4_000,
        requested_at=clock.now(),
    )
    db.session.add(booking)
    db.session.flush()
    return booking.id


def _book_liaisons(program_id: uuid.UUID) -> uuid.UUID:
    """As many bookings to come as a busy city has; the liaison who signs in is returned."""
    begins, now = clock.now() + timedelta(days=2), clock.now()
    workers = select(Liaison.id).where(Liaison.state == LiaisonState.ACTIVE).limit(BOOKINGS)
    same = {"program_id": program_id, "task": Task.OUTREACH, "minutes": 90, "requested_at": now}
    rows = [
        {
            "title": f"Benchmark {number}",
            "state": BookingState.CONFIRMED,
            "liaison_id": liaison_id,
            "is_paid": False,
            "starts_at": begins + timedelta(hours=number),
            "ends_at": begins + timedelta(hours=number + 2),
        }
        | same
        for number, liaison_id in enumerate(db.session.scalars(workers.order_by(Liaison.id)))
    ]
    db.session.execute(insert(Booking), rows)
    signs_in: uuid.UUID = _first(select(Liaison.id).where(Liaison.user_id.is_not(None)))
    return signs_in


def _offer_questions(program_id: uuid.UUID) -> str:
    today = clock.today(settings().zone())
    point = create_collection_point(
        actor=SYSTEM,
        program_id=program_id,
        label="Benchmark",
        opens_on=today,
        closes_on=today + timedelta(days=1),
    )
    return point.code


def _first(wanted: Select[Any]) -> Any:
    found = db.session.scalar(wanted.limit(1))
    return _missing(str(wanted)) if found is None else found


def _missing(what: str) -> Any:
    raise LookupError(f"the demo city has no {what}")
