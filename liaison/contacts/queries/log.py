"""Reading contacts and topics."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Text,
    Uuid,
    bindparam,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import joinedload

from liaison.accounts.models import User
from liaison.audit.models import AuditEntry
from liaison.contacts.models import Channel, Contact, ContactState, Topic, TopicName
from liaison.contacts.policy import logged_by, takeable_by, visible_to
from liaison.db import db, read_rows
from liaison.errors import NotFound
from liaison.permissions import Actor
from liaison.places.models import Area
from liaison.programs.models import Program

WAITING_LONG = timedelta(days=30)
KEYS_AT_ONCE = 10_000
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
COUNTED_UP_TO = 10_000  # a longer list is not counted to its end: nobody pages through it


@dataclass(frozen=True)
class ContactFilter:
    """What a list is narrowed to; empty values narrow nothing."""

    program_id: uuid.UUID | None = None
    topic_id: uuid.UUID | None = None
    area_id: uuid.UUID | None = None
    channel: Channel | None = None
    state: ContactState | None = None
    month: date | None = None  # its first day
    opened_by: date | None = None  # on or before
    text: str = ""  # in the detail, what was said and the place


@dataclass(frozen=True)
class ContactLine:
    """A row of a list; the topic in the reader's language."""

    id: uuid.UUID
    opened_on: date
    topic: str
    detail: str
    area: str | None
    place: str
    channel: Channel
    state: ContactState
    program: str
    is_invented: bool


def list_contacts(
    actor: Actor, wanted: ContactFilter, *, language: str, limit: int, offset: int = 0
) -> list[ContactLine]:
    """Newest first."""
    return _list_lines([visible_to(actor), *_conditions(wanted)], language, limit, offset)


def list_own_contacts(
    actor: Actor, *, language: str, limit: int, offset: int = 0
) -> list[ContactLine]:
    """What the actor logged, newest first."""
    return _list_lines([logged_by(actor)], language, limit, offset)


def _list_lines(
    conditions: list[ColumnElement[bool]], language: str, limit: int, offset: int
) -> list[ContactLine]:
    newest_first = (Contact.opened_on.desc(), Contact.id.desc())
    # the page is cut out before names are joined, so that only its rows are looked up
    page = (
        select(Contact.id).where(*conditions).order_by(*newest_first).limit(limit).offset(offset)
    ).subquery()
    asked = _with_topic_name(
        select(
            Contact.id,
            Contact.opened_on,
            _topic_name(),
            Contact.detail,
            Area.name,
            Contact.place,
            Contact.channel,
            Contact.state,
            Program.name,
            Contact.is_invented,
        ).join(page, page.c.id == Contact.id),
        language,
    )
    return [ContactLine(*row) for row in db.session.execute(asked.order_by(*newest_first))]


def _topic_name() -> ColumnElement[str]:
    return func.coalesce(TopicName.name, Topic.name)


def _with_topic_name(asked: Select[*tuple[Any, ...]], language: str) -> Select[*tuple[Any, ...]]:
    return (
        asked.join(Topic, Contact.topic_id == Topic.id)
        .join(Program, Contact.program_id == Program.id)
        .outerjoin(Area, Contact.area_id == Area.id)
        .outerjoin(TopicName, _is_in(language))
    )


def _is_in(language: str | ColumnElement[str]) -> ColumnElement[bool]:
    return (TopicName.topic_id == Topic.id) & (TopicName.language == language)


@dataclass(frozen=True)
class ConcernLine:
    """A concern voiced at an event, and what became of it."""

    id: uuid.UUID
    topic: str
    concern: str
    promised: str
    state: ContactState
    opened_on: date
    closed_on: date | None
    is_invented: bool


def list_concerns_of_event(
    actor: Actor, event_id: uuid.UUID, *, language: str
) -> list[ConcernLine]:
    """Those the actor may see, open ones first, in the order they were written down."""
    asked = _with_topic_name(
        select(
            *(Contact.id, _topic_name(), Contact.concern, Contact.promised, Contact.state),
            *(Contact.opened_on, Contact.closed_on, Contact.is_invented),
        ),
        language,
    ).where(Contact.event_id == event_id, visible_to(actor))
    rows = db.session.execute(asked.order_by(Contact.state.desc(), Contact.id))
    return [ConcernLine(*row) for row in rows]


def count_contacts(actor: Actor, wanted: ContactFilter) -> int:
    """How many match, counted up to one more than COUNTED_UP_TO."""
    matching = select(Contact.id).where(visible_to(actor), *_conditions(wanted))
    return _count(matching)


def count_own_contacts(actor: Actor) -> int:
    return _count(select(Contact.id).where(logged_by(actor)))


def _count(matching: Select[*tuple[Any, ...]]) -> int:
    return db.session.scalar(_counted(matching)) or 0


def _counted(matching: Select[*tuple[Any, ...]]) -> Select[int]:
    # no column: so an index that answers the question need not be left for the rows
    some = matching.with_only_columns(literal(1), maintain_column_froms=True).limit(
        COUNTED_UP_TO + 1
    )
    return select(func.count()).select_from(some.subquery())


def _conditions(wanted: ContactFilter) -> list[ColumnElement[bool]]:
    chosen = {
        Contact.program_id: wanted.program_id,
        Contact.topic_id: wanted.topic_id,
        Contact.area_id: wanted.area_id,
        Contact.channel: wanted.channel,
        Contact.state: wanted.state,
    }
    conditions = [column == value for column, value in chosen.items() if value is not None]
    if wanted.month:
        last = wanted.month + relativedelta(months=1, days=-1)
        conditions.append(Contact.opened_on.between(wanted.month, last))
    if wanted.opened_by:
        conditions.append(Contact.opened_on <= wanted.opened_by)
    if wanted.text:
        written = (Contact.detail, Contact.concern, Contact.place)
        words = [column.icontains(wanted.text, autoescape=True) for column in written]
        conditions.append(or_(*words))
    return conditions


def list_for_download(actor: Actor, wanted: ContactFilter, *, limit: int) -> Sequence[Any]:
    """What a file holds of each contact, with the topic's English name, area code, programme key.

    Columns, not mapped objects: there may be tens of thousands.
    """
    return db.session.execute(
        select(
            *(Contact.id, Contact.source_key, Contact.opened_on, Contact.closed_on, Contact.detail),
            *(Contact.place, Contact.channel, Contact.language, Contact.people, Contact.concern),
            *(Contact.promised, Topic.name.label("topic"), Area.code.label("area_code")),
            Program.key.label("program_key"),
        )
        .join(Topic, Contact.topic_id == Topic.id)
        .join(Program, Contact.program_id == Program.id)
        .outerjoin(Area, Contact.area_id == Area.id)
        .where(takeable_by(actor), *_conditions(wanted))
        .order_by(Contact.opened_on.desc(), Contact.id.desc())
        .limit(limit)
    ).all()


@dataclass(frozen=True)
class ContactSheet:
    """One contact, and the names of what it points to."""

    contact: Contact
    topic: str
    program: str
    logged_by: str | None


def get_contact(
    actor: Actor, contact_id: uuid.UUID, *, language: str = "en", only_own: bool = False
) -> ContactSheet:
    """Raises NotFound, also for a contact that is not the actor's to see."""
    reached = logged_by(actor) if only_own else visible_to(actor)
    asked = (
        _with_topic_name(select(Contact, _topic_name(), Program.name, User.name), language)
        .outerjoin(User, Contact.logged_by_id == User.id)
        .options(joinedload(Contact.person), joinedload(Contact.area))
        .where(Contact.id == contact_id, reached)
    )
    found = db.session.execute(asked).one_or_none()
    if found is None:
        raise NotFound
    return ContactSheet(*found)


_LAST_OWN_CONTACT = (
    select(
        *(Contact.channel, Contact.program_id, Contact.area_id),
        *(Contact.language, Contact.logged_at),
    )
    .where(Contact.logged_by_id == bindparam("user_id", type_=Uuid()))
    .order_by(Contact.opened_on.desc(), Contact.id.desc())
    .limit(1)
)


def find_last_own_contact(actor: Actor) -> Row[*tuple[Any, ...]] | None:
    """Of what the actor logged last, that from which the next entry starts."""
    found = read_rows(_LAST_OWN_CONTACT, {"user_id": actor.user_id})
    return found[0] if found else None


def list_history(contact_id: uuid.UUID) -> Sequence[Row[AuditEntry, str | None]]:
    """What was done to a contact and by whom, newest first."""
    return db.session.execute(
        select(AuditEntry, User.name)
        .outerjoin(User, AuditEntry.actor_id == User.id)
        .where(
            AuditEntry.subject_type == Contact.__tablename__,
            AuditEntry.subject_id == str(contact_id),
        )
        .order_by(AuditEntry.id.desc())
    ).all()


@dataclass(frozen=True)
class TopicChoice:
    """What a form needs to offer a topic."""

    id: uuid.UUID
    name: str


def list_topics(language: str) -> list[TopicChoice]:
    """All topics, by name."""
    name = _topic_name()
    rows = db.session.execute(
        select(Topic.id, name).outerjoin(TopicName, _is_in(language)).order_by(name)
    )
    return [TopicChoice(*row) for row in rows]


def _topics_by_use() -> Select[*tuple[Any, ...]]:
    newest = (Contact.opened_on.desc(), Contact.id.desc())
    is_own = Contact.logged_by_id == bindparam("user_id", type_=Uuid())
    own = select(Contact.topic_id).where(is_own).order_by(*newest).limit(100).subquery()
    others = select(Contact.topic_id).order_by(*newest).limit(400).subquery()
    latest = union_all(select(own.c.topic_id), select(others.c.topic_id)).subquery()
    used = (
        select(latest.c.topic_id, func.count().label("times"))
        .group_by(latest.c.topic_id)
        .subquery()
    )
    name = _topic_name()
    return (
        select(Topic.id, name)
        .outerjoin(TopicName, _is_in(bindparam("language", type_=Text())))
        .outerjoin(used, used.c.topic_id == Topic.id)
        .where(Topic.is_active)
        .order_by(func.coalesce(used.c.times, 0).desc(), Topic.sort_order, name)
    )


# made once: putting it together took a fifth of the time of the form that is sent most
_TOPICS_BY_USE = _topics_by_use()


def list_topics_by_use(actor: Actor, language: str) -> list[TopicChoice]:
    """Topics in use, first those of the actor's and everybody's latest contacts."""
    rows = read_rows(_TOPICS_BY_USE, {"user_id": actor.user_id, "language": language})
    return [TopicChoice(*row) for row in rows]


@dataclass(frozen=True)
class Week:
    """What the desk's front page says of contacts."""

    waiting_long: int  # open for more than 30 days, counted up to COUNTED_UP_TO + 1
    opened_this_week: int


def count_week(actor: Actor, today: date) -> Week:
    """Both counts in one statement: the front page asks for much else."""
    long = _conditions(ContactFilter(state=ContactState.OPEN, opened_by=today - WAITING_LONG))
    monday = today - timedelta(days=today.weekday())
    fresh = select(Contact.id).where(visible_to(actor), Contact.opened_on >= monday)
    waiting = select(Contact.id).where(visible_to(actor), *long)
    counts = select(_counted(waiting).scalar_subquery(), _counted(fresh).scalar_subquery())
    return Week(*db.session.execute(counts).one())


def find_known_keys(program_id: uuid.UUID, keys: Sequence[str]) -> frozenset[str]:
    """Which of these keys of a file the programme holds already: from a file, or logged here.

    The file's name is not asked for: the same file under another name is the usual mistake.
    """
    known: set[str] = set()
    for start in range(0, len(keys), KEYS_AT_ONCE):
        some = keys[start : start + KEYS_AT_ONCE]
        ids = [uuid.UUID(key) for key in some if UUID_TEXT.fullmatch(key)]
        held = Contact.source_key.in_(some)
        found = db.session.execute(
            select(Contact.source_key, Contact.id).where(
                Contact.program_id == program_id, or_(held, Contact.id.in_(ids)) if ids else held
            )
        )
        for source_key, contact_id in found:
            known.add(source_key or str(contact_id))
    return frozenset(known)


def find_logged(entry_keys: Sequence[str]) -> dict[str, tuple[uuid.UUID, str]]:
    """Topic and words of the contacts stored under these keys."""
    rows = db.session.execute(
        select(Contact.entry_key, Contact.topic_id, Contact.concern).where(
            Contact.entry_key.in_(entry_keys)
        )
    )
    return {str(key): (topic_id, concern) for key, topic_id, concern in rows}
