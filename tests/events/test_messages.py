"""Messages before and after an event: to whom, in which language, and never twice."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from factories.afterwards import make_guest
from factories.events import NOON, make_event
from sqlalchemy import func, select

from liaison import mail
from liaison.db import db
from liaison.events.jobs import messages as job
from liaison.events.messages import notices
from liaison.events.models.door import CameBy, CheckIn
from liaison.events.models.event import EventState, EventText, TextStatus
from liaison.events.models.message import (
    Audience,
    EventMessage,
    EventMessageReceipt,
    EventMessageText,
    MessageKind,
    PlanState,
)
from liaison.events.models.sign_up import SignUpState
from liaison.events.operations import messages as sending
from liaison.events.operations.events import (
    EventDetails,
    cancel_event,
    edit_event,
    publish_event,
    restore_event,
)
from liaison.events.operations.messages import queue_some, unsubscribe
from liaison.events.operations.plan import DateDetails, add_date, remove_part
from liaison.events.operations.planning_messages import MessageDetails, plan_message
from liaison.events.queries.messages import list_messages
from liaison.i18n import settings
from liaison.mail import Carrier, OutboxMessage
from liaison.permissions import SYSTEM, VISITOR

MONDAY = datetime(2026, 3, 9, 14, tzinfo=UTC)


@pytest.fixture
def event(cast, at):
    """Published on the Monday before, with the usual messages planned."""
    at(MONDAY)
    made = make_event(cast.outreach, state=EventState.DRAFT)
    publish_event(actor=SYSTEM, event=made, override_reason="The hall is not known yet")
    db.session.commit()
    return made


def outbox():
    return db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.recipient)).all()


def planned(event):
    return [m for m in list_messages(event.id) if m.state is PlanState.PLANNED]


def test_publishing_plans_two_reminders_and_thanks_once(event):
    found = [(m.kind, m.send_at) for m in list_messages(event.id)]
    assert found == [
        (MessageKind.REMINDER, NOON - timedelta(days=2)),
        (MessageKind.REMINDER, NOON - timedelta(hours=3)),
        (MessageKind.THANKS, NOON + timedelta(days=1)),
    ]


def test_of_several_dates_reminders_come_before_the_first_and_thanks_after_the_last(event):
    later = DateDetails(NOON + timedelta(days=7))
    date = add_date(actor=SYSTEM, event=event, details=later)
    assert [m.send_at for m in planned(event) if m.minutes is not None] == [
        NOON - timedelta(days=2),
        NOON - timedelta(hours=3),
        NOON + timedelta(days=8),
    ]
    remove_part(actor=SYSTEM, event=event, part=date)
    assert planned(event)[-1].send_at == NOON + timedelta(days=1)


def test_a_reminder_goes_out_in_each_persons_language_with_their_own_links(event, at):
    make_guest(event, email="ana@example.org")
    make_guest(event, email="luz@example.org", language="es")
    event_text(event, "es", "Puertas abiertas")
    at(NOON - timedelta(days=2))
    job.send_messages()
    ana, luz = outbox()
    assert "Open day" in ana.subject
    assert "Puertas abiertas" in luz.subject
    assert "/es/sign-ups/" in luz.body
    assert "/es/unsubscribe/" in luz.unsubscribe
    assert luz.unsubscribe != ana.unsubscribe
    assert luz.unsubscribe in luz.body


def event_text(event, language, title):
    db.session.add(
        EventText(
            event_id=event.id,
            language=language,
            title=title,
            status=TextStatus.HUMAN,
            source_hash=event.text_hash,
            at=MONDAY,
        )
    )
    db.session.commit()


def test_nobody_gets_it_twice_and_who_comes_later_gets_the_next(event, at):
    make_guest(event, email="ana@example.org")
    at(NOON - timedelta(days=2))
    job.send_messages()
    job.send_messages()
    make_guest(event, email="ben@example.org")
    job.send_messages()
    assert [row.recipient for row in outbox()] == ["ana@example.org"]
    at(NOON - timedelta(hours=3))
    job.send_messages()
    assert [r.recipient for r in outbox()] == ["ana@example.org"] * 2 + ["ben@example.org"]


class Killed(BaseException):
    """The process is gone: nothing after this runs."""


def test_killed_half_way_it_goes_on_with_those_who_are_left(event, at, monkeypatch):
    for number in range(5):
        make_guest(event, email=f"guest{number}@example.org")
    at(NOON - timedelta(days=2))
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    die_at_the_fourth(monkeypatch)
    with pytest.raises(Killed):
        job.send_messages()
    db.session.rollback()  # what the dead process had not stored
    assert len(outbox()) == count(EventMessageReceipt) == 2
    monkeypatch.undo()
    at_again = NOON - timedelta(days=2)
    at(at_again)
    job.send_messages()
    assert [row.recipient for row in outbox()] == [f"guest{n}@example.org" for n in range(5)]
    first = list_messages(event.id)[0]
    assert (first.state, first.recipients) == (PlanState.SENT, 5)


def die_at_the_fourth(monkeypatch):
    queued = []

    def queue(message):
        if len(queued) == 3:
            raise Killed
        queued.append(message)
        return mail_queue(message)

    mail_queue = mail.queue
    monkeypatch.setattr(sending.mail, "queue", queue)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_message_that_fails_holds_up_no_other(event, cast, at, monkeypatch):
    other = make_event(cast.outreach, state=EventState.DRAFT)
    publish_event(actor=SYSTEM, event=other, override_reason="The hall is not known yet")
    make_guest(event, email="ana@example.org")
    make_guest(other, email="ben@example.org")
    (first, *_more), failed = planned(event), []

    def write(parts, to):
        if parts.message.id == first.id:
            failed.append(to)
            raise KeyError("a fault of ours")
        return notices.write(parts, to)

    monkeypatch.setattr(sending, "write", write)
    at(first.send_at)
    job.send_messages()
    assert failed
    assert [row.recipient for row in outbox()] == ["ben@example.org"]


def test_a_message_another_worker_has_sent_is_left_alone(event, at):
    make_guest(event, email="ana@example.org")
    at(NOON - timedelta(days=2))
    message_id = planned(event)[0].id
    job.send_messages()
    assert not queue_some(message_id)
    assert len(outbox()) == 1


def test_who_left_only_a_number_gets_a_short_text(event, at):
    make_guest(event, phone="+12155550123")
    at(NOON - timedelta(days=2))
    job.send_messages()
    (row,) = outbox()
    assert (row.carrier, row.recipient) == (Carrier.TEXT, "+12155550123")
    assert "Open day" in row.body
    assert len(row.body) < 480


def test_who_unsubscribed_hears_only_that_it_is_cancelled(event, at):
    unsubscribe(actor=VISITOR, sign_up=make_guest(event, email="ana@example.org"))
    db.session.commit()
    at(NOON - timedelta(days=2))
    job.send_messages()
    assert outbox() == []
    cancel_event(actor=SYSTEM, event=event)
    db.session.commit()
    at(NOON - timedelta(days=2) + timedelta(minutes=5))
    job.send_messages()
    assert [row.subject for row in outbox()] == ["Cancelled: Open day"]


def move(event, hours, place="Library"):
    edit_event(
        actor=SYSTEM,
        event=event,
        program=event.program,
        details=EventDetails(
            title="Open day", starts_at=NOON + timedelta(hours=hours), place_name=place
        ),
        zone=settings().zone(),
    )
    db.session.commit()


def test_a_moved_event_tells_everybody_once_the_waiting_list_too(event, at):
    make_guest(event, email="ana@example.org")
    make_guest(event, email="ben@example.org", state=SignUpState.WAITING, waits_since=MONDAY)
    make_guest(event, email="cleo@example.org", state=SignUpState.CANCELLED)
    move(event, 2)
    move(event, 3, "School")
    job.send_messages()
    assert told_of_change() == []  # perhaps it is put right at once
    at(MONDAY + timedelta(minutes=5))
    job.send_messages()
    job.send_messages()
    assert [row.recipient for row in told_of_change()] == ["ana@example.org", "ben@example.org"]
    assert "School" in told_of_change()[0].body
    reminders = [m.send_at for m in planned(event) if m.kind is MessageKind.REMINDER]
    assert reminders == [NOON + timedelta(hours=3) + before for before in BEFORE]


def told_of_change():
    """Not who is offered a place: that may happen when an event changes."""
    return [row for row in outbox() if row.subject.startswith("Another time or place")]


BEFORE = (timedelta(days=-2), timedelta(hours=-3))


def test_another_title_alone_tells_nobody(event, at):
    make_guest(event, email="ana@example.org")
    move(event, 0)
    at(MONDAY + timedelta(minutes=5))
    job.send_messages()
    assert outbox() == []


def test_cancelled_by_mistake_and_put_right_at_once_tells_nobody(event, at):
    make_guest(event, email="ana@example.org")
    cancel_event(actor=SYSTEM, event=event)
    restore_event(actor=SYSTEM, event=event)
    db.session.commit()
    at(MONDAY + timedelta(minutes=6))
    job.send_messages()
    assert outbox() == []
    assert len(planned(event)) == 3


def test_moved_then_cancelled_by_mistake_people_hear_that_it_was_moved(event, at):
    make_guest(event, email="ana@example.org")
    move(event, 2)
    cancel_event(actor=SYSTEM, event=event)
    restore_event(actor=SYSTEM, event=event)
    db.session.commit()
    at(MONDAY + timedelta(minutes=6))
    job.send_messages()
    assert [row.subject for row in outbox()] == ["Another time or place: Open day"]


def test_moved_while_it_is_cancelled_people_hear_it_with_the_good_news_only(event, at):
    make_guest(event, email="ana@example.org")
    cancel_event(actor=SYSTEM, event=event)
    db.session.commit()
    at(MONDAY + timedelta(minutes=5))
    job.send_messages()
    move(event, 2)
    restore_event(actor=SYSTEM, event=event)
    db.session.commit()
    at(MONDAY + timedelta(minutes=15))
    job.send_messages()
    assert sorted(row.subject for row in outbox()) == [
        "Cancelled: Open day",
        "It takes place after all: Open day",
    ]


def test_each_message_comes_back_with_the_event_whoever_it_is_for(event):
    for audience in (Audience.SIGNED_UP, Audience.DID_NOT_COME):
        details = MessageDetails(MessageKind.THANKS, audience, minutes=3 * 24 * 60)
        plan_message(actor=SYSTEM, event=event, details=details)
    before = [(m.kind, m.audience, m.minutes) for m in planned(event)]
    cancel_event(actor=SYSTEM, event=event)
    restore_event(actor=SYSTEM, event=event)
    assert sorted((m.kind, m.audience, m.minutes) for m in planned(event)) == sorted(before)


def test_taken_up_again_after_people_were_told_tells_them(event, at):
    make_guest(event, email="ana@example.org")
    cancel_event(actor=SYSTEM, event=event)
    db.session.commit()
    at(MONDAY + timedelta(minutes=5))
    job.send_messages()
    restore_event(actor=SYSTEM, event=event)
    db.session.commit()
    at(MONDAY + timedelta(minutes=10))
    job.send_messages()
    assert {row.subject for row in outbox()} == {
        "Cancelled: Open day",
        "It takes place after all: Open day",
    }


def test_a_reminder_for_the_old_day_is_sent_again_for_the_new(event, at):
    make_guest(event, email="ana@example.org")
    at(NOON - timedelta(days=2))
    job.send_messages()
    move(event, 7 * 24)
    times = [m.send_at for m in planned(event) if m.kind is MessageKind.REMINDER]
    assert times == [NOON + timedelta(days=7) + before for before in BEFORE]


def test_thanks_go_to_those_who_came(event, at):
    came = make_guest(event, email="ana@example.org")
    make_guest(event, email="ben@example.org")
    db.session.add(
        CheckIn(
            id=uuid4(),
            event_id=event.id,
            sign_up_id=came.id,
            came_by=CameBy.SEARCH,
            at=NOON,
            stored_at=NOON,
        )
    )
    db.session.commit()
    at(NOON + timedelta(days=1))
    job.send_messages()
    (row,) = outbox()
    assert row.recipient == "ana@example.org"
    assert "Thank you for coming" in row.body


def test_reminders_nobody_sent_in_time_are_dropped(event, at):
    make_guest(event, email="ana@example.org")
    at(NOON + timedelta(minutes=1))
    job.send_messages()
    assert outbox() == []
    assert [m.state for m in list_messages(event.id)][:2] == [PlanState.DROPPED] * 2


def test_the_senders_own_words_are_in_the_readers_language(event, at):
    make_guest(event, email="ana@example.org", language="vi")
    make_guest(event, email="luz@example.org", language="es")
    message = EventMessage(
        event_id=event.id,
        kind=MessageKind.MATERIALS,
        audience=Audience.SIGNED_UP,
        send_at=NOON,
        words="The slides are at the library.",
    )
    db.session.add(message)
    db.session.flush()
    db.session.add(EventMessageText(message_id=message.id, language="es", words="En la biblioteca"))
    db.session.commit()
    at(NOON)
    job.send_messages()
    ana, luz = outbox()
    assert "The slides are at the library." in ana.body
    assert "En la biblioteca" in luz.body
