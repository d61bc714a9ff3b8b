"""Writing down who was at a session, by hand and from the door."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import InvalidInput, WrongState
from liaison.i18n import _, day, settings
from liaison.permissions import Actor
from liaison.training.models.course import CourseRun, RunState, Session
from liaison.training.models.enrolment import Attendance, Enrolment, ExtraDeed, Mark, MarkedBy
from liaison.training.operations.completion import complete_if_met
from liaison.training.operations.enrolments import hold_run
from liaison.training.policy.attendance import read_check_in
from liaison.training.policy.deeds import DEEDS, deeds_asked_for
from liaison.training.policy.enrolments import marked_in
from liaison.training.queries.attendance import list_check_ins
from liaison.training.queries.enrolments import marks_of, marks_of_run
from liaison.training.queries.runs import takes_place


@dataclass(frozen=True)
class FromDoor:
    """What was taken over from the door: how many marks, and of how many nobody can say whether
    they came late, because the device's clock was wrong."""

    stored: int = 0
    unsure: int = 0


def mark(
    *,
    actor: Actor,
    run: CourseRun,
    enrolment: Enrolment,
    session: Session,
    mark: Mark,
    marked_by: MarkedBy = MarkedBy.STAFF,
    made_up_on: date | None = None,
) -> Attendance:
    """Write down one person's mark at one session; a later mark replaces an earlier one. Whoever
    meets the rule of a run at one's own pace by that completes it at once.

    Raises WrongState, InvalidInput. The session's event must be loaded.
    """
    hold_run(run, enrolment)
    _check_state(run, enrolment, session, mark)
    others = marks_of(enrolment.id)
    if mark is Mark.MADE_UP:
        _check_made_up(others.values(), session, made_up_on)
    known = others.get((enrolment.id, session.id))
    made = known or Attendance(enrolment_id=enrolment.id, session_id=session.id)
    made.mark, made.marked_by = mark, marked_by
    made.made_up_on = made_up_on if mark is Mark.MADE_UP else None
    made.marked_at = clock.now()
    record(actor, "mark_attendance", made)
    complete_if_met(actor=actor, run=run, enrolment=enrolment)
    return made


def clear_mark(*, actor: Actor, run: CourseRun, enrolment: Enrolment, session: Session) -> None:
    """Take a mark back that was a mistake: it is as if nobody had written one. A certificate it led
    to stays: to revoke that is somebody's decision, with a reason."""
    hold_run(run, enrolment)
    known = db.session.get(Attendance, (enrolment.id, session.id))
    if known is None:
        return
    _check_state(run, enrolment, session, known.mark)
    record(actor, "clear_attendance", known)
    db.session.delete(known)
    db.session.flush()


def take_check_ins(*, actor: Actor, run: CourseRun) -> FromDoor:
    """Whoever was checked in at the door of a session is marked, once: a mark that stands stays.

    The person is known by the place kept for them, whatever the clock of the device said.
    """
    hold_run(run)
    if run.state not in {RunState.OPEN, RunState.RUNNING}:
        return FromDoor()
    stored = unsure = 0
    marked = marks_of_run(run.id)
    for row in list_check_ins(run.id):
        if (row.enrolment_id, row.session_id) in marked:
            continue
        read = read_check_in(row.at, row.stored_at, row.starts_at, row.ends_at)
        made = Attendance(
            enrolment_id=row.enrolment_id,
            session_id=row.session_id,
            mark=read.mark,
            marked_by=MarkedBy.CODE,
            marked_at=clock.now(),
        )
        record(actor, "mark_attendance", made)
        stored, unsure = stored + 1, unsure + (not read.is_sure)
    return FromDoor(stored, unsure)


def note_deed(
    *,
    actor: Actor,
    run: CourseRun,
    enrolment: Enrolment,
    kind: str,
    done_on: date,
    amount: int = 1,
    words: str = "",
    key: uuid.UUID | None = None,
) -> ExtraDeed:
    """Write down what somebody did beside the sessions, as the run's rule asks for it; it completes
    a run at one's own pace as a mark does.

    Raises WrongState, InvalidInput.
    """
    hold_run(run, enrolment)
    if enrolment.state not in marked_in(run):
        raise WrongState(_("They do not take part in this run."))
    if kind not in deeds_asked_for(run.rule) or kind not in DEEDS:
        raise InvalidInput("kind", _("Choose something that the course asks for."))
    if done_on > clock.today(settings().zone()):
        raise InvalidInput("done_on", _("Enter a day that is not in the future."))
    if not 1 <= amount <= 1000:
        raise InvalidInput("amount", _("Enter a number from 1 to 1,000."))
    known = db.session.get(ExtraDeed, key) if key else None
    if known:
        return known
    values = {"enrolment_id": enrolment.id, "kind": kind, "done_on": done_on, "amount": amount}
    made = ExtraDeed(**values, words=words.strip(), **({"id": key} if key else {}))
    record(actor, "note_deed", made)
    complete_if_met(actor=actor, run=run, enrolment=enrolment)
    return made


def _check_state(run: CourseRun, enrolment: Enrolment, session: Session, mark: Mark) -> None:
    if session.run_id != run.id or enrolment.run_id != run.id:
        raise WrongState(_("This session belongs to another run."))
    if run.state in {RunState.PLANNED, RunState.CANCELLED}:
        raise WrongState(_("Nobody's attendance is written down in a run of this state."))
    if enrolment.state not in marked_in(run):
        raise WrongState(_("They do not take part in this run any more. Nothing was written down."))
    if not takes_place(session):
        raise WrongState(_("This session was cancelled."))
    if session.event and session.event.starts_at > clock.now() and mark is not Mark.EXCUSED:
        raise WrongState(
            _(
                "This session is on %(day)s. Before it begins you can only excuse somebody.",
                day=day(session.event.starts_at),
            )
        )


def _check_made_up(marks: Iterable[Attendance], session: Session, made_up_on: date | None) -> None:
    """One make-up stands for one session that was missed."""
    if made_up_on is None:
        raise InvalidInput("made_up_on", _("Enter the day on which they made up for it."))
    if made_up_on > clock.today(settings().zone()):
        raise InvalidInput("made_up_on", _("Enter a day that is not in the future."))
    missed_at = session.event.starts_at if session.event else None
    if missed_at and made_up_on < missed_at.astimezone(settings().zone()).date():
        words = _("Enter %(day)s or later: the missed session was on that day.", day=day(missed_at))
        raise InvalidInput("made_up_on", words)
    if any(one.made_up_on == made_up_on for one in marks if one.session_id != session.id):
        words = _("They made up for another session on that day already. It counts once.")
        raise InvalidInput("made_up_on", words)
