"""Signing up on the web, and one's own page afterwards."""

import re
from datetime import timedelta

import pytest
from factories.events import NOON, make_event, translate
from factories.sign_ups import come, limit
from sqlalchemy import func, select
from statements import counted

from liaison.accounts.models import Attempt
from liaison.accounts.operations.attempts import PUBLIC_FORM
from liaison.db import db
from liaison.events.models.need import AccessNeed, NeedKind
from liaison.events.models.sign_up import SignUp, SignUpState
from liaison.events.policy.own_links import make_token
from liaison.mail import OutboxMessage

BEFORE = NOON - timedelta(days=2)


@pytest.fixture(autouse=True)
def before_the_day(at):
    at(BEFORE)


@pytest.fixture
def event(cast):
    return make_event(cast.outreach)


def link_in_mail():
    """The own link in the message that was written last."""
    body = db.session.scalars(select(OutboxMessage.body).order_by(OutboxMessage.id)).all()[-1]
    return re.search(r"http://[^/]+(/\S+)", body)[1]


def page_of(sign_up):
    db.session.commit()
    return f"/sign-ups/{make_token(sign_up.id)}"


def test_with_an_address_the_rest_is_in_the_message(client, event):
    sent = {"name": "Ana", "email": "ana@example.org", "party_size": "2"}
    page = client.submit(f"/events/{event.id}", sent, status=303)
    assert "An e-mail to the address you gave says" in client.get(page.location).text
    own = client.get(link_in_mail())
    assert "Places are kept for 2 people." in own.text
    code = db.session.scalars(select(SignUp.code)).one()
    assert code in own.text
    picture = client.get(f"{link_in_mail()}/code.svg").response
    assert picture.mimetype == "image/svg+xml"


def test_nobody_learns_or_changes_anything_by_a_known_address(client, event):
    come(event, 3, name="Ana", email="ana@example.org")
    db.session.commit()
    answers = []
    for address in ("ana@example.org", "new@example.org"):
        sent = {"name": "Mallory", "email": address, "party_size": "1"}
        page = client.submit(f"/events/{event.id}", sent, status=303)
        answers.append((page.location, client.get(page.location).text))
    assert answers[0] == answers[1]
    found = db.session.scalars(select(SignUp).order_by(SignUp.id)).all()
    assert sorted(one.party_size for one in found) == [1, 3]


def test_without_an_address_the_own_page_comes_at_once(client, event):
    sent = {"name": "Ana", "party_size": "1"}
    page = client.submit(f"/events/{event.id}", sent, status=303)
    assert "Nobody can send you this page again." in client.get(page.location).text


@pytest.mark.parametrize("page", ["", "/change", "/cancel"])
def test_the_own_pages_name_the_event_in_the_readers_language(client, event, page):
    translate(event, "ar", title="اجتماع")
    event.room = "Room 2"
    made = come(event)
    shown = client.get(f"/ar{page_of(made)}{page}").text
    assert "اجتماع" in shown
    assert event.title not in shown
    assert "Room 2" in shown


def test_the_page_that_points_to_the_message_names_the_event_so_too(client, event):
    translate(event, "ar", title="اجتماع")
    db.session.commit()
    shown = client.get(f"/ar/events/{event.id}/signed-up").text
    assert shown.count("اجتماع") == 2
    assert event.title not in shown


@pytest.mark.parametrize("token", ["x", "AAAA", "A" * 43])
def test_a_link_that_is_not_ours(client, event, token):
    client.get(f"/sign-ups/{token}", status=404)
    client.post(f"/sign-ups/{token}/cancel", {}, status=404)


def test_a_token_for_something_else_opens_nothing(client, event):
    made = come(event)
    db.session.commit()
    client.get(f"/sign-ups/{make_token(made.id, 'unsubscribe')}", status=404)


def test_the_name_is_asked_where_the_event_asks_it(client, event):
    path, sent = f"/events/{event.id}", {"name": "", "party_size": "1"}
    assert client.submit(path, sent, status=422).errors() == ["Enter your name."]
    event.asks_name = False
    db.session.commit()
    client.submit(path, sent, status=303)


def test_what_is_needed_to_take_part(client, event):
    path = f"/ar/events/{event.id}"
    assert client.get(path).values(client.get(path).form())["interpreter_language"] == ["ar"]
    sent = {"name": "Ana", "party_size": "1", "needs": ["interpreter", "food"]}
    page = client.submit(path, sent | {"need_words": "No pork"}, status=303)
    rows = db.session.execute(select(AccessNeed.kind, AccessNeed.language, AccessNeed.words))
    assert sorted(map(tuple, rows)) == [
        (NeedKind.FOOD, None, "No pork"),
        (NeedKind.INTERPRETER, "ar", ""),
    ]
    assert page.location.startswith("/ar/sign-ups/")


def test_changing_the_party_by_ones_own_link(client, event):
    made = come(event, 2)
    path = page_of(made)
    assert client.submit(f"{path}/change", {"party_size": "21"}, status=422).errors()
    client.submit(f"{path}/change", {"party_size": "4", "needs": "childcare"}, status=303)
    assert "Childcare" in client.get(path).text
    assert db.session.get_one(SignUp, made.id).party_size == 4


def test_cancelling_and_coming_after_all(client, event):
    path = page_of(come(event))
    assert "Your places go to others" in client.get(f"{path}/cancel").text
    client.post(f"{path}/cancel", {}, status=303)
    client.post(f"{path}/cancel", {}, status=303)
    assert "You told us that you do not come." in client.get(path).text
    client.post(f"{path}/again", {}, status=303)
    assert "A place is kept for 1 person." in client.get(path).text


def test_the_waiting_list_from_ones_own_page(client, event):
    limit(event, 2)
    seated, third = come(event, 2), come(event, 1)
    large, path = page_of(come(event, 2)), page_of(third)
    waits = client.get(path).text
    assert "You are number 1 on the waiting list." in waits
    assert f"The code of your sign-up: {third.code}" in waits
    assert "You are number 2 on the waiting list." in client.get(large).text
    assert "All places are taken." in client.get(f"/events/{event.id}").text
    client.post(f"{page_of(seated)}/cancel", {}, status=303)
    assert "A place is free for you" in client.get(path).text
    assert "You are number 1 on the waiting list." in client.get(large).text
    for _time in range(2):
        client.post(f"{path}/accept", {}, status=303)
    assert "A place is kept for 1 person." in client.get(path).text


def test_an_offer_that_was_let_pass(client, event, at):
    limit(event, 1)
    seated, waiting = come(event), come(event, email="ana@example.org")
    client.post(f"{page_of(seated)}/cancel", {}, status=303)
    at(BEFORE + timedelta(hours=24))
    path = page_of(waiting)
    assert "Your time to answer is over" in client.get(path).text
    client.post(f"{path}/accept", {}, status=303)
    assert db.session.get_one(SignUp, waiting.id).state is SignUpState.LAPSED


def test_declining_lets_the_next_one_in(client, event):
    limit(event, 1)
    seated, first, second = come(event), come(event), come(event)
    client.post(f"{page_of(seated)}/cancel", {}, status=303)
    client.post(f"{page_of(first)}/decline", {}, status=303)
    assert "A place is free for you" in client.get(page_of(second)).text


def test_sign_up_sent_twice_counts_once(client, event):
    path = f"/events/{event.id}"
    page = client.get(path)
    sent = {"name": "Ana", "party_size": "1", "key": page.values(page.form())["key"]}
    places = {client.post(path, sent, status=303).location for _time in range(2)}
    assert len(places) == 1
    assert db.session.scalar(select(func.count()).select_from(SignUp)) == 1


def test_sign_up_says_all_that_is_wrong_and_keeps_what_was_typed(client, event):
    sent = {"name": "", "party_size": "21", "email": "ana@", "phone": "soon"}
    sent |= {"needs": ["interpreter"]}
    page = client.submit(f"/events/{event.id}", sent, status=422)
    assert set(page.errors()) == {
        "Enter your name.",
        "Enter how many people come, from 1 to 20.",
        "Enter an e-mail address like name@example.com.",
        "Enter a telephone number with its area code.",
        "Choose the language the interpreter should speak.",
    }
    assert page.values(page.form())["email"] == ["ana@"]


@pytest.mark.parametrize("field", ["name", "email", "phone", "need_words", "party_size"])
def test_ten_thousand_letters(client, event, field):
    sent = {"name": "Ana", "party_size": "1", field: "9" * 10_000}
    assert client.submit(f"/events/{event.id}", sent, status=422).errors()


def test_a_hall_signs_up_from_one_address_and_a_flood_does_not(client, event, at):
    path = f"/events/{event.id}"
    sent = {"party_size": "1", "language": "en"}
    for number in range(PUBLIC_FORM.tries):
        client.post(path, sent | {"name": f"Guest {number}"}, status=303)
    client.post(path, sent | {"name": ""}, status=422)
    page = client.post(f"/es{path}", sent | {"name": "One more"}, status=429)
    assert "Muchas personas" in page.text
    assert "cuentas" not in page.text
    client.get(path)
    assert db.session.scalar(select(func.count()).select_from(SignUp)) == PUBLIC_FORM.tries
    assert "127.0.0.1" not in str(db.session.execute(select(Attempt.__table__)).all())
    at(BEFORE + timedelta(minutes=PUBLIC_FORM.minutes, seconds=1))
    client.post(path, sent | {"name": "One more"}, status=303)


@pytest.mark.parametrize("capacity", [None, 50])
def test_a_sign_up_asks_little_of_the_database(client, event, capacity):
    path, event.capacity = f"/events/{event.id}", capacity
    db.session.commit()
    sent = {"name": "Ana", "email": "ana@example.org", "party_size": "2", "language": "en"}
    with counted() as statements:
        client.post(path, sent, status=303)
    assert len(statements) <= 8


def test_why_there_is_no_form(client, event, at):
    path = f"/events/{event.id}"
    page = client.get(path)
    sent = {"name": "Ana", "party_size": "1", "key": page.values(page.form())["key"]}
    at(NOON - timedelta(hours=1))
    late = client.post(path, sent, status=422)  # it closed while the form was filled in
    assert late.errors() == ["Sign-up for this event is closed."]
    assert "Sign-up ended on Mar 13, 2026, 5:00" in late.text
    assert "Sign-up ended on Mar 13, 2026, 5:00" in client.get(path).text
    at(NOON + timedelta(minutes=1))
    assert "This event has begun or is over." in client.get(path).text
    at(BEFORE)
    event.takes_sign_ups = False
    db.session.commit()
    assert "You need not sign up. Just come." in client.get(path).text


def test_own_page_once_the_event_is_cancelled_or_has_begun(client, event, at):
    path = page_of(come(event))
    at(NOON)
    client.post(f"{path}/cancel", {}, status=409)
    assert "I cannot come" not in client.get(path).text
    event.state = "cancelled"
    db.session.commit()
    assert "This event does not take place." in client.get(path).text
