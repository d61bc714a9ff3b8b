"""An invented academy that people apply for, and a training of an hour that anybody may join."""

from datetime import time, timedelta

from liaison.db import db, new_id
from liaison.demo.scene import Scene
from liaison.languages import LANGUAGES
from liaison.people.models import Person
from liaison.permissions import SYSTEM
from liaison.training.imports import keep_shipped
from liaison.training.models.course import CourseRun, Selection
from liaison.training.models.enrolment import Enrolment, EnrolmentState, EnrolmentStep
from liaison.training.operations.runs import RunDetails, create_run, open_run

ACCESS = ("step_free", "accessible_toilet", "transit")
APPLICANTS, PLACES = 27, 30
WHY = "The answers on access follow"


def make_training(scene: Scene) -> None:
    """Both open for applications."""
    today = scene.today
    hour = RunDetails(
        language="en",
        starts_on=today + timedelta(days=16),
        starts=time(18),
        place_name="Neighbourhood library",
        address="Main Street",
        access=ACCESS,
    )
    _hold(scene, "liaison", hour)
    weeks = RunDetails(
        language="en",
        starts_on=today + timedelta(days=(1 - today.weekday()) % 7 + 35),  # a Tuesday
        starts=time(18),
        closes_on=today + timedelta(days=21),
        capacity=PLACES,
        selection=Selection.CHOSEN,
        place_name="City Hall",
        address="Main Street 1",
        access=ACCESS,
    )
    _apply(scene, _hold(scene, "academy", weeks))


def _hold(scene: Scene, key: str, details: RunDetails) -> CourseRun:
    run = create_run(
        actor=SYSTEM,
        course=keep_shipped(actor=SYSTEM, key=key),
        program=scene.office.program,
        details=details,
        is_invented=True,
    )
    open_run(actor=SYSTEM, run=run, override_reason=WHY)
    return run


def _apply(scene: Scene, run: CourseRun) -> None:
    """Over the last two weeks; nobody has been chosen yet."""
    for number in range(APPLICANTS):
        drawn = scene.names.draw()
        at = scene.now - timedelta(hours=scene.chance.uniform(2, 14 * 24))
        language = drawn.language if drawn.language in LANGUAGES else "en"
        person = Person(
            id=new_id(),
            name=drawn.name,
            email=f"applicant{number}@example.org",
            language=language,
            agreed_at=at,
            is_invented=True,
        )
        enrolment = Enrolment(
            id=new_id(),
            run_id=run.id,
            person_id=person.id,
            state=EnrolmentState.APPLIED,
            applied_at=at,
            language=language,
            statements=dict.fromkeys(run.eligibility, True),
            is_invented=True,
        )
        db.session.add(person)
        db.session.flush()
        db.session.add(enrolment)
        db.session.flush()
        db.session.add(
            EnrolmentStep(
                enrolment_id=enrolment.id,
                verb="apply_for_run",
                from_state=None,
                to_state=EnrolmentState.APPLIED,
                at=at,
            )
        )
