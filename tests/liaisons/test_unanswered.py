"""Who offered to become a liaison waits on the desk until somebody answers."""

from datetime import UTC, datetime

import pytest
from factories.courses import make_run
from factories.liaisons import make_liaison
from sqlalchemy import select

from liaison.db import db
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.queries.roster import list_steps
from liaison.liaisons.queries.waiting import ask_unanswered
from liaison.mail import OutboxMessage
from liaison.permissions import SYSTEM
from liaison.training.models.enrolment import Enrolment, EnrolmentState

WEEK = "/desk/"
WAITS = "Who wants to become a liaison"


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 2, 20, 16, tzinfo=UTC))


@pytest.fixture
def rosa(client):
    """Somebody who sent the public form, in Spanish."""
    typed = {"name": "Rosa Pérez", "email": "r@example.org", "languages": ["es"], "has_agreed": "y"}
    client.submit("/es/liaisons/join", typed, status=303)
    return db.session.scalars(select(Liaison)).one()


def waiting():
    return [row.name for row in db.session.execute(ask_unanswered(SYSTEM))]


def test_the_desk_says_who_waits_until_they_are_answered(client, rosa):
    make_liaison("Entered by staff")
    db.session.commit()
    coordinator = client.sign_in("coordinator")
    text = coordinator.get(WEEK).text
    assert WAITS in text
    assert "Rosa Pérez on Feb 20, 2026" in text
    assert "Entered by staff" not in text
    assert WAITS not in client.sign_in("staff").get(WEEK).text
    page = f"/desk/liaisons/{rosa.id}"
    assert "Offered to become a liaison" in coordinator.get(page).text
    coordinator.post(f"{page}/steps/answer_liaison", {})
    assert "Answered" in coordinator.get(page).text
    assert WAITS not in coordinator.get(WEEK).text


def test_who_waits_longest_stands_first(client, at):
    for number in range(1, 8):
        at(datetime(2026, 2, 20 - number, 16, tzinfo=UTC))
        typed = {"name": f"N{number}", "phone": "206 555 0188", "languages": ["es"]}
        client.submit("/liaisons/join", typed | {"has_agreed": "y"}, status=303)
    assert waiting() == ["N7", "N6", "N5", "N4", "N3"]
    make_liaison("Entered by staff")
    db.session.commit()
    coordinator = client.sign_in("coordinator")
    assert "All who wait: 7" in coordinator.get(WEEK).text
    everybody = coordinator.get("/desk/liaisons/?answer=waiting").text
    assert "7 liaisons" in everybody
    assert "Entered by staff" not in everybody


def test_a_place_in_a_course_is_an_answer(client, cast, rosa):
    run = make_run(cast.outreach)
    coordinator = client.sign_in("coordinator")
    path = f"/desk/training/liaisons/{rosa.id}"
    assert "Take them into a course" in coordinator.get(f"/desk/liaisons/{rosa.id}").text
    assert coordinator.submit(path, {}, status=422).errors() == ["Choose one."]
    page = coordinator.get(path)
    typed = {"run": str(run.id), "key": page.values(page.form())["key"]}
    for _time in range(2):  # sent twice
        coordinator.submit(path, typed)
    (enrolment,) = db.session.scalars(select(Enrolment)).all()
    assert (enrolment.person_id, enrolment.state) == (rosa.person_id, EnrolmentState.ADMITTED)
    letters = select(OutboxMessage.language).where(OutboxMessage.recipient == "r@example.org")
    assert set(db.session.scalars(letters)) == {"es"}
    assert [line.step.verb for line in list_steps(rosa.id)].count("answer_liaison") == 1
    assert waiting() == []
    again = coordinator.submit(path, {"run": str(run.id)}, status=422)
    assert again.errors() == ["They are enrolled in this run already."]


def test_without_a_course_there_is_none_to_choose(client, rosa):
    coordinator = client.sign_in("coordinator")
    path = f"/desk/training/liaisons/{rosa.id}"
    assert "No course is planned." in coordinator.get(path).text
    client.sign_in("staff").get(path, status=403)
