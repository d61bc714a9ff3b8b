"""Invented concerns voiced at events, as people said them, and what became of each."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import insert, select

from liaison.contacts.models import Channel, Contact, ContactState, Topic
from liaison.db import db, new_id
from liaison.demo.scene import Scene
from liaison.events.models.event import Event


class Said(NamedTuple):
    """One concern; `answered` is after how many days it was closed."""

    topic: str
    language: str
    concern: str
    promised: str = ""
    answered: int | None = None


LISTENING_CONCERNS = (
    Said(
        "Streets and sidewalks",
        "en",
        "The lamp outside number 114 has been out since spring.",
        "We report it and call back by Friday.",
        3,
    ),
    Said(
        "Housing and rent",
        "es",
        "El dueño no arregla la calefacción y ya hace frío.",
        "Un abogado llama esta semana.",
        5,
    ),
    Said(
        "Buses, trains and traffic",
        "en",
        "Nobody can cross Harbor Road with a pram. The light is too short.",
        "We ask for a count of the crossing.",
    ),
    Said("Parks and playgrounds", "zh-Hans", "公园晚上太暗，老人不敢走。", "我们会转告公园部门。"),
    Said(
        "Language help",
        "ar",
        "وصلتني رسالة من البلدية ولم أفهمها.",
        "نقرأها معًا يوم الخميس.",
        1,
    ),
    Said("Trash and recycling", "en", "The bins at the stop overflow every Sunday."),
    Said(
        "Older people",
        "vi",
        "Mẹ tôi cần người đi cùng đến bệnh viện.",
        "Chúng tôi sẽ hỏi trung tâm người cao tuổi.",
        4,
    ),
)
CIVIC_CONCERNS = (
    Said(
        "Buses, trains and traffic",
        "en",
        "A child was nearly hit at the crossing last month.",
        "We bring the traffic engineer to the next meeting.",
    ),
    Said("Noise and neighbours", "en", "Lorries idle under the windows from five in the morning."),
    Said("Parks and playgrounds", "en", "When does the playground open again?", "", 1),
)


def make_concerns(scene: Scene, event: Event, said: Sequence[Said]) -> None:
    """In the contact log, with the event at which they were voiced."""
    topics = {topic.name: topic.id for topic in db.session.scalars(select(Topic))}
    by_id = scene.office.users["coordinator"].id
    day = event.starts_at.astimezone(scene.zone).date()
    contacts = []
    for one in said:
        closed_on = None if one.answered is None else day + timedelta(days=one.answered)
        contacts.append(
            {
                "id": new_id(),
                "program_id": event.program_id,
                "topic_id": topics[one.topic],
                "area_id": event.area_id,
                "place": event.place_name,
                "channel": Channel.EVENT,
                "language": one.language,
                "concern": one.concern,
                "promised": one.promised,
                "opened_on": day,
                "closed_on": closed_on,
                "local_year": day.year,
                "local_month": day.month,
                "state": ContactState.OPEN if closed_on is None else ContactState.CLOSED,
                "logged_by_id": by_id,
                "event_id": event.id,
                "logged_at": (event.ends_at or event.starts_at) + timedelta(minutes=15),
                "is_invented": True,
            }
        )
    db.session.execute(insert(Contact), contacts)
