"""What trainees did after a course, and what came of it where they work.

These are the third and the fourth of the four levels at which a training is evaluated (Kirkpatrick
1959). The first two are training's own.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Select, Subquery, func, select, union_all

from liaison.contacts.models import Contact
from liaison.contacts.policy import counted_for
from liaison.db import db
from liaison.liaisons.models.credential import Credential
from liaison.liaisons.models.liaison import Liaison, LiaisonArea
from liaison.permissions import Actor
from liaison.statistics.intervals import Interval, exact_rate_ratio
from liaison.training.models.enrolment import Enrolment, EnrolmentState

AFTER_DAYS = (30, 90, 180)
LONGEST = AFTER_DAYS[-1]


class Trainee(NamedTuple):
    """Somebody who completed a run: from which day, and their first contact from that day on."""

    issued_on: date
    first_contact_on: date | None


@dataclass(frozen=True)
class Used:
    """How many used what they learned within so many days, of those whose days are over.

    Whoever has days left is counted apart: to leave out only who did nothing yet would flatter.
    """

    days: int
    used: int
    over: int
    not_over: int


@dataclass(frozen=True)
class Change:
    """Contacts in some areas, so many days before the run ended and as many after."""

    before: int
    after: int
    ratio: float | None = None  # after to before
    interval: Interval | None = None


@dataclass(frozen=True)
class AreaChange:
    """`days` on each side; `theirs`: in the areas the trainees cover; `others`: everywhere else."""

    days: int
    theirs: Change
    others: Change


def list_trainees(run_id: uuid.UUID) -> list[Trainee]:
    """Everybody who completed the run, with their first contact as a liaison."""
    held = _contacts_of(run_id)
    # a certificate that was revoked and issued again makes nobody a trainee twice
    issued = (
        select(Credential.enrolment_id, func.min(Credential.issued_on).label("on"))
        .where(Credential.enrolment_id.is_not(None))
        .group_by(Credential.enrolment_id)
        .subquery()
    )
    rows = db.session.execute(
        select(issued.c.on, func.min(held.c.opened_on))
        .select_from(Enrolment)
        .join(issued, issued.c.enrolment_id == Enrolment.id)
        .outerjoin(
            held, (held.c.person_id == Enrolment.person_id) & (held.c.opened_on >= issued.c.on)
        )
        .where(Enrolment.run_id == run_id, Enrolment.state == EnrolmentState.COMPLETED)
        .group_by(Enrolment.id, issued.c.on)
        .order_by(Enrolment.id)
    )
    return [Trainee(*row) for row in rows]


def count_used(trainees: Sequence[Trainee], today: date) -> list[Used]:
    """At 30, 90 and 180 days."""
    return [_used(trainees, days, today) for days in AFTER_DAYS]


def compare_areas(
    actor: Actor, run_id: uuid.UUID, ended_on: date, today: date
) -> AreaChange | None:
    """Contacts before and after in the areas of the trainees, beside those elsewhere.

    Both sides are as long; None on the first day, when there is no after. It counts what the
    actor's reports count.
    """
    days = min(LONGEST, (today - ended_on).days)
    if days < 1:
        return None
    window = timedelta(days=days)
    told_apart = (
        select(
            Contact.area_id.in_(_areas_of(run_id)).label("is_theirs"),
            (Contact.opened_on >= ended_on).label("is_after"),
        )
        .where(
            Contact.area_id.is_not(None),
            Contact.opened_on >= ended_on - window,
            Contact.opened_on < ended_on + window,
            counted_for(actor),
        )
        .subquery()
    )
    is_theirs, is_after = told_apart.c.is_theirs, told_apart.c.is_after
    rows = db.session.execute(
        select(is_theirs, is_after, func.count())
        .group_by(is_theirs, is_after)
        .order_by(is_theirs, is_after)
    )
    counts = {(bool(here), bool(after)): count for here, after, count in rows}
    return AreaChange(
        days,
        theirs=_change(counts.get((True, False), 0), counts.get((True, True), 0)),
        others=_change(counts.get((False, False), 0), counts.get((False, True), 0)),
    )


def _contacts_of(run_id: uuid.UUID) -> Subquery:
    """Days of the contacts of a run's people: as a liaison, or logged by their account."""
    liaisons = (
        select(Liaison.id, Liaison.user_id, Liaison.person_id)
        .join(Enrolment, Enrolment.person_id == Liaison.person_id)
        .where(Enrolment.run_id == run_id)
        .subquery()
    )
    as_liaison = select(liaisons.c.person_id, Contact.opened_on).join(
        Contact, Contact.liaison_id == liaisons.c.id
    )
    by_account = select(liaisons.c.person_id, Contact.opened_on).join(
        Contact, Contact.logged_by_id == liaisons.c.user_id
    )
    return union_all(as_liaison, by_account).subquery()


def _areas_of(run_id: uuid.UUID) -> Select[uuid.UUID]:
    return (
        select(LiaisonArea.area_id)
        .join(Liaison, Liaison.id == LiaisonArea.liaison_id)
        .join(Enrolment, Enrolment.person_id == Liaison.person_id)
        .where(Enrolment.run_id == run_id, Enrolment.state == EnrolmentState.COMPLETED)
    )


def _used(trainees: Sequence[Trainee], days: int, today: date) -> Used:
    window = timedelta(days=days)
    over = [one for one in trainees if one.issued_on + window <= today]
    used = sum(
        one.first_contact_on is not None and one.first_contact_on < one.issued_on + window
        for one in over
    )
    return Used(days, used, len(over), len(trainees) - len(over))


def _change(before: int, after: int) -> Change:
    if not before:
        return Change(before, after)
    ratio, interval = exact_rate_ratio(after, 1, before, 1)
    return Change(before, after, ratio, interval)
