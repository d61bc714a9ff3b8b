"""The jobs that are measured: what a visitor asks of the product, and of the floor."""

import uuid
from dataclasses import dataclass
from enum import Enum
from itertools import cycle
from typing import Any

from flask import url_for

from benchmarks.city import City
from benchmarks.facts import Facts
from benchmarks.visits import Typed, Visit
from liaison import clock
from liaison.i18n import settings
from liaison.permissions import Role

OF_LIAISONS = {"own_work.enter_work"}  # what others on the desk and in the field have no right to


class Kind(Enum):
    """How many times the floor's processor time a job may cost."""

    PAGE = ("page", 3)
    WRITE = ("write", 4)
    FILE = ("file", 3)

    def __init__(self, label: str, target: float) -> None:
        self.label, self.target = label, target


@dataclass(frozen=True)
class Job:
    """The same work on both sides."""

    name: str
    kind: Kind
    product: Visit
    floor: Visit


def make_jobs(city: City) -> list[Job]:
    """Every job, with the addresses of this city."""
    with city.app.test_request_context():
        return [
            *_public(city.facts),
            *_desk(city.facts),
            *_door(city.facts),
            *_writes(city.facts),
            *_files(city.facts),
        ]


def _public(facts: Facts) -> list[Job]:
    year, month = facts.month.year, facts.month.month
    event, calendar = {"event_id": facts.event_id}, {"year": year, "month": month}
    return [
        _job("public front page", "/?size=5", "home.show_home"),
        _job("public event list", "/events/", "events.list_events"),
        _job("public event page", f"/events/{facts.event_id}", "events.show_event", **event),
        _job("month calendar", f"/calendar/{year}/{month}", "events.show_calendar", **calendar),
        _job("public course list", "/courses", "courses.list_courses"),
        _job(
            "public course page",
            f"/courses/{facts.run_id}",
            "courses.apply_for_run",
            run_id=facts.run_id,
        ),
    ]


def _desk(facts: Facts) -> list[Job]:
    coverage = f"/desk/coverage/{facts.counted_set_id}"
    return [
        _job("desk: event list", "/desk/events", "events_desk.list_events"),
        _job(
            "desk: what events lack", "/desk/events/unready", "events_desk.list_events", lacks="yes"
        ),
        _job("desk: roster of liaisons", "/desk/liaisons", "liaisons.list_liaisons"),
        _job(
            "desk: search the roster",
            "/desk/liaisons/search?name=nguyen",
            "liaisons.list_liaisons",
            name="nguyen",
        ),
        _job("desk: coverage, gaps first", coverage, "coverage.list_coverage"),
        _job(
            "desk: who fits a booking",
            f"/desk/bookings/{facts.booking_id}/match",
            "matching.show_match",
            booking_id=facts.booking_id,
        ),
        _job("desk: booking list", "/desk/bookings", "bookings.list_bookings"),
        _job("desk: contact list", "/desk/contacts", "contacts_desk.list_contacts"),
    ]


def _door(facts: Facts) -> list[Job]:
    path, event = f"/door/{facts.door_event_id}", {"event_id": facts.door_event_id}
    guests = cycle(facts.guest_ids)  # each comes once, whichever side lets them in
    return [
        _job(
            "door: search a name", f"{path}?q=nguyen", "event_door.show_door", q="nguyen", **event
        ),
        _write(
            "door: check somebody in",
            path,
            "event_door.show_door",
            lambda _number: {
                "act": "check_in",
                "key": str(uuid.uuid4()),
                "sign_up": str(next(guests)),
                "people": "1",
            },
            **event,
        ),
    ]


def _writes(facts: Facts) -> list[Job]:
    event, past = {"event_id": facts.event_id}, {"event_id": facts.past_event_id}
    answers = {"code": facts.point_code}
    return [
        _write(
            "log a contact",
            "/contacts/new",
            "contacts_field.log_contact",
            lambda _number: {
                "topic": str(facts.topic_id),
                "area": str(facts.area_id),
                "program": str(facts.program_id),
                "channel": "in_person",
                "concern": "The lamp at the corner is out.",
            },
        ),
        _write(
            "sign up for an event",
            f"/events/{facts.event_id}",
            "events.show_event",
            lambda number: {
                "name": "Rosa Linden",
                "email": f"rosa.{facts.run}.{number}@example.org",
                "party_size": "2",
            },
            **event,
        ),
        _write(
            "enter attendance",
            f"/events/{facts.past_event_id}/attendance",
            "events_desk.record_attendance",
            lambda number: {"attendance": str(number), "attendance_note": ""},
            **past,
        ),
        _write(
            "answer the question form",
            f"/answer/{facts.point_code}",
            "demographics.answer_form",
            lambda _number: {"age_band": "25_34", "first_contact": "yes"},
            **answers,
        ),
        _enter_hours(facts),
    ]


def _enter_hours(facts: Facts) -> Job:
    today = clock.today(settings().zone())
    return _write(
        "enter hours",
        "/work/new",
        "own_work.enter_work",
        lambda _number: {
            "liaison": str(facts.liaison_id),
            "program": str(facts.program_id),
            "kind": "hours",
            "worked_on": [str(today.day), str(today.month), str(today.year)],
            "hours": "1",
            "minutes": "30",
            "words": "Tabling at the street market",
        },
    )


def _files(facts: Facts) -> list[Job]:
    month, topic = f"{facts.csv_month:%Y-%m}", str(facts.csv_topic_id)
    event, report = {"event_id": facts.event_id}, {"program_id": facts.program_id, "year": 2023}
    rows = {"format": "csv", "month": month, "topic": topic}
    query = f"month={month}&topic={topic}"
    return [
        _file(
            "coverage as CSV",
            f"/coverage.csv/{facts.counted_set_id}",
            "coverage.list_coverage",
            format="csv",
        ),
        _file("contacts as CSV", f"/contacts.csv?{query}", "contacts_desk.list_contacts", **rows),
        _file(
            "month as .ics",
            f"/events/feed/{facts.month.year}/{facts.month.month}",
            "event_feeds.show_feed",
            month=f"{facts.month:%Y-%m}",
        ),
        _file(
            "event as .ics",
            f"/events/{facts.event_id}/calendar.ics",
            "event_feeds.show_entry",
            **event,
        ),
        _file(
            "figures of a year",
            f"/reports/{facts.program_id}/2023",
            "evaluation.download_report",
            kind="json",
            **report,
        ),
    ]


def _job(name: str, floor: str, endpoint: str, /, **values: Any) -> Job:
    return Job(name, Kind.PAGE, _visit(endpoint, values), Visit(floor))


def _write(name: str, floor: str, endpoint: str, typed: Typed, **values: Any) -> Job:
    return Job(name, Kind.WRITE, _visit(endpoint, values, typed), Visit(floor, typed=typed))


def _file(name: str, floor: str, endpoint: str, /, **values: Any) -> Job:
    return Job(name, Kind.FILE, _visit(endpoint, values), Visit(floor))


def _visit(endpoint: str, values: dict[str, Any], typed: Typed | None = None) -> Visit:
    path = url_for(endpoint, **values)
    is_inside = path.startswith(("/desk", "/field"))
    role = Role.LIAISON if endpoint in OF_LIAISONS else Role.COORDINATOR
    return Visit(path, role if is_inside else None, typed)
