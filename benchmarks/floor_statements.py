"""The statements of the floor: columns and joins of what its pages show, nothing else."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Executable, bindparam, case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from liaison.city.models import Department
from liaison.contacts.models import Contact, Topic
from liaison.demographics.models import CollectionPoint, DemographicTally
from liaison.events.models.door import CardCount, CheckIn
from liaison.events.models.event import Event, EventDate, EventKind, EventState
from liaison.events.models.plan import EventRules
from liaison.events.models.sign_up import SignUp
from liaison.events.policy.readiness import LACKS, Wanted, is_unready
from liaison.people.models import Person
from liaison.places.models import Area, AreaSet
from liaison.programs.models import Program

# As many questions and choices as the city's question pack has.
QUESTIONS = (
    *(("age_band", 8), ("race_ethnicity", 8), ("language_home", 14), ("english_ability", 4)),
    *(("disability_hearing", 2), ("disability_seeing", 2), ("disability_thinking", 2)),
    *(("disability_walking", 2), ("disability_selfcare", 2), ("disability_errands", 2)),
    *(("area", 51), ("first_contact", 2)),
)


def coming_events(since: datetime, size: int) -> Executable:
    return (
        select(
            *(Event.id, Event.title, Event.kind, Event.starts_at, Event.place_name),
            *(Event.address, Event.offered_languages, Event.access),
            Area.name.label("area"),
        )
        .outerjoin(Area, Event.area_id == Area.id)
        .where(Event.state == EventState.PUBLISHED, Event.starts_at >= since)
        .order_by(Event.starts_at, Event.id)
        .limit(size)
    )


def one_event(event_id: uuid.UUID) -> Executable:
    return (
        select(
            *(Event.id, Event.title, Event.summary, Event.kind, Event.starts_at, Event.ends_at),
            *(Event.place_name, Event.address, Event.offered_languages, Event.access),
            *(Event.audiences, Event.attendance, Event.attendance_note),
            *(Area.name.label("area"), Program.name.label("program")),
            *(Event.capacity, Event.seats_promised, EventKind.name.label("kind_name")),
            Department.name.label("department"),
        )
        .join(Program, Event.program_id == Program.id)
        .join(Department, Program.department_id == Department.id)
        .join(EventKind, Event.kind == EventKind.key)
        .outerjoin(Area, Event.area_id == Area.id)
        .where(Event.id == event_id)
    )


def further_dates(event_id: uuid.UUID) -> Executable:
    columns = (EventDate.starts_at, EventDate.place_name, EventDate.address)
    return select(*columns).where(EventDate.event_id == event_id).order_by(EventDate.starts_at)


def take_seats(event_id: uuid.UUID, people: int) -> Executable:
    """Locks the event until the sign-up is stored; no row where they do not suffice."""
    promised = Event.seats_promised + people
    has_room = Event.capacity.is_(None) | (promised <= Event.capacity)
    taken = update(Event).where(Event.id == event_id, has_room).values(seats_promised=promised)
    return taken.returning(Event.title, Event.starts_at, Event.place_name)


def events_between(first: datetime, last: datetime) -> Executable:
    return (
        select(Event.id, Event.title, Event.starts_at)
        .where(
            Event.state == EventState.PUBLISHED, Event.starts_at >= first, Event.starts_at < last
        )
        .order_by(Event.starts_at, Event.id)
    )


def events_to_tell(first: datetime, last: datetime) -> Executable:
    return (
        select(Event.id, Event.title, Event.summary, Event.starts_at, Event.place_name)
        .where(
            Event.state == EventState.PUBLISHED, Event.starts_at >= first, Event.starts_at < last
        )
        .order_by(Event.starts_at, Event.id)
    )


def desk_events() -> Executable:
    return (
        select(
            *(Event.id, Event.title, Event.state, Event.starts_at, Event.place_name),
            *(Event.attendance, Area.name.label("area"), Program.name.label("program")),
        )
        # every event has one; an inner join would let SQLite begin with the programmes and sort
        .outerjoin(Program, Event.program_id == Program.id)
        .outerjoin(Area, Event.area_id == Area.id)
        .order_by(Event.starts_at.desc(), Event.id)
        .limit(50)
    )


def rules() -> Executable:
    return select(EventRules.required_access, EventRules.text_languages)


def unready_events(rules: Any, languages: tuple[str, ...]) -> Executable:
    """What lacks something, and what: the same questions, for they are what the page is about."""
    asked = Wanted(rules, languages).asked
    lacks = [case((row.is_lacking(asked), 1), else_=0) for row in LACKS.values()]
    return (
        select(
            *(Event.id, Event.title, Event.state, Event.starts_at, Event.place_name),
            *(Area.name.label("area"), Program.name.label("program")),
            *(column.label(lack.value) for lack, column in zip(LACKS, lacks, strict=True)),
        )
        .outerjoin(Program, Event.program_id == Program.id)
        .outerjoin(Area, Event.area_id == Area.id)
        .where(Event.starts_at > bindparam("now", type_=Event.starts_at.type), is_unready(asked))
        .order_by(Event.starts_at, Event.id)
        .limit(50)
    )


def contacts(size: int) -> Executable:
    return (
        select(
            *(Contact.id, Contact.opened_on, Contact.closed_on, Contact.state, Contact.channel),
            *(Contact.detail, Contact.place, Contact.people),
            *(Topic.name.label("topic"), Area.name.label("area")),
        )
        .join(Topic, Contact.topic_id == Topic.id)
        .outerjoin(Area, Contact.area_id == Area.id)
        .order_by(Contact.opened_on.desc(), Contact.id.desc())
        .limit(size)
    )


def contacts_to_export(month: date, topic_id: uuid.UUID) -> Executable:
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return (
        select(
            *(Contact.id, Contact.opened_on, Contact.closed_on, Contact.state, Contact.channel),
            *(Contact.detail, Contact.place, Contact.people, Contact.language),
            *(Contact.concern, Contact.promised, Contact.source, Contact.source_key),
            *(Topic.name.label("topic"), Area.name.label("area"), Program.name.label("program")),
        )
        .join(Topic, Contact.topic_id == Topic.id)
        .join(Program, Contact.program_id == Program.id)
        .outerjoin(Area, Contact.area_id == Area.id)
        .where(
            *(Contact.opened_on >= month, Contact.opened_on < after, Contact.topic_id == topic_id)
        )
        .order_by(Contact.opened_on.desc(), Contact.id.desc())
    )


def topics() -> Executable:
    return select(Topic.id, Topic.name).where(Topic.is_active).order_by(Topic.sort_order)


def programs() -> Executable:
    return select(Program.id, Program.name).order_by(Program.name)


def areas() -> Executable:
    return (
        select(Area.id, Area.name)
        .join(AreaSet, Area.area_set_id == AreaSet.id)
        .where(AreaSet.is_main)
        .order_by(Area.sort_order)
    )


def collection_point(code: str) -> Executable:
    columns = (CollectionPoint.program_id, CollectionPoint.pack, CollectionPoint.code)
    return select(*columns).where(CollectionPoint.code == code)


def add_tallies(dialect: str, rows: Sequence[dict[str, Any]]) -> Executable:
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    keys = ("program_id", "plan_month", "pack", "question", "answer")
    return (
        make(DemographicTally)
        .values(rows)
        .on_conflict_do_update(
            index_elements=keys, set_={"responses": DemographicTally.responses + 1}
        )
    )


def year_figures(program_id: uuid.UUID, year: int) -> list[Executable]:
    """The sums a report of the year stands on."""
    held = (Event.program_id == program_id, Event.local_year == year)
    logged = (Contact.program_id == program_id, Contact.local_year == year)
    many = func.count()
    statements: list[Executable] = [
        select(column, many, func.sum(Event.attendance)).where(*held).group_by(column)
        for column in (Event.local_month, Event.area_id)
    ]
    statements += [
        select(column, many).where(*logged).group_by(column)
        for column in (Contact.topic_id, Contact.channel, Contact.area_id, Contact.local_month)
    ]
    answered = (DemographicTally.question, DemographicTally.answer)
    statements.append(
        select(*answered, func.sum(DemographicTally.responses))
        .where(
            DemographicTally.program_id == program_id,
            DemographicTally.plan_month.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(*answered)
    )
    return statements


def guests(event_id: uuid.UUID) -> Executable:
    """Everybody expected at the door of an event."""
    return (
        select(SignUp.id, SignUp.code, SignUp.party_size, Person.name, CheckIn.people)
        .join(Person, Person.id == SignUp.person_id)
        .outerjoin(CheckIn, (CheckIn.sign_up_id == SignUp.id) & CheckIn.undone_at.is_(None))
        .where(SignUp.event_id == event_id)
    )


def people_at(event_id: uuid.UUID) -> Executable:
    """How many are there."""
    is_in = CheckIn.event_id == event_id, CheckIn.undone_at.is_(None)
    return select(func.coalesce(func.sum(CheckIn.people), 0)).where(*is_in)


def last_at(event_id: uuid.UUID, size: int) -> Executable:
    """Who came last."""
    return (
        select(CheckIn.id, CheckIn.people, CheckIn.at, Person.name)
        .outerjoin(SignUp, SignUp.id == CheckIn.sign_up_id)
        .outerjoin(Person, Person.id == SignUp.person_id)
        .where(CheckIn.event_id == event_id, CheckIn.undone_at.is_(None))
        .order_by(CheckIn.stored_at.desc(), CheckIn.id.desc())
        .limit(size)
    )


def cards_at(event_id: uuid.UUID) -> Executable:
    """How many cards were offered, taken and answered."""
    counted = CardCount.offered, CardCount.taken, CardCount.answered
    return select(*counted).where(CardCount.event_id == event_id)
