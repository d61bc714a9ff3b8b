"""Courses in public: looking, applying without an account, and one's own page afterwards."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from factories.courses import make_course, make_run
from sqlalchemy import func, select

from liaison.db import db
from liaison.mail import OutboxMessage
from liaison.permissions import SYSTEM
from liaison.training.models.course import CourseKind, Selection
from liaison.training.models.enrolment import Enrolment
from liaison.training.models.enrolment import EnrolmentState as S
from liaison.training.operations.runs import start_run
from liaison.training.policy.own_links import make_token

FEBRUARY = datetime(2026, 2, 10, 17, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_february(at):
    at(FEBRUARY)


@pytest.fixture
def run(cast):
    return make_run(cast.outreach, course=make_course(eligibility=("adult",)))


def page_of(run):
    return f"/courses/runs/{run.id}"


def typed(**changed):
    return {"name": "Ana Ruiz", "email": "ana@example.org", "adult": "yes"} | changed


def letters():
    return db.session.scalars(select(OutboxMessage.body).order_by(OutboxMessage.id)).all()


def own_link():
    return re.search(r"http://[^/]+(/\S+)", letters()[-1])[1]


def count_enrolments():
    return db.session.scalar(select(func.count()).select_from(Enrolment))


def test_anybody_finds_a_course_and_its_next_run(client, run):
    assert "Three evenings" in client.get("/courses/").text
    page = client.get("/courses/evenings")
    assert "How the city works." in page.text
    assert "From March 3, 2026, in English" in page.text
    assert "Three evenings" in client.get(page_of(run)).text


def test_the_words_are_those_of_the_reader(client, run):
    assert "Tres tardes" in client.get("/es/courses/").text
    assert "Three evenings" in client.get("/vi/courses/").text  # else in English


def test_who_applies_finds_the_rest_in_the_message(client, run):
    page = client.submit(page_of(run), typed(), status=303)
    assert "A message to the address you gave" in client.get(page.location).text
    own = client.get(own_link())
    assert "Takes part" in own.text
    assert "Sessions attended: 0 of 2" in own.text


def test_who_is_too_young_is_told_why_and_nothing_is_kept(client, run):
    page = client.submit(page_of(run), typed(adult="no"), status=422)
    assert "You must be 18 on the first day" in page.text
    assert count_enrolments() == 0
    assert not letters()


def test_who_cannot_come_for_several_reasons_is_told_all_of_them_at_once(client, cast):
    run = make_run(cast.outreach, course=make_course(eligibility=("adult", "resident", "can_come")))
    sent = typed(adult="no", resident="no", can_come="yes")
    page = client.submit(page_of(run), sent, status=422)
    for name, reason in (("adult", "You must be 18"), ("resident", "You must live in the city")):
        assert re.search(f'id="{name}-error"[^§]*?{reason}', page.body)
        assert page.text.count(reason) == 2  # on top, and beside the statement
    assert "You must be able to come" not in page.text
    assert count_enrolments() == 0


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(client, run):
    page = client.submit(page_of(run), {"name": "Ana Ruiz"}, status=422)
    assert "Say yes or no." in page.text
    assert 'value="Ana Ruiz"' in page.body
    page = client.submit(page_of(run), typed(email=""), status=422)
    assert "Enter an e-mail address or a telephone number" in page.text


def test_applying_twice_is_applying_once_and_says_so_only_to_the_address(client, run):
    first = client.submit(page_of(run), typed(), status=303)
    again = client.submit(page_of(run), typed(name="ana  ruiz"), status=303)
    assert first.location == again.location
    assert count_enrolments() == 1
    assert "Somebody, perhaps you, applied again" in letters()[-1]


def test_two_people_may_share_an_address(client, run):
    client.submit(page_of(run), typed(), status=303)
    client.submit(page_of(run), typed(name="Luis Ruiz"), status=303)
    assert count_enrolments() == 2


def test_when_all_places_are_taken_one_waits_and_moves_up(client, cast):
    run = make_run(cast.outreach, capacity=1)
    client.submit(page_of(run), {"name": "Ana", "email": "ana@example.org"}, status=303)
    first = own_link()
    client.submit(page_of(run), {"name": "Binh", "email": "binh@example.org"}, status=303)
    waiting = own_link()
    assert "On the waiting list" in client.get(waiting).text
    client.submit(f"{first}/withdraw", {}, status=303)
    assert "Withdrew" in client.get(first).text
    assert "Takes part" in client.get(waiting).text


def test_where_people_are_chosen_everybody_applies(client, cast):
    run = make_run(cast.outreach, selection=Selection.CHOSEN, closes_on=FEBRUARY.date())
    client.submit(page_of(run), {"name": "Ana", "email": "ana@example.org"}, status=303)
    assert db.session.scalars(select(Enrolment.state)).one() is S.APPLIED
    assert "After the closing date" in letters()[-1]


def test_the_parts_of_a_course_at_ones_own_pace_stand_on_its_page(client, cast):
    run = make_run(cast.outreach, course=make_course(kind=CourseKind.SELF_PACED))
    assert re.search(r"<ol[^§]*One[^§]*Two[^§]*Three[^§]*</ol>", client.get(page_of(run)).body)


def test_after_the_last_day_to_apply_nothing_says_that_one_can(client, cast, at):
    run = make_run(cast.outreach, selection=Selection.CHOSEN, closes_on=FEBRUARY.date())
    assert "Open for applications" in client.get(page_of(run)).text
    at(FEBRUARY + timedelta(days=1))
    public = client.get(page_of(run))
    assert "Applications closed" in public.text
    assert "Open for applications" not in public.text
    desk = client.sign_in("coordinator")
    assert "Applications closed" in desk.get("/desk/training/").text
    assert "Applications closed" in desk.get(f"/desk/training/runs/{run.id}").text


def test_a_run_that_began_takes_nobody(client, run):
    start_run(actor=SYSTEM, run=run)
    db.session.commit()
    page = client.get(page_of(run))
    assert "The time to apply for this course is over." in page.text
    client.post(page_of(run), typed(), status=422)


def test_a_run_that_is_not_open_yet_is_nobodys_to_see(client, cast):
    run = make_run(cast.outreach, is_open=False)
    client.get(page_of(run), status=404)


def test_a_link_we_did_not_make_opens_nothing(client, run):
    client.submit(page_of(run), typed(), status=303)
    enrolment_id = db.session.scalars(select(Enrolment.id)).one()
    token = make_token(enrolment_id)
    client.get(f"/enrolments/{token[:-2]}xx", status=404)
    client.get(f"/sign-ups/{token}", status=404)


def test_applying_twice_by_telephone_is_applying_once_too(client, run):
    sent = typed(email="", phone="215 555 0100")
    first = client.submit(page_of(run), sent, status=303)
    second = client.submit(page_of(run), sent, status=303)
    assert first.location == second.location
    assert count_enrolments() == 1


def test_a_form_sent_twice_is_one_application_and_one_letter(client, run):
    page = client.get(page_of(run))
    sent = page.values(page.form()) | typed()
    del sent["csrf_token"]  # the browser of the tests brings its own
    first, second = (client.post(page_of(run), sent, status=303) for _time in range(2))
    assert first.location == second.location
    assert (count_enrolments(), len(letters())) == (1, 1)


def test_who_does_not_take_part_any_more_reads_no_dates_of_sessions(client, run):
    client.submit(page_of(run), typed(), status=303)
    assert "The sessions still to come" in letters()[-1]
    client.submit(f"{own_link()}/withdraw", {}, status=303)
    assert "If that is a mistake" in letters()[-1]
    assert "The sessions still to come" not in letters()[-1]


@pytest.mark.parametrize(
    ("language", "button"), [("en", "Withdraw"), ("ar", "الانسحاب"), ("zh-Hans", "退出")]
)
def test_who_leaves_a_course_reads_the_word_for_leaving(client, run, language, button):
    client.submit(page_of(run), typed(), status=303)
    page = client.get(own_link().replace("/en/", f"/{language}/") + "/withdraw")
    assert re.search(rf"<button[^>]*>{button}</button>", page.body)
