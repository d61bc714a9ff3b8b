"""Reading enrolments, attendance and deeds."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from liaison.db import db
from liaison.errors import NotFound
from liaison.languages import found_by
from liaison.liaisons.models.credential import Credential
from liaison.people.models import Person
from liaison.training.models.enrolment import (
    Attendance,
    Enrolment,
    EnrolmentState,
    EnrolmentStep,
    ExtraDeed,
)


def get_enrolment(run_id: uuid.UUID, enrolment_id: uuid.UUID) -> Enrolment:
    """One of this run, with the person. Raises NotFound."""
    found = find_enrolment(enrolment_id)
    if found is None or found.run_id != run_id:
        raise NotFound
    return found


def find_enrolment(enrolment_id: uuid.UUID) -> Enrolment | None:
    """With the person."""
    return db.session.scalar(
        select(Enrolment).options(joinedload(Enrolment.person)).where(Enrolment.id == enrolment_id)
    )


def find_applicant(
    run_id: uuid.UUID, name: str, email: str | None, phone: str | None
) -> Enrolment | None:
    """Somebody of this name who is reached there: two people may share an address."""
    reached = Person.email == email if email else Person.phone == phone
    asked = select(Enrolment).join(Enrolment.person).options(joinedload(Enrolment.person))
    rows = db.session.scalars(asked.where(Enrolment.run_id == run_id, reached))
    return next((row for row in rows if found_by(row.person.name) == found_by(name)), None)


def list_enrolments(
    run_id: uuid.UUID, states: Collection[EnrolmentState] = ()
) -> Sequence[Enrolment]:
    """With the persons, in the order in which they applied."""
    asked = select(Enrolment).options(joinedload(Enrolment.person))
    asked = asked.where(Enrolment.run_id == run_id)
    if states:
        asked = asked.where(Enrolment.state.in_(states))
    return db.session.scalars(asked.order_by(Enrolment.applied_at, Enrolment.id)).all()


def count_states(run_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Counter[EnrolmentState]]:
    """How many of each run are in which state."""
    rows = db.session.execute(
        select(Enrolment.run_id, Enrolment.state, func.count())
        .where(Enrolment.run_id.in_(run_ids))
        .group_by(Enrolment.run_id, Enrolment.state)
    )
    counts: dict[uuid.UUID, Counter[EnrolmentState]] = defaultdict(Counter)
    for run_id, state, count in rows:
        counts[run_id][state] = count
    return counts


def list_steps(enrolment_id: uuid.UUID) -> Sequence[EnrolmentStep]:
    """Its history, from the beginning."""
    return db.session.scalars(
        select(EnrolmentStep)
        .where(EnrolmentStep.enrolment_id == enrolment_id)
        .order_by(EnrolmentStep.at, EnrolmentStep.id)
    ).all()


Marks = Mapping[tuple[uuid.UUID, uuid.UUID], Attendance]


def marks_of_run(run_id: uuid.UUID) -> Marks:
    """Attendance by enrolment and session."""
    rows = db.session.scalars(
        select(Attendance)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .where(Enrolment.run_id == run_id)
    )
    return {(row.enrolment_id, row.session_id): row for row in rows}


def marks_of(enrolment_id: uuid.UUID) -> Marks:
    """The same for one enrolment."""
    rows = db.session.scalars(select(Attendance).where(Attendance.enrolment_id == enrolment_id))
    return {(row.enrolment_id, row.session_id): row for row in rows}


def deeds_of_run(run_id: uuid.UUID) -> Mapping[uuid.UUID, Counter[str]]:
    """How much each did beside the sessions, by kind."""
    rows = db.session.execute(
        select(ExtraDeed.enrolment_id, ExtraDeed.kind, func.sum(ExtraDeed.amount))
        .join(Enrolment, Enrolment.id == ExtraDeed.enrolment_id)
        .where(Enrolment.run_id == run_id)
        .group_by(ExtraDeed.enrolment_id, ExtraDeed.kind)
    )
    deeds: dict[uuid.UUID, Counter[str]] = defaultdict(Counter)
    for enrolment_id, kind, amount in rows:
        deeds[enrolment_id][kind] = int(amount)
    return deeds


def list_deeds(enrolment_id: uuid.UUID) -> Sequence[ExtraDeed]:
    """What somebody did beside the sessions, the first first."""
    return db.session.scalars(
        select(ExtraDeed)
        .where(ExtraDeed.enrolment_id == enrolment_id)
        .order_by(ExtraDeed.done_on, ExtraDeed.id)
    ).all()


def deeds_of(enrolment_id: uuid.UUID) -> Counter[str]:
    """How much somebody did beside the sessions, by kind."""
    deeds: Counter[str] = Counter()
    for deed in list_deeds(enrolment_id):
        deeds[deed.kind] += deed.amount
    return deeds


def find_enrolment_of(run_id: uuid.UUID, person_id: uuid.UUID) -> Enrolment | None:
    """A person's enrolment in a run."""
    return db.session.scalar(
        select(Enrolment)
        .options(joinedload(Enrolment.person))
        .where(Enrolment.run_id == run_id, Enrolment.person_id == person_id)
    )


def first_waiting(run_id: uuid.UUID) -> Enrolment | None:
    """Who waits longest."""
    return db.session.scalar(
        select(Enrolment)
        .options(joinedload(Enrolment.person))
        .where(Enrolment.run_id == run_id, Enrolment.state == EnrolmentState.WAITLISTED)
        .order_by(Enrolment.applied_at, Enrolment.id)
        .limit(1)
    )


_PLACES_TAKEN = select(func.count(Enrolment.id)).where(
    Enrolment.run_id == bindparam("run_id"), Enrolment.state == EnrolmentState.ADMITTED
)


def count_places_taken(run_id: uuid.UUID) -> int:
    """How many were admitted."""
    return db.session.scalar(_PLACES_TAKEN, {"run_id": run_id}) or 0


def find_certificate(enrolment_id: uuid.UUID) -> Credential | None:
    """The certificate an enrolment led to, unless it was revoked."""
    return db.session.scalar(
        select(Credential).where(
            Credential.enrolment_id == enrolment_id, Credential.revoked_at.is_(None)
        )
    )
