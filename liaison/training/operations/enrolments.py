"""Applying for a run, and who takes part in it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from liaison import clock
from liaison.accounts.operations.attempts import Limit, count_attempt, is_spent
from liaison.audit.operations import record
from liaison.db import db, new_id
from liaison.errors import Conflict, InvalidInput, WrongState
from liaison.events.operations.needs import NeedDetails
from liaison.events.operations.participants import expect_person, release_person
from liaison.events.policy.reach import reach_by
from liaison.i18n import _, _n, settings
from liaison.people.models import Person
from liaison.people.operations import create_person, read_email, read_phone
from liaison.permissions import Actor
from liaison.training.messages import enrolments as messages
from liaison.training.models.course import CourseRun, RunState, Selection, Session
from liaison.training.models.enrolment import Enrolment, EnrolmentState, EnrolmentStep
from liaison.training.operations.in_hand import RunInHand, look_up
from liaison.training.operations.letters import write_to
from liaison.training.operations.needs import keep_needs, needs_of
from liaison.training.policy.eligibility import reasons_against
from liaison.training.policy.enrolments import LIVE, STEPS
from liaison.training.policy.runs import first_day, takes_applications
from liaison.training.queries.enrolments import (
    count_states,
    find_applicant,
    find_enrolment,
    find_enrolment_of,
    first_waiting,
)
from liaison.training.queries.people import find_known_person

S = EnrolmentState
# messages to one address that say it is known already
REMINDED = Limit("own_enrolment", tries=3, minutes=60)


@dataclass(frozen=True)
class Application:
    """What somebody says who wants to take part. `statements`: which they can say of themselves."""

    name: str
    email: str = ""
    phone: str = ""
    language: str | None = None  # to write to them in
    statements: Mapping[str, bool] = field(default_factory=dict)
    needs: tuple[NeedDetails, ...] = ()  # to take part, at each session


def apply_for_run(
    *,
    actor: Actor,
    run: CourseRun,
    application: Application,
    key: uuid.UUID,
    is_invented: bool = False,
) -> Enrolment:
    """Somebody wants to take part. Raises WrongState, InvalidInput.

    Whoever cannot come is told why, and nothing of them is kept. `key` names the form: sent twice
    it counts once. Who has applied before, by name and address, is written their own link, and
    whoever asked learns nothing. Where the first who come have places, one is theirs at once while
    there are any; else they are on the waiting list.
    """
    email = read_email(application.email, field="email")
    phone = read_phone(application.phone, field="phone")
    if not (email or phone):
        words = _("Enter an e-mail address or a telephone number, so that we can tell you more.")
        raise InvalidInput("email", words)
    for statement, reason in reasons_against(run.eligibility, application.statements).items():
        raise InvalidInput(statement, reason)
    hold_run(run)
    known = find_enrolment(key)
    if known:
        return known
    _check_open(run)
    # whom nobody can write to is taken for nobody else, or that page would open to whoever asks
    is_reached, name = reach_by(email, phone) is not None, application.name
    known = find_applicant(run.id, name, email, phone) if is_reached else None
    if known:
        _meet_again(actor, run, known, application)
        return known
    person = find_known_person(name, email, phone) if is_reached else None
    if person is None:
        person = create_person(
            actor=actor,
            name=name,
            email=email,
            phone=phone,
            language=application.language,
            is_invented=is_invented,
        )
        db.session.flush()
    enrolment = _begin(key, run, person, application.language)
    enrolment.statements = dict.fromkeys(run.eligibility, True)  # or there was a reason against
    enrolment.needs = keep_needs(application.needs)
    _find_place(actor, run, enrolment)
    return enrolment


def enrol_person(
    *, actor: Actor, run: CourseRun, person: Person, key: uuid.UUID, language: str | None = None
) -> Enrolment:
    """Staff take somebody in: a liaison of the roster, or who came without applying. They have a
    place even beyond the capacity, and have answered the questions to whoever takes them in.

    Raises WrongState, Conflict.
    """
    hold_run(run)
    if run.state not in {RunState.PLANNED, RunState.OPEN, RunState.RUNNING}:
        raise WrongState(_("This run is over. Nobody can be taken in any more."))
    known = find_enrolment(key)
    if known:
        return known
    if find_enrolment_of(run.id, person.id):
        raise Conflict("person", _("They are enrolled in this run already."))
    enrolment = _begin(key, run, person, language or person.language)
    enrolment.statements = dict.fromkeys(run.eligibility, True)
    take_step(actor=actor, held=look_up(run), enrolment=enrolment, verb="admit_enrolment")
    return enrolment


def take_in(*, actor: Actor, run: CourseRun, said: Application, key: uuid.UUID) -> Enrolment:
    """The same by what somebody says of themselves. Raises WrongState, Conflict, InvalidInput."""
    email, phone = read_email(said.email, field="email"), read_phone(said.phone, field="phone")
    person = find_known_person(said.name, email, phone) if email or phone else None
    if person is None:
        person = create_person(
            actor=actor, name=said.name, email=email, phone=phone, language=said.language
        )
    return enrol_person(actor=actor, run=run, person=person, key=key, language=said.language)


def choose(
    *, actor: Actor, run: CourseRun, chosen: Mapping[Enrolment, str], reason: str = ""
) -> None:
    """Staff say of many at once who takes part. All of it or nothing.

    Raises WrongState, InvalidInput, and Conflict where more are admitted than there are places.
    """
    hold_run(run, *chosen)
    if "decline_enrolment" in chosen.values():
        _require_reason(reason)  # before any step: the page that says so shows what is stored
    admitted = sum(verb == "admit_enrolment" for verb in chosen.values())
    taken = count_states([run.id])[run.id][S.ADMITTED]
    if run.capacity is not None and taken + admitted > run.capacity:
        words = _n(
            "There is %(num)s place left. Admit no more, or put somebody on the waiting list.",
            "There are %(num)s places left. Admit no more, or put somebody on the waiting list.",
            max(run.capacity - taken, 0),
        )
        raise Conflict("places", words)
    held = look_up(run)
    for enrolment, verb in chosen.items():
        why = reason if verb == "decline_enrolment" else ""
        _step(actor, held, enrolment, verb, why)


def step_enrolment(
    *, actor: Actor, run: CourseRun, enrolment: Enrolment, verb: str, reason: str = ""
) -> None:
    """Staff admit, put on the waiting list, decline or withdraw somebody, and tell them.

    Raises WrongState, InvalidInput.
    """
    hold_run(run, enrolment)
    _step(actor, look_up(run), enrolment, verb, reason)


def _step(actor: Actor, held: RunInHand, enrolment: Enrolment, verb: str, reason: str) -> None:
    if held.run.state in {RunState.ENDED, RunState.CANCELLED}:
        raise WrongState(_("This run is over."))
    if verb == "decline_enrolment":
        _require_reason(reason)
    take_step(actor=actor, held=held, enrolment=enrolment, verb=verb, reason=reason)
    if verb == "withdraw_enrolment":
        move_waiting(actor=actor, held=held)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput("reason", _("Say why. They will read it."))


def withdraw_enrolment(*, actor: Actor, run: CourseRun, enrolment: Enrolment) -> None:
    """They do not take part any more; the place goes on. Twice is once. Raises WrongState."""
    hold_run(run, enrolment)
    if enrolment.state is S.WITHDRAWN:
        return
    held = look_up(run)
    take_step(actor=actor, held=held, enrolment=enrolment, verb="withdraw_enrolment")
    move_waiting(actor=actor, held=held)


def move_waiting(*, actor: Actor, held: RunInHand) -> None:
    """Who waits longest has a place that came free, until the run begins; at one's own pace, as
    long as it is open."""
    run = held.run
    if run.selection is not Selection.FIRST_COME or run.state is not RunState.OPEN:
        return
    if not run.is_self_paced and clock.today(settings().zone()) > first_day(run):
        return
    while has_room(run):
        enrolment = first_waiting(run.id)
        if enrolment is None:
            return
        take_step(actor=actor, held=held, enrolment=enrolment, verb="admit_enrolment")


def has_room(run: CourseRun) -> bool:
    """Is there a place left? Nobody counts where the run has no capacity."""
    if run.capacity is None:
        return True
    db.session.flush()
    return count_states([run.id])[run.id][S.ADMITTED] < run.capacity


def hold_run(run: CourseRun, *enrolments: Enrolment) -> None:
    """Nobody else changes the run or who is in it until the transaction ends."""
    fresh = ["state", "capacity", "starts_at"]
    db.session.refresh(run, fresh, with_for_update={"key_share": True})
    for enrolment in enrolments:
        db.session.refresh(enrolment, ["state", "reasons"])


def take_step(
    *, actor: Actor, held: RunInHand, enrolment: Enrolment, verb: str, reason: str = ""
) -> None:
    """Move an enrolment on, with its history and why, its places at the sessions, and the letter.

    The run must be held. Raises WrongState.
    """
    step = STEPS[verb]
    before = enrolment.state if enrolment in db.session else None
    if before not in step.from_states:
        raise WrongState(_("This enrolment was changed meanwhile. Look at it again."))
    enrolment.state = step.to_state
    if step.to_state not in LIVE:
        enrolment.needs = []  # nobody arranges anything for them any more
    step_id = new_id()
    if reason.strip():
        why = {"step": str(step_id), "words": reason.strip()}
        enrolment.reasons = [*enrolment.reasons, why]
    record(actor, verb, enrolment)
    db.session.add(
        EnrolmentStep(
            id=step_id,
            enrolment_id=enrolment.id,
            verb=verb,
            from_state=before,
            to_state=step.to_state,
            by_id=actor.user_id,
            at=clock.now(),
        )
    )
    if step.to_state is S.ADMITTED:
        _expect(actor, held, enrolment)
    elif before is S.ADMITTED and step.to_state is S.WITHDRAWN:
        _release(actor, held, enrolment)
    write_to(held, enrolment, messages.letter_of(verb, held.run))


def _begin(key: uuid.UUID, run: CourseRun, person: Person, language: str | None) -> Enrolment:
    """An enrolment that is in no state yet."""
    return Enrolment(
        id=key,
        run_id=run.id,
        person_id=person.id,
        person=person,
        applied_at=clock.now(),
        language=language,
        needs=[],
        reasons=[],
        is_invented=person.is_invented,
    )


def _find_place(actor: Actor, run: CourseRun, enrolment: Enrolment) -> None:
    if run.selection is Selection.CHOSEN:
        verb = "apply_for_run"
    elif has_room(run) and first_waiting(run.id) is None:
        verb = "admit_enrolment"
    else:
        verb = "waitlist_enrolment"
    take_step(actor=actor, held=look_up(run), enrolment=enrolment, verb=verb)


def _meet_again(actor: Actor, run: CourseRun, known: Enrolment, application: Application) -> None:
    """Who withdrew comes after all; to all others their link is sent once more."""
    if known.state is S.WITHDRAWN:
        known.applied_at = clock.now()
        known.needs = keep_needs(application.needs)
        _find_place(actor, run, known)
    elif not is_spent(REMINDED, str(known.id)):
        count_attempt(REMINDED, str(known.id))
        write_to(look_up(run), known, messages.ALREADY_KNOWN)


def _check_open(run: CourseRun) -> None:
    if not takes_applications(run, clock.today(settings().zone())):
        raise WrongState(_("The time to apply for this course is over."))


def _expect(actor: Actor, held: RunInHand, enrolment: Enrolment) -> None:
    """They stand on the list at the door of each session still to come."""
    for session in held.sessions:
        expect_at_session(actor=actor, session=session, enrolment=enrolment)


def _release(actor: Actor, held: RunInHand, enrolment: Enrolment) -> None:
    for session in held.sessions:
        if session.event:
            release_person(actor=actor, event=session.event, person_id=enrolment.person_id)


def expect_at_session(*, actor: Actor, session: Session, enrolment: Enrolment) -> None:
    """The person stands on the list at its door; nothing where it has begun or was cancelled."""
    if session.event:
        expect_person(
            actor=actor,
            event=session.event,
            person=enrolment.person,
            language=enrolment.language,
            needs=needs_of(enrolment),
            is_invented=enrolment.is_invented,
        )
