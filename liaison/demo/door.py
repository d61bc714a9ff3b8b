"""Invented arrivals at an event that is over: searched, scanned, walked in, on paper, counted."""

import random
import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import insert

from liaison.db import db, new_id
from liaison.demo.guests import CAME, GuestList, Row
from liaison.demo.participants import make_forms
from liaison.demo.scene import Scene
from liaison.demographics.operations import store_responses_in_bulk
from liaison.events.models.door import (
    CameBy,
    CardCount,
    CheckIn,
    PaperBatch,
    PaperKind,
    PaperRow,
)
from liaison.events.models.event import Event
from liaison.events.models.sign_up import CODE_LETTERS, SignUpWay
from liaison.events.operations.events import offer_form
from liaison.events.operations.paper import CODE_LENGTH
from liaison.events.queries.paper import code_exists
from liaison.permissions import SYSTEM

WALKED_IN, ON_PAPER, COUNTED = 6, 11, 4
PRINTED = 30
STAYED_AWAY = 6  # of those who had signed up
WAYS = (*(CameBy.SEARCH,) * 5, *(CameBy.CODE,) * 3, CameBy.KIOSK)
LANGUAGES = ["en", "es", "zh-Hans"]
# offered, taken, answered; and of the paper ones: printed, returned, voided
CARDS = (52, 41, 35)
CARD_PAPER = (40, 26, 14)


class Arrivals:
    """Who came, and on which paper; `store` inserts it, and the head count with it."""

    def __init__(self, scene: Scene, event: Event) -> None:
        self.scene, self.event = scene, event
        self.rows: list[Row] = []
        self.walked_in: list[Row] = []
        self.on_paper: list[Row] = []

    @property
    def people_of(self) -> list[uuid.UUID]:
        """The sign-ups that were checked in."""
        held = [row for row in self.rows if row["undone_at"] is None]
        return [row["sign_up_id"] for row in held if row["sign_up_id"]]

    def invite(self, party: GuestList) -> None:
        """Put those who came without having signed up on the list, as the door and paper do."""
        start = self.event.starts_at
        self.walked_in = [
            party.add(CAME, start + timedelta(minutes=3 * number), SignUpWay.DOOR)
            for number in range(WALKED_IN)
        ]
        keyed = self._keyed_at()
        self.on_paper = [party.add(CAME, keyed, SignUpWay.PAPER) for _row in range(ON_PAPER)]

    def check_in(self, guests: Sequence[Row]) -> None:
        """Most who had signed up came; one was a slip and was taken back at once."""
        chance, start = self.scene.chance, self.event.starts_at
        for guest in guests[: len(guests) - STAYED_AWAY]:
            at = start + timedelta(minutes=chance.randint(-25, 20))
            self._arrive(chance.choice(WAYS), at, guest)
        for guest in self.walked_in:
            self._arrive(CameBy.WALK_IN, guest["signed_up_at"], guest)
        for guest in self.on_paper:
            self._arrive(CameBy.PAPER, start, guest)
        for number in range(COUNTED):
            self._arrive(CameBy.COUNT, start + timedelta(minutes=30 + number), None)
        slip = self._arrive(CameBy.SEARCH, start, guests[-1])
        slip["undone_at"] = start + timedelta(seconds=20)

    def _arrive(self, by: CameBy, at: datetime, guest: Row | None) -> Row:
        # for some minutes there was no network, and the device sent later
        late = timedelta(minutes=12) if at.minute % 7 == 0 else timedelta()
        row = {
            "id": new_id(),
            "event_id": self.event.id,
            "sign_up_id": guest["id"] if guest else None,
            "people": guest["party_size"] if guest else 1,
            "came_by": by,
            "at": at,
            "stored_at": at + late,
            "by_id": self.scene.office.users["liaison"].id,
            "undone_at": None,
        }
        self.rows.append(row)
        return row

    def store(self) -> None:
        """Check-ins, the cards that were counted, and paper of which every row is accounted for."""
        event = self.event
        db.session.execute(insert(CheckIn), self.rows)
        event.attendance = sum(row["people"] for row in self.rows if row["undone_at"] is None)
        event.attendance_note = "From the check-ins at the door and the sheet."
        offered, taken, answered = CARDS
        db.session.add(
            CardCount(event_id=event.id, offered=offered, taken=taken, answered=answered)
        )
        offer_form(actor=SYSTEM, event=event, zone=self.scene.zone)
        forms = make_forms(
            answered,
            program_id=event.program_id,
            area_codes=[area.code for area in self.scene.areas],
            months={date(event.local_year, event.local_month, 1): 1},
            chance=self.scene.chance,
        )
        store_responses_in_bulk(forms)
        self._store_paper()
        db.session.flush()

    def _store_paper(self) -> None:
        printed, returned, voided = CARD_PAPER
        sheet = self._batch(PaperKind.SIGN_IN, PRINTED, ON_PAPER, PRINTED - ON_PAPER)
        cards = self._batch(PaperKind.CARD, printed, returned, voided)
        db.session.execute(insert(PaperBatch), [sheet, cards])
        rows = [
            {
                "batch_id": sheet["id"],
                "number": number + 1,
                "is_void": number >= ON_PAPER,
                "sign_up_id": self.on_paper[number]["id"] if number < ON_PAPER else None,
                "keyed_at": self._keyed_at(),
                "keyed_by_id": self.scene.planner.user_id,
            }
            for number in range(PRINTED)
        ]
        db.session.execute(insert(PaperRow), rows)

    def _batch(self, kind: PaperKind, printed: int, returned: int, voided: int) -> Row:
        return {
            "id": new_id(),
            "event_id": self.event.id,
            "kind": kind,
            "code": _new_code(self.scene.chance),
            "languages": LANGUAGES,
            "printed": printed,
            "returned": returned,
            "voided": voided,
            "printed_at": self.event.starts_at - timedelta(days=1),
            "by_id": self.scene.planner.user_id,
        }

    def _keyed_at(self) -> datetime:
        """The morning after."""
        return self.event.starts_at + timedelta(hours=15)


def _new_code(chance: random.Random) -> str:
    while code_exists(code := "".join(chance.choices(CODE_LETTERS, k=CODE_LENGTH))):
        pass
    return code
