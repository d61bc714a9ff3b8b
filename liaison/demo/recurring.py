"""Invented events that repeat: a monthly training, a weekly circle, and templates for more."""

from datetime import date, time, timedelta

from liaison import clock
from liaison.db import db
from liaison.demo.scene import Scene, Text
from liaison.events.models.event import Event, EventState, TextStatus
from liaison.events.models.plan import EventSeries
from liaison.events.operations.series import skip_occurrence
from liaison.events.operations.templates import keep_template
from liaison.events.policy.recurrence import (
    Repeats,
    Repetition,
    list_days,
)
from liaison.events.policy.wall_time import at_wall_time

TRAINING = {
    "title": "Neighbourhood liaison training",
    "summary": "An evening on listening, taking notes, and where a question goes next. "
    "No experience is needed.",
    "kind": "training",
    "category": "Training",
    "place_name": "Neighbourhood library",
    "address": "Main Street, side entrance",
    "room": "Community room",
    "offered_languages": ["en", "es"],
    "interpretation": ["ar"],
    "capacity": 25,
    "held_for_walk_ins": 3,
    "cost_estimated_cents": 420_00,
    "minutes_planned": 540,
}
TRAINING_TEXTS = (
    Text(
        "es",
        "Formación de enlaces vecinales",
        "Una tarde para escuchar, tomar notas y saber adónde va cada pregunta. Sin requisitos.",
        TextStatus.HUMAN,
    ),
    Text(
        "zh-Hans",
        "社区联络员培训",
        "学习如何倾听、记录，以及问题接下来交给谁。无需经验。",
        TextStatus.MACHINE,
    ),
    Text(
        "ar",
        "تدريب منسقي الأحياء",
        "أمسية عن الإصغاء وتدوين الملاحظات ومعرفة الجهة التي يذهب إليها السؤال.",
        TextStatus.REVIEWED,
        is_stale=True,
    ),
)
THINGS = (("Workbooks", 25), ("Projector", 1), ("Name tags", 30))
CIRCLE = {
    "title": "English conversation circle",
    "summary": "Talk with neighbours over tea. Come when you can.",
    "kind": "standing_meeting",
    "category": "Language help",
    "place_name": "Casa de la Comunidad",
    "address": "Harbor Road 12",
    "offered_languages": ["en", "es"],
    "minutes_planned": 180,
}
CIRCLE_TEXT = Text(
    "es",
    "Círculo de conversación en inglés",
    "Converse con sus vecinos y tome un té. Venga cuando pueda.",
    TextStatus.REVIEWED,
)
WEEKS = 36  # across a clock change, whenever the city is built
MONTHS = 9
MINUTES = 90
CAME = (11, 14, None, 9, 17)  # a blank: nobody counted


def make_recurring(scene: Scene) -> Event:
    """The next date of the training; the others and a weekly circle stand beside it."""
    month = scene.today.replace(day=1) - timedelta(days=50)
    first = date(month.year, month.month, 8)
    first += timedelta(days=(1 - first.weekday()) % 7)  # the second Tuesday
    trainings = _make_series(
        scene, TRAINING, first, time(18), Repetition(Repeats.MONTHLY_WEEKDAY, times=MONTHS)
    )
    scene.give(
        trainings, texts=TRAINING_TEXTS, partners=["New Arrivals Welcome Table"], things=THINGS
    )
    circles = _make_circles(scene)
    keep_template(actor=scene.planner, event=trainings[0], name="Monthly training", zone=scene.zone)
    keep_template(
        actor=scene.planner, event=circles[0], name="Conversation circle", zone=scene.zone
    )
    return next(event for event in trainings if event.starts_at > clock.now())


def _make_circles(scene: Scene) -> list[Event]:
    """Each week since five weeks ago; one is left out, another is in the garden."""
    first = scene.today - timedelta(weeks=5, days=(scene.today.weekday() - 3) % 7)  # a Thursday
    circles = _make_series(scene, CIRCLE, first, time(16), Repetition(Repeats.WEEKLY, times=WEEKS))
    scene.give(
        circles,
        texts=[CIRCLE_TEXT],
        hosts=["Casa de la Comunidad"],
        things=[("Tea and cups", 20)],
    )
    coming = [event for event in circles if event.starts_at > clock.now()]
    skip_occurrence(actor=scene.planner, event=coming[4])
    coming[6].place_name, coming[6].is_changed_alone = "Community garden", True
    db.session.flush()
    return circles


def _make_series(
    scene: Scene, said: dict[str, object], first: date, at: time, how: Repetition
) -> list[Event]:
    """Published events on the days of a rule; those that are over have a head count."""
    rule = how.rule(first)
    series = EventSeries(
        program_id=scene.office.program.id,
        rule=rule,
        first_on=first,
        starts_time=at,
        minutes=MINUTES,
        made_at=at_wall_time(first, at, scene.zone) - timedelta(days=30),
    )
    db.session.add(series)
    db.session.flush()
    events = [
        scene.hold(
            at_wall_time(day, at, scene.zone),
            MINUTES,
            series_id=series.id,
            occurrence_on=day,
            state=EventState.PUBLISHED,
            **said,
        )
        for day in list_days(rule, first)
    ]
    now = clock.now()
    for event, count in zip((e for e in events if e.starts_at < now), CAME, strict=False):
        event.attendance = count
    db.session.flush()
    return events
