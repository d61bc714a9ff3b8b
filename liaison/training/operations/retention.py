"""Forgetting, a set time after a run, who had applied for it and did not take part."""

from datetime import timedelta

from sqlalchemy import and_, case, func, or_, select, update

from liaison import clock
from liaison.audit.operations import record_without_row
from liaison.db import db
from liaison.people.models import Person
from liaison.people.operations import forget_persons_nobody_holds
from liaison.permissions import SYSTEM
from liaison.training.models.course import CourseKind, CourseRun, RunState
from liaison.training.models.enrolment import Enrolment, EnrolmentState

KEPT = timedelta(days=90)  # after the run: long enough to ask why, and to invite to the next one
HAD_NO_PLACE = frozenset(
    {
        *(EnrolmentState.APPLIED, EnrolmentState.WAITLISTED),
        *(EnrolmentState.DECLINED, EnrolmentState.WITHDRAWN),
    }
)


def forget_applicants() -> int:
    """Empty who had no place in any run, and is held by nothing else; returns how many.

    That somebody applied, and what became of it, stays and is counted. Done twice it finds nothing.
    """
    before = clock.now() - KEPT
    was_cancelled = and_(
        CourseRun.state == RunState.CANCELLED,
        CourseRun.kind != CourseKind.SELF_PACED,  # that has a day on which it ended
        CourseRun.starts_at <= before,
    )
    over = select(CourseRun.id).where(or_(CourseRun.ended_at <= before, was_cancelled))
    goes = and_(Enrolment.state.in_(HAD_NO_PLACE), Enrolment.run_id.in_(over))
    asked = (
        select(Enrolment.person_id)
        .join(Person, Enrolment.person_id == Person.id)
        .where(Person.erased_at.is_(None))
        .group_by(Enrolment.person_id)
        .having(func.min(case((goes, 1), else_=0)) == 1)
        .order_by(Enrolment.person_id)
    )
    person_ids = db.session.scalars(asked).all()
    forgotten = forget_persons_nobody_holds(person_ids, beside={Enrolment.__tablename__})
    if forgotten:
        gone = select(Person.id).where(Person.id.in_(person_ids), Person.erased_at.is_not(None))
        db.session.execute(
            update(Enrolment)
            .where(Enrolment.person_id.in_(gone))
            .values(needs=[], reasons=[])
            .execution_options(synchronize_session=False)
        )
        record_without_row(SYSTEM, "forget_applicants", "enrolment", people=forgotten)
    return forgotten
