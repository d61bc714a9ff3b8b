"""What the makers of single events share: who plans, where and when, and storing an event."""

import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from liaison.accounts.queries import actor_of
from liaison.db import db, new_id
from liaison.demo.names import Names
from liaison.demo.staff import Office
from liaison.events.models.event import Event, EventState, EventStep, TextStatus
from liaison.events.operations.notices import event_published
from liaison.events.operations.parts import add_parts
from liaison.events.policy.wall_time import at_wall_time
from liaison.people.models import Organisation
from liaison.permissions import Actor
from liaison.places.models import Area

PARTNERS = (
    "Elm Street Tenants’ Union",
    "Harbor Civic Association",
    "Casa de la Comunidad",
    "New Arrivals Welcome Table",
    "Riverside Senior Center",
)
ANSWERED = ["step_free", "accessible_toilet", "interpreter_on_request", "transit"]
A_MONTH = timedelta(days=30)
CALLED_OFF = timedelta(hours=20)  # ago
ANOTHER = "0" * 32  # the hash of an original that has changed since


class Text(NamedTuple):
    """A translation of an event."""

    language: str
    title: str
    summary: str
    status: TextStatus
    is_stale: bool = False  # the original has changed since


@dataclass(frozen=True)
class Scene:
    """Where single events are set."""

    office: Office
    areas: Sequence[Area]
    zone: ZoneInfo
    today: date
    liaison_id: uuid.UUID  # of the account that signs in
    partners: Mapping[str, uuid.UUID]
    names: Names
    chance: random.Random
    now: datetime

    @property
    def planner(self) -> Actor:
        """The coordinator of the demo."""
        return actor_of(self.office.users["coordinator"].id)

    def moment(self, days: int, hour: int, minute: int = 0) -> datetime:
        """Wall time, so many days from today."""
        day = self.today + timedelta(days=days)
        return at_wall_time(day, time(hour, minute), self.zone)

    def hold(self, starts_at: datetime, minutes: int, **said: Any) -> Event:
        """A published event of the main programme, unless told otherwise; with its history."""
        local = starts_at.astimezone(self.zone)
        values = {
            "program_id": self.office.program.id,
            "area_id": self.areas[0].id,
            "state": EventState.PUBLISHED,
            "access": ANSWERED,
            "audiences": ["general_public"],
        }
        event = Event(
            **values | said,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes),
            local_year=local.year,
            local_month=local.month,
            is_invented=True,
        )
        db.session.add(event)
        db.session.flush()
        self._write_history(event)
        if event.state is EventState.PUBLISHED:
            event_published(event)
        return event

    def _write_history(self, event: Event) -> None:
        """As somebody would have planned it: a month ahead, or just now when it is further off."""
        by_id = self.office.users["coordinator"].id
        planned = min(event.starts_at - A_MONTH, self.now - timedelta(hours=2))
        steps: list[tuple[str, EventState | None, EventState]] = [
            ("create_event", None, EventState.DRAFT)
        ]
        if event.state is not EventState.DRAFT:
            steps.append(("publish_event", EventState.DRAFT, EventState.PUBLISHED))
        if event.state is EventState.CANCELLED:
            steps.append(("cancel_event", EventState.PUBLISHED, EventState.CANCELLED))
        rows = [
            {
                "id": new_id(),
                "event_id": event.id,
                "verb": verb,
                "from_state": before,
                "to_state": after,
                "by_id": by_id,
                "at": planned + timedelta(minutes=20 * number),
            }
            for number, (verb, before, after) in enumerate(steps)
        ]
        if event.state is EventState.CANCELLED:
            rows[-1]["at"] = self.now - CALLED_OFF
        db.session.execute(insert(EventStep), rows)

    def give(
        self,
        events: Sequence[Event],
        *,
        texts: Sequence[Text] = (),
        hosts: Sequence[str] = (),
        partners: Sequence[str] = (),
        things: Sequence[tuple[str, int]] = (),
    ) -> None:
        """Translations, organisations, who works there, and what they bring.

        The events say the same, so that one translation does for all.
        """
        organisations = [(name, True) for name in hosts] + [(name, False) for name in partners]
        parts: dict[str, list[dict[str, Any]]] = {
            "texts": [
                {
                    "language": one.language,
                    "title": one.title,
                    "summary": one.summary,
                    "status": one.status.value,
                    "source_hash": ANOTHER if one.is_stale else events[0].text_hash,
                }
                for one in texts
            ],
            "dates": [],
            "organisations": [
                {"organisation_id": str(self.partners[name]), "is_host": is_host}
                for name, is_host in organisations
            ],
            "staff": [
                {
                    "user_id": str(self.office.users["coordinator"].id),
                    "liaison_id": None,
                    "task": "Leads",
                },
                {"user_id": None, "liaison_id": str(self.liaison_id), "task": "Welcome, door"},
            ],
            "materials": [
                {"name": name, "quantity": quantity, "brought_by": number % 2}
                for number, (name, quantity) in enumerate(things)
            ],
        }
        add_parts(self.planner, events, parts, self.zone)


def make_partners() -> dict[str, uuid.UUID]:
    """Organisations that hold events with the city, by name."""
    rows = [{"id": new_id(), "name": name, "is_invented": True} for name in PARTNERS]
    db.session.execute(insert(Organisation), rows)
    return {str(row["name"]): row["id"] for row in rows if isinstance(row["id"], uuid.UUID)}
