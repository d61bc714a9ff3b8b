"""People expected at a door."""

from liaison import clock
from liaison.db import db, new_id
from liaison.events.models.sign_up import SignUp
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
