"""The outbox."""

from sqlalchemy import select

from liaison import mail
from liaison.db import db
from liaison.mail import Message, OutboxMessage, OutboxState


def test_a_message_that_cannot_be_written_holds_up_no_other(session):
    mail.queue(Message("ana@example.org", "Two\nlines", "Hello"))
    mail.queue(Message("ben@example.org", "One line", "Hello"))
    db.session.commit()
    sent = []
    assert mail.send_waiting(sent.append, sender="city@example.org") == 1
    assert [email["To"] for email in sent] == ["ben@example.org"]
    states = dict(db.session.execute(select(OutboxMessage.recipient, OutboxMessage.state)).all())
    assert states["ana@example.org"] is OutboxState.WAITING


def test_one_button_stops_messages_of_a_kind_and_its_address_is_forgotten(session):
    row = mail.queue(
        Message("ana@example.org", "Soon", "See you.", unsubscribe="https://city.example/stop/x")
    )
    db.session.commit()
    sent = []
    mail.send_waiting(sent.append, sender="city@example.org")
    assert sent[0]["List-Unsubscribe"] == "<https://city.example/stop/x>"
    assert sent[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not row.unsubscribe
