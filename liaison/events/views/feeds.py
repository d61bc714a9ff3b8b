"""Events for machines: calendars to subscribe to, the picture of the map, the code for a camera."""

import uuid
from datetime import timedelta
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.city.queries import CitySettings, find_city_settings
from liaison.events.exports.calendar import Entry, calendar_file, place_of
from liaison.events.exports.map import Outlines, map_svg, outline
from liaison.events.forms.filters import read_filter
from liaison.events.messages.texts import help_line
from liaison.events.models.event import EventState
from liaison.events.queries import public as queries
from liaison.events.queries.texts import Text, texts_for
from liaison.i18n import _, current_language, settings
from liaison.places.queries import find_main_area_set_id, list_areas
from liaison.web.exports import qr_svg
from liaison.web.guards import public

blueprint = Blueprint("event_feeds", __name__, url_prefix="/events")
REMEMBERED = timedelta(days=30)  # what is over stays in a feed so long
MOST = 2000  # entries of one feed


@blueprint.get("/feed.ics")
@public
def show_feed() -> ResponseReturnValue:
    """What the list shows, as a calendar to subscribe to; what is cancelled stays and says so."""
    zone = settings().zone()
    since = clock.today(zone) - REMEMBERED
    wanted = read_filter(request.args, since=since)
    rows = queries.list_told_events(wanted, zone=zone, size=MOST)
    name = _("Events of %(city)s", city=_city().name)
    return _calendar(_entries(rows), name=name, file="events.ics")


@blueprint.get("/<uuid:event_id>/calendar.ics")
@public
def show_entry(event_id: uuid.UUID) -> ResponseReturnValue:
    """The event, on all its dates, for one's own calendar."""
    event = queries.get_public_event(event_id)
    rows = queries.list_told_dates(event.id)
    return _calendar(_entries(rows), name=event.title, file="event.ics")


def _entries(rows: Any) -> list[Entry]:
    wanted = current_language().tag
    # a row carries the event's own words
    texts = texts_for({row.id for row in rows if row.language != wanted}, wanted)
    # made once: building an address by its name takes longer than the rest of an entry
    page = url_for("events.show_event", event_id=uuid.UUID(int=0), _external=True)
    start = page.removesuffix(str(uuid.UUID(int=0)))
    help_ = _help() if any(text.note for text in texts.values()) else ""
    return [_entry(row, texts.get(row.id), start, help_) for row in rows]


def _entry(row: Any, text: Text | None, start: str, help_: str) -> Entry:
    return Entry(
        id=row.date_id,
        title=text.title if text else row.title,
        text=_said(text, help_) if text else row.summary,
        language=text.language if text else row.language,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=place_of(row.place_name, row.room, row.address),
        topic=row.category,
        address=f"{start}{row.id}",
        is_cancelled=row.state is EventState.CANCELLED,
        revision=row.revision,
        changed_at=row.changed_at,
    )


def _help() -> str:
    city = _city()
    return help_line(email=city.contact_email, phone=city.contact_phone)


def _said(text: Text, help_: str) -> str:
    """The summary; below it what a reader must know of the words, if anything."""
    note = text.note
    return "\n\n".join(part for part in (text.summary, note, help_ if note else "") if part)


def _calendar(entries: list[Entry], *, name: str, file: str) -> ResponseReturnValue:
    written = calendar_file(entries, name=name, zone=settings().zone())
    response = Response(written, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'inline; filename="{file}"'
    response.add_etag()  # programs ask every few hours, and mostly nothing changed
    return response.make_conditional(request)


@blueprint.get("/map.svg")
@public
def draw_map() -> ResponseReturnValue:
    """The areas with how many events of the list each has."""
    zone = settings().zone()
    wanted = read_filter(request.args, since=clock.today(zone))
    counts = queries.count_by_area(wanted, zone=zone)
    area_set_id = find_main_area_set_id()
    drawn = _outlines(area_set_id) if area_set_id else Outlines((), 1, 1)
    return Response(map_svg(drawn, counts, _city().accent), mimetype="image/svg+xml")


@lru_cache(maxsize=4)  # boundaries never change: a new drawing of the map is a new set
def _outlines(area_set_id: uuid.UUID) -> Outlines:
    areas = list_areas(area_set_id, with_boundary=True)
    return outline([(area.id, area.name, area.boundary) for area in areas if area.boundary])


def _city() -> CitySettings:
    return find_city_settings() or CitySettings(settings().city_name)


@blueprint.get("/<uuid:event_id>/code.svg")
@public
def draw_code(event_id: uuid.UUID) -> ResponseReturnValue:
    """The address of the event's page for a camera."""
    event = queries.get_public_event(event_id)
    address = url_for("events.show_event", event_id=event.id, _external=True)
    return Response(qr_svg(address), mimetype="image/svg+xml")
