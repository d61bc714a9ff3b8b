"""Invented bookings in each state, with who was asked, why, and what came of it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from liaison.db import db, new_id
from liaison.demo.scene import Scene
from liaison.liaisons.models.booking import (
    Booking,
    BookingOffer,
    BookingState,
    BookingStep,
    Debrief,
    OfferState,
    Task,
)
from liaison.liaisons.models.care import Ask, AskKind
from liaison.liaisons.models.work import (
    EntryKind,
    EntryState,
    PaymentBatch,
    WorkEntry,
    WorkEntryStep,
)
from liaison.liaisons.policy.bookings import STEPS
from liaison.liaisons.policy.pay import price
from liaison.liaisons.queries.matching import look_at, look_for
from liaison.permissions import SYSTEM

S, ANSWER = BookingState, OfferState
ASKED = ("request_booking",)
OFFERED = (*ASKED, "offer_booking")
DECLINED = (*OFFERED, "decline_offer")
EXPIRED = (*OFFERED, "expire_offer")
TAKEN = (*OFFERED, "accept_offer")
LEFT = (*TAKEN, "leave_booking")
BRIEFED = (*TAKEN, "brief_booking")
DONE = (*BRIEFED, "finish_booking")
DEBRIEFED = (*DONE, "debrief_booking")
PAID = (*DEBRIEFED, "pay_booking")
TOLD = (*DEBRIEFED, "thank_booking", "report_booking")
CANCELLED = (*TAKEN, "cancel_booking")
# what each of these makes of the offer
ANSWERS = {
    "accept_offer": ANSWER.ACCEPTED,
    "decline_offer": ANSWER.DECLINED,
    "leave_booking": ANSWER.DECLINED,
    "expire_offer": ANSWER.EXPIRED,
}
OF_LIAISON = frozenset({"accept_offer", "decline_offer", "leave_booking", "debrief_booking"})
OF_PROGRAM = frozenset({"request_booking", "brief_booking", "cancel_booking", "thank_booking"})
AFTER = {
    "finish_booking": 3,
    "debrief_booking": 4,
    "pay_booking": 96,
    "thank_booking": 200,
}  # hours
BRIEF = "Come to the side entrance a quarter of an hour early and ask for Ana."
SAID = "People want a bench and light at the stop. Two did not know that the bus changed."
UNANSWERED = "When does the bus come on Sundays?"
CAME_OF_IT = "The stop gets a bench and a lamp in spring. Your notes were in the plan."
NO_TIME = "I work that evening. Ask me again next month."
ILL = "My child is ill. I am sorry."
FLOODED = "The hall is flooded. We look for another day."
TOOK = 130  # minutes
PAID_AGO = timedelta(days=3)


@dataclass(frozen=True)
class Plan:
    """A booking of the demo."""

    title: str
    days: int  # from today
    hour: int
    path: tuple[str, ...]
    asked: Mapping[str, Any]
    is_own: bool = False  # of the liaison who signs in; else of who fits best
    words: str = ""  # of the answer
    minutes: int = 120
    is_near: bool = True  # in the first area; else anywhere, so that somebody surely fits
    place: str = "Neighbourhood library"


IN_VIETNAMESE = {"task": Task.INTERPRET, "language": "vi", "cents_an_hour": 35_00}
IN_SPANISH = {"task": Task.INTERPRET, "language": "es", "cents_an_hour": 35_00}
TALK = {"task": Task.OUTREACH, "language": "en"}
GROUP = {"task": Task.FOCUS_GROUP, "language": "es", "cents_an_hour": 40_00}


def make_bookings(scene: Scene) -> None:
    """Those that wait, that are under way, and what was done in the last weeks."""
    paid = [
        booking
        for plan in _plans(scene)
        if (booking := _make(scene, plan)).state is S.PAID and booking.is_paid
    ]
    _pay(scene, paid)


def _plans(scene: Scene) -> list[Plan]:
    saturday = (5 - scene.today.weekday()) % 7 or 7
    return [
        Plan("Tenants’ meeting at the library", saturday, 10, ASKED, IN_VIETNAMESE),
        Plan("Clinic visit", saturday, 14, ASKED, IN_VIETNAMESE | {"language": "ht"}),
        Plan("Block party planning", saturday, 11, LEFT, TALK, words=ILL),
        Plan("Doors on Elm Street", 11, 18, EXPIRED, TALK, place="Corner of Elm and 3rd"),
        Plan(
            "Open house of the senior center",
            12,
            18,
            DECLINED,
            IN_SPANISH,
            words=NO_TIME,
            is_near=False,
        ),
        Plan("Table at the health fair", 9, 17, OFFERED, TALK, is_own=True),
        Plan("Parents’ evening", 13, 18, OFFERED, IN_SPANISH, place="School 12", is_near=False),
        Plan("Focus group on the playground", 10, 18, TAKEN, GROUP, is_near=False),
        Plan("Walk along the new bus route", 5, 17, BRIEFED, TALK, is_own=True),
        Plan("Street party", 8, 17, CANCELLED, TALK),
        Plan("Doors on Harbor Road", -2, 17, BRIEFED, TALK, is_own=True),
        Plan("Budget evening", -3, 18, DONE, IN_SPANISH, is_near=False),
        Plan("School meeting", -6, 18, DEBRIEFED, IN_VIETNAMESE, is_own=True),
        Plan("Listening session on heat", -24, 18, PAID, IN_SPANISH, is_near=False),
        Plan("Water meters in plain words", -27, 18, PAID, IN_VIETNAMESE, is_own=True),
        Plan("Bus stop survey", -30, 17, TOLD, TALK, is_own=True),
    ]


def _make(scene: Scene, plan: Plan) -> Booking:
    starts_at = scene.moment(plan.days, plan.hour)
    state = S.REQUESTED if plan.path == ASKED else STEPS[plan.path[-1]].to_state
    is_told = state is S.REPORTED
    booking = Booking(
        id=new_id(),
        program_id=scene.office.program.id,
        title=plan.title,
        state=S.REQUESTED,  # until it is known who is asked
        area_id=scene.areas[0].id if plan.is_near else None,
        place=plan.place,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=plan.minutes),
        minutes=plan.minutes,
        is_paid="cents_an_hour" in plan.asked,
        budget_code="OUT-4410" if "cents_an_hour" in plan.asked else "",
        needs_credential=True,
        brief=BRIEF if "brief_booking" in plan.path else "",
        report_back=CAME_OF_IT if is_told else "",
        reported_at=starts_at + timedelta(days=9) if is_told else None,
        reason=FLOODED if state is S.CANCELLED else "",
        requested_by_id=scene.office.users["manager"].id,
        requested_at=_begin(scene, plan),
        is_invented=True,
        **plan.asked,
    )
    db.session.add(booking)
    db.session.flush()
    found = _find(scene, booking, plan)
    if found is None or plan.path == ASKED:  # nobody fits: then it waits
        _write_history(scene, booking, ASKED)
        return booking
    booking.state = state
    if "accept_offer" in plan.path and plan.path[-1] != "leave_booking":
        booking.liaison_id = found[0]
    _write_history(scene, booking, plan.path)
    _write_offer(scene, booking, plan, *found)
    if "debrief_booking" in plan.path:
        _write_debrief(scene, booking)
    db.session.flush()
    return booking


def _begin(scene: Scene, plan: Plan) -> datetime:
    """When it was asked for, so that all its steps lie before it or before today."""
    before = min(plan.days, 0) - 2 * len(plan.path)
    return scene.moment(before, 10 + len(plan.title) % 5)


def _find(scene: Scene, booking: Booking, plan: Plan) -> tuple[uuid.UUID, list[str]] | None:
    """Who is asked, and the reasons that the rules give."""
    if plan.is_own:
        found = look_at(booking, scene.liaison_id)
        why = getattr(found, "why", ())
        return scene.liaison_id, [reason.value for reason in why]
    [match] = look_for(SYSTEM, [booking]).matches
    others = (one for one in match.proposals if one.candidate.id != scene.liaison_id)
    best = next(others, None)
    return (best.candidate.id, [reason.value for reason in best.why]) if best else None


def _moment(scene: Scene, booking: Booking, verb: str, number: int) -> datetime:
    """A step every other day from the request on, and after the job what comes after it."""
    if verb in AFTER:
        return booking.ends_at + timedelta(hours=AFTER[verb])
    if verb == "pay_booking":
        return scene.now - PAID_AGO
    if verb == "report_booking":
        return booking.ends_at + timedelta(days=9)
    return min(scene.now, booking.requested_at + timedelta(days=2 * number))


def _write_history(scene: Scene, booking: Booking, path: tuple[str, ...]) -> None:
    users, before = scene.office.users, None
    for number, verb in enumerate(path):
        by = "coordinator"
        if verb in OF_PROGRAM:
            by = "manager"
        elif verb in OF_LIAISON and booking.liaison_id == scene.liaison_id:
            by = "liaison"
        to_state = S.REQUESTED if before is None else STEPS[verb].to_state
        db.session.add(
            BookingStep(
                booking_id=booking.id,
                verb=verb,
                from_state=before,
                to_state=to_state,
                by_id=None if verb in {"expire_offer", "pay_booking"} else users[by].id,
                at=_moment(scene, booking, verb, number),
            )
        )
        before = to_state


def _write_offer(
    scene: Scene, booking: Booking, plan: Plan, liaison_id: uuid.UUID, why: list[str]
) -> None:
    """What was asked of whom, which counts as an ask of the quarter, and the last answer."""
    offered_at = _moment(scene, booking, "offer_booking", 1)
    answers = [(n, verb) for n, verb in enumerate(plan.path) if verb in ANSWERS]
    number, verb = answers[-1] if answers else (0, "")
    by_id = scene.office.users["coordinator"].id
    db.session.add_all(
        [
            BookingOffer(
                booking_id=booking.id,
                liaison_id=liaison_id,
                state=ANSWERS.get(verb, ANSWER.OPEN),
                why=why,
                offered_at=offered_at,
                offered_by_id=by_id,
                answer_by=min(booking.starts_at, offered_at + timedelta(hours=48))
                if verb
                else min(booking.starts_at, scene.now + timedelta(hours=30)),
                answered_at=_moment(scene, booking, verb, number) if verb else None,
                words=plan.words,
            ),
            Ask(
                liaison_id=liaison_id,
                kind=AskKind.OFFER,
                asked_on=offered_at.astimezone(scene.zone).date(),
                booking_id=booking.id,
                by_id=by_id,
            ),
        ]
    )


def _write_debrief(scene: Scene, booking: Booking) -> None:
    """What was brought back, with the hours that it enters."""
    written_at = booking.ends_at + timedelta(hours=AFTER["debrief_booking"])
    words = {"said": SAID, "unanswered": UNANSWERED, "was_worth_it": True}
    db.session.add(
        Debrief(booking_id=booking.id, people=23, minutes=TOOK, written_at=written_at, **words)
    )
    rate = booking.cents_an_hour
    entry = WorkEntry(
        id=new_id(),
        liaison_id=booking.liaison_id,
        program_id=booking.program_id,
        booking_id=booking.id,
        entry_key=f"debrief {booking.id}",
        kind=EntryKind.HOURS,
        state=EntryState.SUBMITTED,
        worked_on=booking.starts_at.astimezone(scene.zone).date(),
        minutes=TOOK,
        cents=None if rate is None else price(TOOK, rate),
        words=booking.title,
        entered_at=written_at,
        is_invented=True,
    )
    db.session.add(entry)
    db.session.flush()
    _step(entry, "enter_work", None, written_at, None)
    if booking.state in {S.PAID, S.REPORTED}:
        entry.state = EntryState.APPROVED
        approved_at, by_id = written_at + timedelta(days=2), scene.office.users["coordinator"].id
        _step(entry, "approve_work", EntryState.SUBMITTED, approved_at, by_id)


def _step(
    entry: WorkEntry,
    verb: str,
    before: EntryState | None,
    at: datetime,
    by_id: uuid.UUID | None,
) -> None:
    step = {"from_state": before, "to_state": entry.state, "by_id": by_id, "at": at}
    db.session.add(WorkEntryStep(entry_id=entry.id, verb=verb, **step))


def _pay(scene: Scene, bookings: list[Booking]) -> None:
    """One payment for the bookings that are paid, after the one of the beginning of the month."""
    keys = [booking.id for booking in bookings]
    entries = db.session.scalars(select(WorkEntry).where(WorkEntry.booking_id.in_(keys))).all()
    if not entries:
        return
    number, last = db.session.execute(
        select(func.max(PaymentBatch.number), func.max(PaymentBatch.made_at))
    ).one()
    manager_id = scene.office.users["manager"].id
    made_at = max(last + timedelta(hours=1), scene.now - PAID_AGO)
    payment = PaymentBatch(
        id=new_id(),
        number=number + 1,
        made_at=made_at,
        made_by_id=manager_id,
        lines=len(entries),
        total_cents=sum(entry.cents or 0 for entry in entries),
    )
    db.session.add(payment)
    db.session.flush()
    for entry in entries:
        entry.state, entry.payment_id = EntryState.PAID, payment.id
        _step(entry, "pay_work", EntryState.APPROVED, made_at, manager_id)
