"""An invented event of several dates at two places: one sign-up, one page, one calendar."""

from liaison.demo.guests import CAME, GuestList
from liaison.demo.scene import Scene, Text
from liaison.events.models.event import TextStatus
from liaison.events.operations.plan import DateDetails, add_date

COURSE = {
    "title": "Phone and internet course in three evenings",
    "summary": "How to write messages, find offices and pay safely. Bring your own phone. "
    "You sign up once for all three evenings; the last one is at the library.",
    "kind": "training",
    "category": "Language help",
    "place_name": "Casa de la Comunidad",
    "address": "Harbor Road 12",
    "room": "Room 2",
    "offered_languages": ["en", "es"],
    "capacity": 16,
}
TEXT = Text(
    "es",
    "Curso de teléfono e internet en tres tardes",
    "Cómo escribir mensajes, encontrar oficinas y pagar con seguridad. Traiga su teléfono. "
    "Se inscribe una sola vez para las tres tardes; la última es en la biblioteca.",
    TextStatus.HUMAN,
)
LIBRARY = {
    "place_name": "Neighbourhood library",
    "address": "Main Street, side entrance",
    "room": "Community room",
}
FIRST_IN, WEEK, LASTS = 10, 7, 90  # days, days, minutes


def make_course(scene: Scene) -> None:
    """Published, with further dates a week apart; half of the seats are taken."""
    event = scene.hold(scene.moment(FIRST_IN, 18), LASTS, **COURSE)
    scene.give([event], texts=[TEXT])
    for week, place in ((1, {}), (2, LIBRARY)):
        days = FIRST_IN + week * WEEK
        starts_at, ends_at = scene.moment(days, 18), scene.moment(days, 19, 30)
        details = DateDetails(starts_at, ends_at, **place)
        add_date(actor=scene.planner, event=event, details=details)
    party = GuestList(scene, event)
    party.add_many(5, CAME, days=(1, 12))
    party.store()
