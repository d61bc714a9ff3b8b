"""The outbox."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from liaison import mail
from liaison.db import db
from liaison.home.jobs import forget_old_messages
from liaison.mail import Carrier, Message, OutboxMessage, OutboxState

MARCH = datetime(2026, 3, 9, 14, tzinfo=UTC)


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


def test_nobody_waits_for_the_database_while_a_server_is_slow(session):
    mail.queue(Message("ana@example.org", "Soon", "See you."))
    db.session.commit()
    seen = []

    def slow_server(_email):
        seen.append(db.session().in_transaction())

    assert mail.send_waiting(slow_server, sender="city@example.org") == 1
    assert seen == [False]


def test_a_time_in_a_text_message_does_not_halve_what_a_part_of_it_holds(session):
    mail.queue(Message("+12125550123", "", "At 5:00\u202fPM", carrier=Carrier.TEXT))
    db.session.commit()
    texts = []
    mail.send_waiting(pytest.fail, sender="city@example.org", texts=texts.append)
    assert [message.text for message in texts] == ["At 5:00 PM"]


def test_all_that_is_due_goes_out_at_once(session):
    for number in range(201):
        mail.queue(Message(f"{number}@example.org", "Cancelled", "It does not take place."))
    db.session.commit()
    sent = []
    mail.send_all_waiting(sent.append, sender="city@example.org")
    assert len(sent) == 201


def test_two_workers_send_a_message_once(session):
    mail.queue(Message("ana@example.org", "Soon", "See you."))
    db.session.commit()
    sent = []

    def another_worker_comes_by(email):
        sent.append(email["To"])
        mail.send_waiting(another_worker_comes_by, sender="city@example.org")

    assert mail.send_waiting(another_worker_comes_by, sender="city@example.org") == 1
    assert sent == ["ana@example.org"]


def test_a_worker_killed_while_it_sends_loses_nothing(session, at):
    row = mail.queue(Message("ana@example.org", "Soon", "See you."))
    db.session.commit()

    def killed(_email):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        mail.send_waiting(killed, sender="city@example.org")
    sent = []
    assert mail.send_waiting(sent.append, sender="city@example.org") == 0
    at(row.queued_at + timedelta(minutes=11))
    assert mail.send_waiting(sent.append, sender="city@example.org") == 1


def test_what_was_sent_is_forgotten_after_a_month_and_what_waits_is_not(session, at):
    at(MARCH)
    for name in ("ana", "ben"):
        mail.queue(Message(f"{name}@example.org", "Soon", "See you."))
    db.session.commit()
    mail.send_waiting(fails_for_ben, sender="city@example.org")
    at(MARCH + mail.KEPT + timedelta(minutes=1))
    forget_old_messages()
    left = db.session.scalars(select(OutboxMessage.recipient)).all()
    assert left == ["ben@example.org"]


def fails_for_ben(email):
    if email["To"].startswith("ben"):
        raise OSError


def sent_in(language, *paragraphs):
    mail.queue(Message("ana@example.org", "Soon", "\n\n".join(paragraphs) + "\n", language))
    db.session.commit()
    sent = []
    mail.send_waiting(sent.append, sender="city@example.org")
    return sent[0]


def test_a_message_says_its_language_and_direction_and_holds_the_same_words_twice(session):
    email = sent_in("ar", "موعدك:\nhttps://city.example/ar/x?a=1&b=2", "Bring <a> chair.")
    plain, page = (email.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert email["Content-Language"] == "ar"
    assert "https://city.example/ar/x?a=1&b=2" in plain.splitlines()
    assert '<html lang="ar" dir="rtl">' in page
    link = "https://city.example/ar/x?a=1&amp;b=2"
    assert f'<p>موعدك:<br>\n<a href="{link}" dir="ltr">{link}</a></p>' in page
    assert '<p dir="ltr">Bring &lt;a&gt; chair.</p>' in page


def test_a_link_alone_stands_where_the_words_do(session):
    page = sent_in("ar", "موعدك:", "https://city.example/x").get_body(("html",)).get_content()
    assert '<p><a href="https://city.example/x" dir="ltr">' in page


def test_in_chinese_nothing_is_turned(session):
    page = sent_in("zh-Hans", "您的活动", "Library").get_body(("html",)).get_content()
    assert '<html lang="zh-Hans" dir="ltr">' in page
    assert "<p>您的活动</p>\n<p>Library</p>" in page
