"""Making sign-ups anonymous a set time after the event: who it was goes, that they came stays."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Text, select, update

from liaison import clock
from liaison.audit.operations import record_without_row
from liaison.db import db
from liaison.events.models.need import AccessNeed
from liaison.events.models.sign_up import SignUp
from liaison.events.queries.retention import list_events_over
from liaison.events.queries.rules import get_rules
from liaison.people.operations import forget_persons_nobody_holds
from liaison.permissions import SYSTEM

AT_ONCE = 200  # events in one round


@dataclass(frozen=True)
class Forgotten:
    """What was done, in counts."""

    events: int = 0
    sign_ups: int = 0
    needs: int = 0
    persons: int = 0

    def __add__(self, other: "Forgotten") -> "Forgotten":
        return Forgotten(*(getattr(self, n) + getattr(other, n) for n in asdict(self)))


def forget_guests() -> Forgotten:
    """Empty what says who signed up for events that are long over; done twice it finds nothing.

    A person stays whom something else holds: a liaison, somebody in the contact log, a guest of
    another event. The report stands in the audit log.
    """
    before = clock.now() - timedelta(days=get_rules().keep_days)
    done = Forgotten()
    ids = list_events_over(before)
    for start in range(0, len(ids), AT_ONCE):
        done += _forget(ids[start : start + AT_ONCE])
    if done != Forgotten():
        record_without_row(SYSTEM, "forget_guests", "sign_up", **asdict(done))
    return done


def _forget(event_ids: Sequence[uuid.UUID]) -> Forgotten:
    theirs = (SignUp.event_id.in_(event_ids), SignUp.anonymised_at.is_(None))
    person_ids = set(
        db.session.scalars(select(SignUp.person_id).where(*theirs, SignUp.person_id.is_not(None)))
    )
    needs = (AccessNeed.event_id.in_(event_ids), AccessNeed.erased_at.is_(None))
    person_ids |= set(
        db.session.scalars(
            select(AccessNeed.person_id).where(*needs, AccessNeed.person_id.is_not(None))
        )
    )
    now = clock.now()
    # every free text goes, who provided it too: the neighbour who drives says who was driven
    emptied = {
        "words": "",
        "reason": "",
        "vendor": "",
        "person_id": None,
        "sign_up_id": None,
        "erased_at": now,
    }
    without_words = _rows(update(AccessNeed).where(*needs).values(emptied))
    blank = {"person_id": None, "language": None, "may_contact": False, "anonymised_at": now}
    # the message with the code may still lie in somebody's mail
    blank["code"] = SignUp.id.cast(Text)
    without_names = _rows(update(SignUp).where(*theirs).values(blank))
    persons = forget_persons_nobody_holds(sorted(i for i in person_ids if i))
    return Forgotten(len(event_ids), without_names, without_words, persons)


def _rows(statement: Any) -> int:
    statement = statement.execution_options(synchronize_session=False)
    return cast("CursorResult[Any]", db.session.execute(statement)).rowcount
