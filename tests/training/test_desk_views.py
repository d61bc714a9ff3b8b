"""Runs at the desk: who may, and what the pages do."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from factories.courses import enrol, make_course, make_run
from sqlalchemy import select

from liaison.accounts.models import RoleGrant
from liaison.db import db
from liaison.errors import NotAllowed, WrongState
from liaison.events.models.event import EventState
from liaison.events.models.plan import EventRules
from liaison.liaisons.models.credential import Credential
from liaison.mail import OutboxMessage
from liaison.permissions import SYSTEM, Role
from liaison.training.jobs.runs import follow_runs
from liaison.training.models.course import CourseRun, RunState, Selection
from liaison.training.models.enrolment import Attendance, Enrolment, EnrolmentState, Mark
from liaison.training.operations.attendance import mark
from liaison.training.operations.courses import CourseWords, write_text
from liaison.training.operations.runs import open_run
from liaison.training.queries.enrolments import find_enrolment
from liaison.training.queries.runs import list_sessions

FEBRUARY = datetime(2026, 2, 10, 17, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 17, tzinfo=UTC)
DESK = "/desk/training/"


@pytest.fixture(autouse=True)
def in_february(at):
    at(FEBRUARY)


@pytest.fixture
def run(cast):
    return make_run(cast.outreach)


@pytest.fixture
def desk(client):
    return client.sign_in("coordinator")


@pytest.fixture
def later(at, desk, client):
    """Another day: whoever was signed in at the desk does so again."""

    def pass_time(moment):
        at(moment)
        desk.browser = client.sign_in("coordinator").browser

    return pass_time


def page_of(run, rest=""):
    return f"{DESK}runs/{run.id}{rest}"


def planned(cast, **changed):
    return {
        "course": "academy",
        "program": str(cast.outreach.id),
        "language": "es",
        "starts_on": ["3", "3", "2026"],
        "starts": "6 pm",
        "place_name": "City Hall",
        "selection": "chosen",
        "closes_on": ["20", "2", "2026"],
        "capacity": "30",
    } | changed


def test_a_course_that_comes_along_is_planned_from_a_form(desk, cast):
    page = desk.submit(f"{DESK}runs/new", planned(cast))
    run = db.session.scalars(select(CourseRun)).one()
    assert str(run.id) in page.location
    sessions = list_sessions(run.id)
    assert len(sessions) == 12
    assert sessions[0].event.title.startswith("Academia cívica: Bienvenida")
    assert {one.event.state for one in sessions} == {EventState.DRAFT}
    assert "Civic academy" in desk.get(page.location).text


def test_its_sessions_are_placed_in_an_area_and_so_is_one_that_is_added(desk, cast):
    page = desk.submit(f"{DESK}runs/new", planned(cast, area_id=str(cast.district_1.id)))
    run = db.session.scalars(select(CourseRun)).one()
    assert {one.event.area_id for one in list_sessions(run.id)} == {cast.district_1.id}
    extra = {"title": "Waterworks", "kind": "tour", "on": ["10", "3", "2026"], "starts": "6 pm"}
    extra |= {"minutes": "90", "area_id": str(cast.district_2.id)}
    desk.submit(f"{page.location}/sessions/new", extra)
    [added] = [one for one in list_sessions(run.id) if one.title == "Waterworks"]
    assert added.event.area_id == cast.district_2.id
    desk.submit(f"{DESK}runs/new", planned(cast, area_id=str(cast.outreach.id)), status=422)


def test_a_form_sent_twice_plans_one_run(desk, cast):
    page = desk.get(f"{DESK}runs/new")
    sent = page.values(page.form()) | planned(cast)
    del sent["csrf_token"]  # the browser of the tests brings its own
    first, second = (desk.post(f"{DESK}runs/new", sent) for _time in range(2))
    assert first.location == second.location


def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, cast):
    page = desk.submit(f"{DESK}runs/new", planned(cast, closes_on=["", "", ""]), status=422)
    assert "Enter until when people apply" in page.text
    assert 'value="City Hall"' in page.body


def test_opening_shows_the_sessions_to_the_public(desk, client, cast):
    run = make_run(cast.outreach, is_open=False)
    client.get(f"/courses/runs/{run.id}", status=404)
    desk.submit(page_of(run, "/open"), {"override_reason": "The hall is new"})
    assert "Three evenings" in client.get(f"/courses/runs/{run.id}").text


def test_before_opening_each_event_is_named_with_what_it_lacks(desk, cast):
    run = make_run(cast.outreach, is_open=False, access=("childcare",))
    db.session.get(EventRules, 1).required_access = ["childcare", "step_free"]
    two = list_sessions(run.id)[1].event
    two.access_lacking = ["step_free"]
    db.session.commit()
    for page in (
        desk.get(page_of(run, "/open")),
        desk.submit(page_of(run, "/open"), {"override_reason": ""}, status=422),
    ):
        assert "Three evenings: One March 3, 2026 Step-free entrance" in page.text
        assert "Three evenings: Two" not in page.text
        assert "Three evenings: Three March 17, 2026 Step-free entrance" in page.text
        assert f"/desk/events/{list_sessions(run.id)[0].event_id}/access" in page.body


def test_a_run_whose_sessions_are_over_is_not_opened(desk, later, cast):
    run = make_run(cast.outreach, is_open=False)
    assert "Open for applications" in desk.get(page_of(run)).text
    later(APRIL)
    assert "Open for applications" not in desk.get(page_of(run)).text
    assert "All its sessions are over" in desk.get(page_of(run, "/open"), status=409).text
    with pytest.raises(WrongState):
        open_run(actor=SYSTEM, run=db.session.get(CourseRun, run.id))


def test_a_run_that_is_opened_after_its_first_day_says_so(desk, later, cast):
    run = make_run(cast.outreach, is_open=False)
    later(APRIL.replace(month=3, day=12))
    page = desk.submit(page_of(run, "/open"), {"override_reason": "The hall is new"})
    page = desk.get(page.location)
    assert "The time to apply is over." in page.text
    assert "People can apply now." not in page.text


@pytest.mark.parametrize("who", ["manager", "coordinator", "administrator"])
def test_who_may_look(client, run, who):
    assert "Three evenings" in client.sign_in(who).get(page_of(run)).text


def test_who_may_not(client, run):
    client.sign_in("outsider").get(page_of(run), status=404)
    client.sign_in("staff").get(DESK, status=403)
    client.sign_in("liaison").get(DESK, status=403)
    client.sign_in("manager").get(f"{DESK}runs/new", status=403)
    client.sign_in("manager").post(page_of(run, "/start"), {}, status=403)


def test_many_are_chosen_at_once_and_each_is_told(desk, cast):
    run = make_run(
        cast.outreach, capacity=1, selection=Selection.CHOSEN, closes_on=date(2026, 2, 20)
    )
    ana, binh = enrol(run), enrol(run, "Binh Vo")
    chosen = {f"step-{ana.id}": "admit_enrolment", f"step-{binh.id}": "decline_enrolment"}
    page = desk.submit(page_of(run, "/choose"), chosen, status=422)
    assert "Say why. They will read it." in page.text
    assert db.session.get(Enrolment, ana.id).state is EnrolmentState.APPLIED
    desk.submit(page_of(run, "/choose"), chosen | {"reason": "Others live nearer."})
    states = [find_enrolment(one).state for one in (ana.id, binh.id)]
    assert states == [EnrolmentState.ADMITTED, EnrolmentState.DECLINED]
    bodies = "".join(db.session.scalars(select(OutboxMessage.body)))
    assert "This is why: Others live nearer." in bodies


def test_while_somebody_waits_for_a_run_whose_people_are_chosen_one_can_choose(desk, cast):
    run = make_run(cast.outreach, selection=Selection.CHOSEN, closes_on=date(2026, 2, 20))
    chosen = {f"step-{enrol(run).id}": "waitlist_enrolment"}
    desk.submit(page_of(run, "/choose"), chosen)
    assert "Choose who takes part" in desk.get(page_of(run)).text


def test_where_the_reason_is_missing_the_page_keeps_what_was_chosen(desk, cast):
    run = make_run(cast.outreach, selection=Selection.CHOSEN, closes_on=date(2026, 2, 20))
    ana, binh = enrol(run), enrol(run, "Binh Vo")
    chosen = {f"step-{ana.id}": "waitlist_enrolment", f"step-{binh.id}": "decline_enrolment"}
    page = desk.submit(page_of(run, "/choose"), chosen, status=422)
    assert page.values(page.form())[f"step-{ana.id}"] == ["waitlist_enrolment"]
    assert "On the waiting list" not in page.text  # nothing is stored yet


def test_no_more_are_admitted_than_there_are_places(desk, cast):
    run = make_run(
        cast.outreach, capacity=1, selection=Selection.CHOSEN, closes_on=date(2026, 2, 20)
    )
    both = [enrol(run), enrol(run, "Binh Vo")]
    chosen = {f"step-{one.id}": "admit_enrolment" for one in both}
    page = desk.submit(page_of(run, "/choose"), chosen, status=422)
    assert "There is 1 place left." in page.text


def test_the_sheet_stores_marks_and_refuses_those_of_a_session_to_come(desk, later, run):
    ana = enrol(run)
    sheet = page_of(run, f"/sessions/{list_sessions(run.id)[0].id}")
    page = desk.submit(sheet, {f"mark-{ana.id}": "present"}, status=422)
    assert "Before it begins you can only excuse somebody." in page.text
    later(APRIL)
    desk.submit(sheet, {f"mark-{ana.id}": "late"})
    assert db.session.scalars(select(Attendance.mark)).one() is Mark.LATE
    desk.submit(sheet, {f"mark-{ana.id}": "none"})
    assert db.session.scalars(select(Attendance)).all() == []


def test_two_sheets_at_once_take_nothing_from_each_other(desk, later, run):
    ana, binh = enrol(run), enrol(run, "Binh Vo")
    sheet = page_of(run, f"/sessions/{list_sessions(run.id)[0].id}")
    later(APRIL)
    opened = desk.get(sheet)
    desk.submit(sheet, {f"mark-{ana.id}": "present"})
    stale = opened.values(opened.form()) | {f"mark-{binh.id}": "late"}
    stale.pop("csrf_token")  # that of the session is sent
    desk.post(sheet, stale)
    found = db.session.execute(select(Attendance.enrolment_id, Attendance.mark))
    assert dict(found.all()) == {ana.id: Mark.PRESENT, binh.id: Mark.LATE}


def test_a_session_moved_after_attendance_was_taken_says_so(desk, later, run):
    ana = enrol(run)
    first = list_sessions(run.id)[0]
    later(first.event.starts_at + timedelta(hours=1))
    mark(actor=SYSTEM, run=run, enrolment=ana, session=first, mark=Mark.PRESENT)
    first.event.starts_at += timedelta(days=7)
    first.event.ends_at += timedelta(days=7)
    db.session.commit()
    page = desk.get(page_of(run, f"/sessions/{first.id}"))
    assert "The session was moved after attendance was taken" in page.text


def test_a_make_up_counts_once(desk, later, run):
    ana = enrol(run)
    later(APRIL)
    one, two, _three = list_sessions(run.id)
    address, on = page_of(run, f"/people/{ana.id}/make-up"), ["20", "3", "2026"]
    desk.submit(address, {"session": str(one.id), "made_up_on": on})
    page = desk.submit(address, {"session": str(two.id), "made_up_on": on}, status=422)
    assert "It counts once." in page.text


def test_a_make_up_is_not_before_the_session_and_another_replaces_it(desk, later, run):
    ana = enrol(run)
    later(APRIL)
    two = list_sessions(run.id)[1]  # on March 10
    address, sent = page_of(run, f"/people/{ana.id}/make-up"), {"session": str(two.id)}
    page = desk.submit(address, sent | {"made_up_on": ["9", "3", "2026"]}, status=422)
    assert "Enter March 10, 2026 or later" in page.text
    page = desk.submit(address, sent | {"made_up_on": ["11", "3", "2026"]})
    assert "This replaces" not in desk.get(page.location).text
    page = desk.submit(address, sent | {"made_up_on": ["20", "3", "2026"]})
    page = desk.get(page.location)
    assert "This replaces the make-up of March 11, 2026." in page.text
    assert "Mar 20, 2026" in page.text


def test_nobody_who_withdrew_is_marked_or_has_a_certificate(desk, later, run):
    ana = enrol(run)
    desk.submit(page_of(run, f"/people/{ana.id}/withdraw_enrolment"), {"reason": "Moved away"})
    later(APRIL)
    sheet = page_of(run, f"/sessions/{list_sessions(run.id)[0].id}")
    assert "Ana Ruiz" not in desk.get(sheet).text
    desk.submit(page_of(run, "/end"), {})
    assert db.session.scalars(select(Credential)).all() == []


def test_no_run_is_ended_before_its_last_session(desk, run):
    page = desk.get(page_of(run, "/end"), status=409)
    assert "There are sessions still to come." in page.text
    assert "Someone else" not in page.text


def test_ending_shows_first_what_it_will_do(desk, later, cast):
    course = make_course(
        rule={
            "total": 3,
            "min_present": 0,
            "extra": [
                {"any_of": [[{"kind": "report", "min": 1}], [{"kind": "group_project", "min": 1}]]}
            ],
        }
    )
    run = make_run(cast.outreach, course=course)
    ana = enrol(run)
    later(APRIL)
    page = desk.get(page_of(run, "/end"))
    assert "One of these: Report written: 0 of 1; Group project done: 0 of 1" in page.text
    deed = {"kind": "report", "done_on": ["1", "4", "2026"], "amount": "1"}
    desk.submit(page_of(run, f"/people/{ana.id}/deeds/new"), deed)
    desk.submit(page_of(run, "/end"), {})
    assert db.session.get(CourseRun, run.id).state is RunState.ENDED
    number = db.session.scalars(select(Credential.number)).one()
    assert number in desk.get(page_of(run, f"/people/{ana.id}")).text


def test_staff_take_in_whoever_calls_once(desk, run):
    said = {"name": "Cora Day", "email": "cora@example.org"}
    desk.submit(page_of(run, "/people/new"), said)
    page = desk.submit(page_of(run, "/people/new"), said, status=422)
    assert "They are enrolled in this run already." in page.text


def test_a_session_is_added_by_a_form(desk, run):
    said = {"title": "Waterworks", "kind": "tour", "on": ["21", "3", "2026"], "starts": "10"}
    desk.submit(page_of(run, "/sessions/new"), said | {"minutes": "90"})
    assert list_sessions(run.id)[-1].title == "Waterworks"


def test_the_people_of_a_run_are_a_file_with_the_days_of_the_city(later, desk, run):
    later(FEBRUARY.replace(hour=2))  # still the evening before
    enrol(run)
    text = desk.get(page_of(run) + "?format=csv").body.removeprefix("\ufeff")
    [line] = csv.DictReader(io.StringIO(text))
    assert (line["Name"], line["Applied on"]) == ("Ana Ruiz", "2026-02-09")


def test_a_run_that_began_is_started_at_night(run, at, app):
    at(APRIL)
    follow_runs()
    assert db.session.get(CourseRun, run.id).state is RunState.RUNNING


def test_a_cancelled_run_is_told_to_whoever_applied(desk, run):
    enrol(run)
    desk.submit(page_of(run, "/cancel"), {})
    assert (
        "does not take place"
        in db.session.scalars(
            select(OutboxMessage.subject).order_by(OutboxMessage.id.desc())
        ).first()
    )


def test_a_course_of_the_citys_own(desk):
    said = {
        "title": "First aid",
        "key": "first-aid",
        "outline": "Before help comes\nUntil help comes",
        "kind": "series",
        "sessions": "2",
        "needed": "3",
        "minutes": "90",
    }
    page = desk.submit(f"{DESK}courses/new", said, status=422)
    assert "No more sessions can be needed than there are." in page.text
    page = desk.submit(f"{DESK}courses/new", said | {"needed": "2"})
    assert "First aid" in desk.get(page.location).text
    page = desk.submit(f"{DESK}courses/new", said | {"needed": "2"}, status=422)
    assert "There is a course of this name already." in page.text
    desk.submit(f"{DESK}courses/first-aid/words/es", {"title": "Primeros auxilios"})
    assert "Primeros auxilios" in desk.get(f"{DESK}courses/first-aid").text


def test_a_role_in_one_programme_rewrites_no_course_of_the_city(client, cast):
    course = make_course()
    who = cast.users["staff"].id
    db.session.add(RoleGrant(user_id=who, role=Role.COORDINATOR, program_id=cast.outreach.id))
    db.session.commit()
    browser = client.sign_in("staff")
    page = browser.get(f"{DESK}courses/{course.key}")
    assert "Plan a run" in page.text
    assert "/words/" not in page.body
    for address in ("new", f"{course.key}/words/es"):
        browser.get(f"{DESK}courses/{address}", status=403)
    with pytest.raises(NotAllowed):
        write_text(
            actor=cast.actor("staff"), course=course, language="es", words=CourseWords("Otra cosa")
        )


def test_more_room_lets_those_who_wait_move_up(desk, cast):
    run = make_run(cast.outreach, capacity=1)
    _first, second = enrol(run), enrol(run, "Binh Vo")
    desk.submit(page_of(run, "/edit"), {"capacity": "2", "min_present": "2"})
    assert find_enrolment(second.id).state is EnrolmentState.ADMITTED
    page = desk.submit(page_of(run, "/edit"), {"min_present": "9"}, status=422)
    assert "No more sessions can be needed than there are." in page.text
