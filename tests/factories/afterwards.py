"""What people need at an event, what they are told, and what came of it, for tests."""

from liaison import clock
from liaison.db import db
from liaison.events.messages.notices import UNSUBSCRIBE
from liaison.events.models.need import NeedKind
from liaison.events.models.sign_up import SignUp
from liaison.events.operations.needs import NeedDetails, ask_need
from liaison.events.operations.notices import event_published
from liaison.events.policy.own_links import make_token
from liaison.events.queries.messages import list_messages
from liaison.people.models import Person
from liaison.permissions import SYSTEM


def make_guest(event, *, name="Ana", email="", phone=None, language=None, **values):
    """Somebody who signed up."""
    person = Person(name=name, email=email or None, phone=phone, language=language)
    db.session.add(person)
    db.session.flush()
    values = {"language": language, "signed_up_at": clock.now()} | values
    guest = SignUp(event_id=event.id, person_id=person.id, **values)
    db.session.add(guest)
    db.session.commit()
    return guest


def add_afterwards(event):
    """Planned messages, and a guest who needs an interpreter; what addresses are made of."""
    event_published(event)
    guest = make_guest(event, name="Nguyễn Văn An", email="an@example.org", language="vi")
    details = NeedDetails(NeedKind.INTERPRETER, "vi", "Mẹ tôi nói tiếng Việt")
    need = ask_need(actor=SYSTEM, event=event, sign_up=guest, details=details)
    token = make_token(guest.id, UNSUBSCRIBE)
    return {
        "need_id": need.id,
        "message_id": list_messages(event.id)[0].id,
        "event_unsubscribe.show_unsubscribe:token": token,
        "event_unsubscribe.unsubscribe:token": token,
    }
