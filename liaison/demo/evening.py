"""An invented event of tonight or tomorrow, for trying the door; and one that is called off."""

from datetime import timedelta
from types import SimpleNamespace

from sqlalchemy import insert, update

from liaison.db import db
from liaison.demo.guests import (
    CAME,
    GAVE_UP,
    IS_OFFERED,
    LET_PASS,
    MOVED_UP,
    WAITS,
    GuestList,
    Row,
)
from liaison.demo.needs import LIFE, Asked, NeedRows
from liaison.demo.scene import CALLED_OFF, Scene, Text
from liaison.events.models.event import Event, EventState, TextStatus
from liaison.events.models.message import Audience, EventMessage, MessageKind, PlanState
from liaison.events.models.need import NeedKind
from liaison.events.models.plan import EventMaterial

TENANTS = {
    "title": "Tenants’ rights evening",
    "summary": "Bring your lease and your questions. Lawyers answer at six tables. "
    "Children are looked after next door.",
    "kind": "own_event",
    "category": "Housing and rent",
    "place_name": "Harbor school gymnasium",
    "address": "Harbor Road 40, side entrance",
    "room": "Gymnasium",
    "offered_languages": ["en", "es"],
    "interpretation": ["zh-Hans", "ar"],
    "held_for_walk_ins": 4,
    "held_for_liaisons": 2,
    "cost_estimated_cents": 1_150_00,
    "minutes_planned": 1_260,
}
TEXTS = (
    Text(
        "es",
        "Noche de los derechos de los inquilinos",
        "Traiga su contrato y sus preguntas. Abogados responden en seis mesas. "
        "Cuidamos a los niños en la sala de al lado.",
        TextStatus.REVIEWED,
    ),
    Text(
        "zh-Hans",
        "租户权益之夜",
        "请带上租约和问题。六张桌子旁有律师解答。隔壁有人照看孩子。",
        TextStatus.HUMAN,
    ),
    Text(
        "ar",
        "أمسية حقوق المستأجرين",
        "أحضروا عقد الإيجار وأسئلتكم. يجيب محامون على ست طاولات. ونعتني بالأطفال.",
        TextStatus.MACHINE,
    ),
)
THINGS = (("Banner", 1), ("Sign-in sheets", 4), ("Interpreting headsets", 12), ("Pens", 40))
SIGNED_UP, WAITING = 40, 6
# of the first guests, in their order
NEEDS = (
    Asked(NeedKind.INTERPRETER, "zh-Hans", path=LIFE),
    Asked(NeedKind.INTERPRETER, "ar", "For my mother, who comes with me.", LIFE),
    Asked(NeedKind.CHILDCARE, words="Two children, 3 and 5.", path=LIFE),
    Asked(NeedKind.CHILDCARE, path=LIFE[:2]),
    Asked(NeedKind.STEP_FREE, words="I use a wheelchair.", path=LIFE),
    Asked(NeedKind.FOOD, words="No nuts, please."),
    Asked(NeedKind.TRANSPORT, path=(*LIFE[:1], "withdraw_need")),
)


def make_evening(scene: Scene) -> Event:
    """Tonight, or tomorrow where the evening is near; full, with people who wait for a place."""
    tonight = scene.moment(0, 18, 30)
    starts_at = tonight if tonight - scene.now > timedelta(hours=1) else scene.moment(1, 18, 30)
    event = scene.hold(starts_at, 120, closes_at=starts_at, **TENANTS)
    scene.give([event], texts=TEXTS, partners=["Elm Street Tenants’ Union"], things=THINGS)
    ready = update(EventMaterial).where(EventMaterial.event_id == event.id)
    db.session.execute(ready.where(EventMaterial.name != "Pens").values(is_ready=True))
    guests = _invite(scene, event)
    needs = NeedRows()
    for guest, asked in zip(guests, NEEDS, strict=False):
        needs.add(event, SimpleNamespace(**guest), asked, guest["signed_up_at"])
    needs.store()
    return event


def _invite(scene: Scene, event: Event) -> list[Row]:
    """Who has a place, in the order they came; the others wait, gave up or are offered one."""
    party = GuestList(scene, event)
    seated = party.add_many(SIGNED_UP, CAME, days=(4, 25))
    party.add_many(1, MOVED_UP, days=(2, 3))
    party.add_many(3, GAVE_UP, days=(4, 20))
    party.add_many(1, LET_PASS, days=(3, 4))
    party.add_many(1, IS_OFFERED, days=(2, 3))
    party.add_many(WAITING, WAITS, days=(1, 2))
    party.store(is_full=True)
    return seated


def fill_training(scene: Scene, event: Event) -> None:
    """Half of the seats of the next training are taken."""
    party = GuestList(scene, event)
    party.add_many(7, CAME, days=(3, 25))
    party.store()


def make_cancelled(scene: Scene) -> None:
    """Called off yesterday; those who had signed up were told."""
    event = scene.hold(
        scene.moment(8, 10),
        120,
        state=EventState.CANCELLED,
        title="Shoreline clean-up",
        summary="Gloves and bags are there. Rubber boots help.",
        kind="own_event",
        category="Parks and playgrounds",
        place_name="Harbor beach",
        offered_languages=["en"],
        capacity=40,
    )
    party = GuestList(scene, event)
    party.add_many(9, CAME, days=(9, 20))
    party.store()
    told_at = scene.now - CALLED_OFF
    message = {
        "event_id": event.id,
        "kind": MessageKind.CANCELLED,
        "audience": Audience.EVERYONE,
        "send_at": told_at,
        "sent_at": told_at,
        "state": PlanState.SENT,
        "recipients": len(party.reached(party.sign_ups)),
    }
    db.session.execute(insert(EventMessage), [message])
