"""An invented training of an hour that is over: who came, what they learned, who completed it."""

import uuid
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert, update

from liaison.db import db, new_id
from liaison.demo.people import Pupil, make_people
from liaison.demo.scene import Scene
from liaison.events.policy.wall_time import at_wall_time
from liaison.liaisons.models.credential import Credential
from liaison.permissions import SYSTEM
from liaison.training.imports import keep_shipped
from liaison.training.models.assessment import CardAnswer, CardKind, Occasion
from liaison.training.models.course import Course, CourseRun, RunState, Session
from liaison.training.models.enrolment import (
    Attendance,
    Enrolment,
    EnrolmentState,
    EnrolmentStep,
    ExtraDeed,
    Mark,
    MarkedBy,
)
from liaison.training.operations.cards import MATCHED_BY_CODE, seal_cards, store_card
from liaison.training.policy.cards import ASKED, DO_NOT_KNOW, SCALE, Item, fill_in
from liaison.training.policy.runs import first_day
from liaison.training.queries.cards import list_sheets
from liaison.training.queries.courses import words_of

S = EnrolmentState
EVENING = time(18)
ABSENT = 2  # who had a place and did not come
KNEW, KNOWS = 0.45, 0.85  # how much of the answers, before and after
LEFT_EARLY, CAME_LATE = 2, 1  # who filled in the first card alone, and but the last ones
FELT, FEELS, FOUND = (1, 2, 2, 3, 3), (3, 4, 4, 5, 5), (3, 4, 4, 5, 5, 5)  # of five


class Guest(NamedTuple):
    """Somebody who had a place."""

    enrolment_id: uuid.UUID
    person_id: uuid.UUID
    language: str
    has_come: bool


def make_graduates(scene: Scene, pupils: Sequence[Pupil]) -> None:
    """The liaisons who were trained on one day were trained in this run."""
    course = keep_shipped(actor=SYSTEM, key="liaison")
    starts_at = at_wall_time(pupils[0].trained_on, EVENING, scene.zone)
    run, session = _hold(scene, course, starts_at, len(pupils))
    absent = make_people(scene.names, ABSENT, "absent")
    guests = [Guest(new_id(), one.person_id, one.language, has_come=True) for one in pupils]
    guests += [Guest(new_id(), one, "en", has_come=False) for one in absent]
    _enrol(scene, run, session, guests)
    titles = {text.language: text.title for text in course.texts}
    for guest in guests[: len(pupils)]:
        db.session.execute(
            update(Credential)
            .where(Credential.person_id == guest.person_id)
            .values(enrolment_id=guest.enrolment_id, titles=titles, language=run.language)
        )
    _fill_in_cards(scene, run, len(pupils))


def _hold(
    scene: Scene, course: Course, starts_at: datetime, people: int
) -> tuple[CourseRun, Session]:
    """The run, and its session in the calendar."""
    title = words_of(course, "en").title
    run = CourseRun(
        id=new_id(),
        course=course.key,
        kind=course.kind,
        program_id=scene.office.program.id,
        state=RunState.ENDED,
        language="en",
        planned_at=starts_at,
        rule=course.rule,
        eligibility=list(course.eligibility),
        ended_at=starts_at + timedelta(hours=2),
        is_invented=True,
    )
    db.session.add(run)
    db.session.flush()
    event = scene.hold(
        starts_at,
        course.minutes,
        title=title,
        summary="This is a session of a course. To take part, apply for the course.",
        kind="training",
        place_name="Neighbourhood library",
        address="Main Street",
        offered_languages=["en"],
        takes_sign_ups=False,
        attendance=people,
        course_run_id=run.id,
    )
    session = Session(id=new_id(), run_id=run.id, event_id=event.id, number=1, title=title)
    db.session.add(session)
    db.session.flush()
    return run, session


def _enrol(scene: Scene, run: CourseRun, session: Session, guests: Sequence[Guest]) -> None:
    """They applied in the three weeks before; who came completed it."""
    tables = (Enrolment, EnrolmentStep, Attendance, ExtraDeed)
    rows: dict[type, list[dict[str, Any]]] = {table: [] for table in tables}
    for guest in guests:
        applied_at = run.planned_at - timedelta(hours=scene.chance.uniform(20, 21 * 24))
        became = S.COMPLETED if guest.has_come else S.NOT_COMPLETED
        late = scene.chance.random() < 0.2
        came = Mark.LATE if late else Mark.PRESENT
        rows[Enrolment].append(
            {
                "id": guest.enrolment_id,
                "run_id": run.id,
                "person_id": guest.person_id,
                "state": became,
                "applied_at": applied_at,
                "language": guest.language,
                "statements": dict.fromkeys(run.eligibility, True),
                "is_invented": True,
            }
        )
        rows[Attendance].append(
            {
                "enrolment_id": guest.enrolment_id,
                "session_id": session.id,
                "mark": came if guest.has_come else Mark.ABSENT,
                "marked_by": MarkedBy.STAFF,
                "marked_at": run.planned_at + timedelta(minutes=50),
            }
        )
        rows[EnrolmentStep] += _steps(run, guest, became, applied_at)
        if guest.has_come:
            passed = {"kind": "knowledge_check", "done_on": first_day(run)}
            rows[ExtraDeed].append({"enrolment_id": guest.enrolment_id} | passed)
    for table, made in rows.items():
        db.session.execute(insert(table), made)


def _steps(
    run: CourseRun, guest: Guest, became: EnrolmentState, applied_at: datetime
) -> list[dict[str, Any]]:
    """There was room, so they had a place at once."""
    ended = "complete_enrolment" if guest.has_come else "fail_enrolment"
    taken = (
        ("admit_enrolment", None, S.ADMITTED, applied_at),
        (ended, S.ADMITTED, became, run.ended_at),
    )
    return [
        {
            "id": new_id(),
            "enrolment_id": guest.enrolment_id,
            "verb": verb,
            "from_state": before,
            "to_state": after,
            "at": at,
        }
        for verb, before, after, at in taken
    ]


def _fill_in_cards(scene: Scene, run: CourseRun, people: int) -> None:
    """Everybody who came did, but that some left early and one came late."""
    both = people - LEFT_EARLY - CAME_LATE
    filled = {Occasion.BEFORE: range(both + LEFT_EARLY), Occasion.AFTER: range(LEFT_EARLY, people)}
    answers = []
    for kind, sheet in list_sheets(run.course, run.id).items():
        card = store_card(sheet)
        for occasion in (one for one in Occasion if kind in ASKED[one]):
            for number in filled[occasion]:
                sent = _ticks(scene, kind, sheet.items, occasion)
                said = fill_in(kind, sheet.items, sent)
                if said is None:
                    continue
                answers.append(
                    {
                        "run_id": run.id,
                        "card_id": card.id,
                        "occasion": occasion,
                        "code_hash": f"{number:032x}" if kind in MATCHED_BY_CODE else None,
                        "answers": said.answers,
                        "score": said.score,
                        "most": said.most,
                    }
                )
    db.session.execute(insert(CardAnswer), answers)
    seal_cards(run)


def _ticks(
    scene: Scene, kind: CardKind, items: Sequence[Item], occasion: Occasion
) -> dict[str, str]:
    """What somebody ticks on a card."""
    chance = scene.chance
    if kind is CardKind.KNOWLEDGE:
        share = KNEW if occasion is Occasion.BEFORE else KNOWS
        return {
            one.key: one.right
            if chance.random() < share
            else chance.choice([DO_NOT_KNOW, *sorted(set(one.choices) - {one.right})])
            for one in items
        }
    if kind is CardKind.CONFIDENCE:
        rated = {f"{one.key}-before": SCALE[chance.choice(FELT) - 1] for one in items}
        return rated | {f"{one.key}-now": SCALE[chance.choice(FEELS) - 1] for one in items}
    return {one.key: SCALE[chance.choice(FOUND) - 1] for one in items}
