"""Counts of a programme's contacts in a year. They count conversations, not people."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from liaison.contacts.models import Channel, Contact, ContactState, Topic
from liaison.contacts.policy import counted_for
from liaison.db import db
from liaison.i18n import _l
from liaison.indicators.figures import FigureSource
from liaison.permissions import Actor
from liaison.places.models import Area


@dataclass(frozen=True)
class TopicCount:
    topic_id: uuid.UUID
    topic: str
    contacts: int


@dataclass(frozen=True)
class ChannelCount:
    channel: Channel
    contacts: int


@dataclass(frozen=True)
class AreaCount:
    """`area_id` None: the place was given in words only."""

    area_id: uuid.UUID | None
    code: str
    name: str
    contacts: int


@dataclass(frozen=True)
class MonthCount:
    month: int
    contacts: int


@dataclass(frozen=True)
class OpenCount:
    """Of the contacts opened in the year, by their state now."""

    opened: int
    still_open: int

    @property
    def closed(self) -> int:
        return self.opened - self.still_open


def _of_year(actor: Actor, program_id: uuid.UUID, year: int) -> list[ColumnElement[bool]]:
    return [Contact.program_id == program_id, Contact.local_year == year, counted_for(actor)]


def count_by_topic(actor: Actor, *, program_id: uuid.UUID, year: int) -> list[TopicCount]:
    """Most frequent first."""
    counts = (
        select(Contact.topic_id, func.count().label("contacts"))
        .where(*_of_year(actor, program_id, year))
        .group_by(Contact.topic_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Topic.id, Topic.name, counts.c.contacts)
        .join(counts, counts.c.topic_id == Topic.id)
        .order_by(counts.c.contacts.desc(), Topic.name)
    )
    return [TopicCount(*row) for row in rows]


def count_by_channel(actor: Actor, *, program_id: uuid.UUID, year: int) -> list[ChannelCount]:
    """Most frequent first."""
    contacts = func.count()
    rows = db.session.execute(
        select(Contact.channel, contacts)
        .where(*_of_year(actor, program_id, year))
        .group_by(Contact.channel)
        .order_by(contacts.desc(), Contact.channel)
    )
    return [ChannelCount(*row) for row in rows]


def count_by_area(actor: Actor, *, program_id: uuid.UUID, year: int) -> list[AreaCount]:
    """In the areas' own order; what has a place in words only comes last."""
    counts = (
        select(Contact.area_id, func.count().label("contacts"))
        .where(*_of_year(actor, program_id, year))
        .group_by(Contact.area_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            counts.c.area_id,
            func.coalesce(Area.code, ""),
            func.coalesce(Area.name, ""),
            counts.c.contacts,
        )
        .outerjoin(Area, Area.id == counts.c.area_id)
        .order_by(Area.id.is_(None), Area.sort_order, Area.code)
    )
    return [AreaCount(*row) for row in rows]


def count_by_month(actor: Actor, *, program_id: uuid.UUID, year: int) -> list[MonthCount]:
    """All twelve months, also those without a contact."""
    rows = db.session.execute(
        select(Contact.local_month, func.count())
        .where(*_of_year(actor, program_id, year))
        .group_by(Contact.local_month)
        .order_by(Contact.local_month)
    )
    counted = {row[0]: row[1] for row in rows}
    return [MonthCount(month, counted.get(month, 0)) for month in range(1, 13)]


def count_open(actor: Actor, *, program_id: uuid.UUID, year: int) -> OpenCount:
    """How many of the year's contacts are still open."""
    rows = db.session.execute(
        select(Contact.state, func.count())
        .where(*_of_year(actor, program_id, year))
        .group_by(Contact.state)
        .order_by(Contact.state)
    )
    counted = {row[0]: row[1] for row in rows}
    return OpenCount(sum(counted.values()), counted.get(ContactState.OPEN, 0))


figures = (
    FigureSource(
        "contacts.by_topic",
        _l(
            "Contacts opened in the year by topic. A contact is one conversation, whoever and"
            " however many spoke; each has one topic. Unit: contacts."
        ),
        count_by_topic,
    ),
    FigureSource(
        "contacts.by_channel",
        _l("Contacts opened in the year by the channel they came through. Unit: contacts."),
        count_by_channel,
    ),
    FigureSource(
        "contacts.by_area",
        _l(
            "Contacts opened in the year by the area they are about. Those whose place is known in"
            " words only are counted apart. Unit: contacts."
        ),
        count_by_area,
    ),
    FigureSource(
        "contacts.by_month",
        _l("Contacts by the month they were opened in. Unit: contacts."),
        count_by_month,
    ),
    FigureSource(
        "contacts.open",
        _l("Contacts opened in the year, and how many of them are open today. Unit: contacts."),
        count_open,
    ),
)
