"""Contacts: what people came with, by which way, from where and when. Requests, not people."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from liaison.contacts.models import Channel
from liaison.evaluation.figures.shapes import Column, Drawing, Kind, Section, Table, Value
from liaison.evaluation.figures.words import say_largest
from liaison.evaluation.figures.work import define, month_names
from liaison.i18n import _, number
from liaison.indicators.figures import compute_figure
from liaison.permissions import Actor

Count = tuple[str, int]
_ROWS_PRINTED = {"topics": 15, "areas": 15}  # on paper; of the others all


@dataclass(frozen=True)
class YearOfContacts:
    """A programme's contacts of a year, counted four ways; `unplaced`: in no area."""

    total: int = 0
    still_open: int = 0
    unplaced: int = 0
    by_topic: Sequence[Count] = ()
    by_channel: Sequence[Count] = ()
    by_area: Sequence[Count] = ()
    by_month: Sequence[Count] = ()


def compute_contacts(actor: Actor, program_id: uuid.UUID, year: int) -> YearOfContacts:
    """The year from the figures of contacts."""
    where = {"program_id": program_id, "year": year}
    opened = compute_figure("contacts.open", actor, **where)
    if not opened.opened:
        return YearOfContacts()
    areas = compute_figure("contacts.by_area", actor, **where)
    return YearOfContacts(
        total=opened.opened,
        still_open=opened.still_open,
        unplaced=sum(row.contacts for row in areas if row.area_id is None),
        by_topic=[
            (row.topic, row.contacts) for row in compute_figure("contacts.by_topic", actor, **where)
        ],
        by_channel=[
            (name_channel(row.channel), row.contacts)
            for row in compute_figure("contacts.by_channel", actor, **where)
        ],
        by_area=[(row.name, row.contacts) for row in areas if row.area_id is not None],
        by_month=[
            (month_names()[row.month - 1], row.contacts)
            for row in compute_figure("contacts.by_month", actor, **where)
        ],
    )


def report_contacts(contacts: YearOfContacts) -> Section:
    """What people came with."""
    title = _("What people came with")
    if not contacts.total:
        return Section("contacts", title, (_("No contacts were logged in this year."),))
    bars, columns, on_map = Drawing.BARS, Drawing.COLUMNS, Drawing.MAP
    counted = (
        (_("Contacts by topic"), _("Topic"), "topics", contacts.by_topic, bars),
        (_("Contacts by channel"), _("Channel"), "channels", contacts.by_channel, bars),
        (_("Contacts by month"), _("Month"), "months", contacts.by_month, columns),
        (_("Contacts by area"), _("Area"), "areas", contacts.by_area, on_map),
    )
    tables = [_counted(*each, total=contacts.total) for each in counted]
    return Section("contacts", title, tables=(_totals(contacts), *tables))


def name_channel(channel: Channel) -> str:
    names: dict[Channel, str] = {
        Channel.IN_PERSON: _("In person"),
        Channel.EVENT: _("At an event"),
        Channel.PHONE: _("Phone call"),
        Channel.TEXT: _("Text message"),
        Channel.EMAIL: _("E-mail"),
        Channel.WEB: _("Web form"),
        Channel.SOCIAL: _("Social media"),
        Channel.OFFICE: _("District or council office"),
        Channel.PARTNER: _("Partner organisation"),
    }
    return names[channel]


def _totals(contacts: YearOfContacts) -> Table:
    columns = (Column("what", _("Contacts"), Kind.TEXT), Column("number", _("Number")))
    rows = (
        (_("Contacts logged"), contacts.total),
        (_("Still open"), contacts.still_open),
        (_("Not placed in an area"), contacts.unplaced),
    )
    words = _(
        "%(all)s contacts were logged; %(open)s of them are still open.",
        all=number(contacts.total),
        open=number(contacts.still_open),
    )
    definition = define("contacts.by_topic", "contacts.open")
    return Table("contacts.totals", _("Contacts altogether"), columns, rows, words, definition)


def _counted(
    title: str, label: str, key: str, counts: Sequence[Count], drawing: Drawing, *, total: int
) -> Table:
    columns = (
        Column("name", label, Kind.TEXT),
        Column("contacts", _("Contacts")),
        Column("share", _("Share"), Kind.SHARE),
    )
    if drawing is not Drawing.COLUMNS:  # the months keep their order
        counts = sorted(counts, key=lambda row: (-row[1], row[0]))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (name, contacts, round(contacts / total, 3)) for name, contacts in counts
    )
    return Table(
        f"contacts.{key}",
        title,
        columns,
        rows,
        say_largest(counts, total),
        drawing=drawing,
        drawn="contacts",
        print_rows=_ROWS_PRINTED.get(key, 0),
    )
