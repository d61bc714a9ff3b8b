"""People expected at a door."""

import uuid
from datetime import timedelta

from factories.events import make_event

from liaison import clock
from liaison.db import db, new_id
from liaison.events.models.door import CameBy
from liaison.events.models.sign_up import SignUp
from liaison.events.operations.door import check_in
from liaison.events.views.kiosk import kiosk_token
from liaison.people.operations import create_person
from liaison.permissions import SYSTEM


def expect(event, name="Rosa Linden", party_size=1, **more):
    """Somebody who signed up, stored."""
    person = create_person(actor=SYSTEM, name=name)
    made = SignUp(
        id=new_id(),
        event_id=event.id,
        person_id=person.id,
        party_size=party_size,
        signed_up_at=clock.now(),
        **more,
    )
    event.seats_promised += party_size if "state" not in more else 0
    db.session.add(made)
    db.session.commit()
    return made


def add_door(program):
    """An event that begins soon, with somebody who is there and somebody who may come."""
    soon = clock.now() + timedelta(hours=1)
    event = make_event(program, title="Harvest supper", starts_at=soon)
    check_in(
        actor=SYSTEM,
        event=event,
        key=uuid.uuid4(),
        people=2,
        came_by=CameBy.CODE,
        sign_up=expect(event, "Ana Pérez", 2),
    )
    expect(event, "Nguyễn Thị Hoa")
    token = kiosk_token(event.id)
    return {
        "event_door.show_door:event_id": event.id,
        "event_kiosk.check_in:token": token,
        "event_kiosk.show_token:token": token,
    }
