"""Quiet hours, ceilings, what was hard, what was good, and the letter at the end."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from factories.liaisons import make_liaison
from factories.work import make_entry
from sqlalchemy import func, select, update

from liaison import jobs
from liaison.accounts.models import RoleGrant, UserState
from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.errors import WrongState
from liaison.files import store
from liaison.i18n import in_language
from liaison.liaisons.exports.letters import letter_html
from liaison.liaisons.models.booking import BookingState
from liaison.liaisons.models.care import AskKind, HardContact
from liaison.liaisons.models.work import EntryState
from liaison.liaisons.operations.care import flag_hard_contact, note_ask, note_talk
from liaison.liaisons.operations.steps import step_liaison
from liaison.liaisons.policy.care import Ceiling, Load, next_awake, quarter_of
from liaison.liaisons.queries.care import list_hard_contacts, load_of
from liaison.liaisons.queries.service import find_service
from liaison.permissions import SYSTEM, Role

CITY = ZoneInfo("America/New_York")
AS_LIAISON = {"role": Role.LIAISON, "department_id": None}


@pytest.fixture
def spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.fixture
def linh(cast, spring):
    return make_liaison(user_id=cast.users["liaison"].id, trained_on=date(2026, 1, 5))


@pytest.mark.parametrize(
    ("now", "awake"),
    [
        ((2026, 4, 1, 19, 59), (2026, 4, 1, 19, 59)),
        ((2026, 4, 1, 20, 0), (2026, 4, 2, 8, 0)),
        ((2026, 4, 2, 3, 0), (2026, 4, 2, 8, 0)),
        ((2026, 4, 2, 8, 0), (2026, 4, 2, 8, 0)),
        ((2026, 3, 7, 23, 0), (2026, 3, 8, 8, 0)),  # an hour is missing in this night
    ],
)
def test_nobody_is_asked_in_quiet_hours(now, awake):
    at = datetime(*now, tzinfo=CITY)
    assert next_awake(at, time(20), time(8), CITY) == datetime(*awake, tzinfo=CITY)


@pytest.mark.parametrize(("hour", "awake"), [(11, 11), (12, 14), (13, 14), (14, 14)])
def test_quiet_hours_within_a_day(hour, awake):
    at = datetime(2026, 4, 1, hour, tzinfo=CITY)
    then = next_awake(at, time(12), time(14), CITY)
    assert then == datetime(2026, 4, 1, awake, tzinfo=CITY)


def test_equal_times_are_no_quiet_hours():
    at = datetime(2026, 4, 1, 3, tzinfo=CITY)
    assert next_awake(at, time(8), time(8), CITY) == at


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 5, 31), date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_quarters(on, first, last):
    assert quarter_of(on) == (first, last)


@pytest.mark.parametrize(
    ("load", "reached"),
    [(Load(2399, 11), False), (Load(2400, 0), True), (Load(0, 12), True)],
)
def test_the_ceiling_is_reached_by_time_or_by_asks(load, reached):
    assert Ceiling(2400, 12).is_reached_by(load) is reached


def test_a_booking_counts_until_its_work_is_entered(cast, linh, booking):
    day = date(2026, 3, 20)
    assert load_of([linh.id], day)[linh.id] == Load(120, 0)
    make_entry(linh, cast.outreach, minutes=150, booking_id=booking.id)
    make_entry(linh, cast.outreach, minutes=30, worked_on=date(2025, 12, 31))
    assert load_of([linh.id], day)[linh.id] == Load(150, 0)
    booking.state = BookingState.REQUESTED
    note_ask(actor=SYSTEM, liaison=linh, kind=AskKind.OFFER)
    assert load_of([linh.id], date(2026, 4, 1))[linh.id] == Load(0, 1)


def test_without_a_supporter_nobody_is_told(cast, linh):
    with pytest.raises(WrongState):
        flag_hard_contact(liaison=linh, words="Hard")


@pytest.fixture
def supported(cast, linh):
    linh.supporter_id = cast.users["coordinator"].id
    db.session.flush()
    return linh


def test_who_no_longer_works_here_supports_nobody(client, cast, supported):
    cast.users["coordinator"].state = UserState.CLOSED
    db.session.commit()
    own = client.sign_in("liaison")
    assert "Coordinator supports you" not in own.get("/field/care/").text
    with pytest.raises(WrongState):
        flag_hard_contact(liaison=supported, words="Hard")


def test_who_supports_somebody_is_told_when_much_was_asked(client, cast, supported):
    told, others = client.sign_in("coordinator"), client.sign_in("manager")
    words = "Much was asked of them this quarter"
    entry = make_entry(supported, cast.outreach, minutes=24 * 60, worked_on=date(2026, 4, 1))
    assert words not in told.get("/desk/").text
    make_entry(supported, cast.outreach, minutes=16 * 60, worked_on=date(2026, 4, 1))
    assert words in told.get("/desk/").text
    assert words not in others.get("/desk/").text
    entry.state, entry.answer = EntryState.REFUSED, "No."
    for _ask in range(12):
        note_ask(actor=SYSTEM, liaison=supported, kind=AskKind.SURVEY)
    assert words in told.get("/desk/").text
    assert "Ask somebody else" in told.get(f"/desk/liaisons/{supported.id}/care").text


def test_what_was_hard_is_seen_by_two_people(client, cast, supported):
    own = client.sign_in("liaison")
    own.submit("/field/care/hard", {"words": "They shouted."})
    assert "They shouted." in own.get("/field/care/").text
    supporter = client.sign_in("coordinator")
    assert "A liaison had a hard contact" in supporter.get("/desk/").text
    assert "They shouted." in supporter.get("/desk/hard-contacts").text
    flag = db.session.scalar(select(HardContact))
    for who in ("administrator", "manager", "privacy_officer"):
        other = client.sign_in(who)
        assert "They shouted." not in other.get("/desk/hard-contacts").text
        other.post(f"/desk/hard-contacts/{flag.id}/talked", {}, status=404)
    assert list_hard_contacts(SYSTEM) == []
    supporter.post(f"/desk/hard-contacts/{flag.id}/talked", {})
    assert "you spoke about it on April 1, 2026" in own.get("/field/care/").text


@pytest.mark.parametrize(
    "who", ["analyst", "reviewer", "aide_of_2", "outsider", "staff", "partner"]
)
def test_no_role_opens_what_was_hard(client, cast, supported, who):
    flag = flag_hard_contact(liaison=supported, words="They shouted.")
    other = client.sign_in(who)
    other.post(f"/desk/hard-contacts/{flag.id}/talked", {}, status=404)
    for path in ("", "hard-contacts", f"liaisons/{supported.id}", f"liaisons/{supported.id}/care"):
        text = other.browser.get(f"/desk/{path}").text
        assert "They shouted." not in text
        assert "A liaison had a hard contact" not in text


def test_another_liaison_sees_nothing_of_it(client, cast, supported):
    flag = flag_hard_contact(liaison=supported, words="They shouted.")
    user_id = cast.users["staff"].id
    make_liaison("Ana", user_id=user_id)
    db.session.execute(update(RoleGrant).where(RoleGrant.user_id == user_id).values(AS_LIAISON))
    other = client.sign_in("staff")
    assert "They shouted." not in other.get("/field/care/").text
    other.get("/desk/hard-contacts", status=403)
    other.post(f"/desk/hard-contacts/{flag.id}/talked", {}, status=403)


def test_who_supports_them_next_does_not_read_what_was_told_before(cast, supported):
    flag_hard_contact(liaison=supported, words="They shouted.")
    supported.supporter_id = cast.users["manager"].id
    db.session.flush()
    assert list_hard_contacts(cast.actor("manager")) == []


def test_the_log_keeps_silent_about_it(client, cast, supported):
    before = db.session.scalar(select(func.count(AuditEntry.id)))
    flag = flag_hard_contact(liaison=supported, words="Hard")
    note_talk(flag=flag)
    assert db.session.scalar(select(func.count(AuditEntry.id))) == before


def test_what_is_worth_remembering_comes_from_both_sides(client, cast, linh):
    client.sign_in("liaison").submit("/field/care/good", {"words": "Two blocks met."})
    desk = client.sign_in("coordinator")
    desk.submit(f"/desk/liaisons/{linh.id}/recognition", {"words": "Knows the bus routes now."})
    page = desk.get(f"/desk/liaisons/{linh.id}/care")
    assert "Two blocks met." in page.text
    assert "Knows the bus routes now." in page.text
    own = client.sign_in("liaison").get("/field/care/")
    assert "Knows the bus routes now." in own.text


def test_the_city_sets_its_rules(client, cast, linh):
    browser = client.sign_in("administrator")
    page = "/desk/liaison-rules/"
    browser.submit(page, {"quarter_hours": "0", "quiet_from": "late"}, status=422)
    for cap in ("", "-1", "1000000.01", "99999999999999"):
        browser.submit(page, {"yearly_cap": cap}, status=422)
    browser.submit(page, {"quarter_hours": "10", "yearly_cap": "750"})
    assert "at most 10 h" in browser.get(f"/desk/liaisons/{linh.id}/care").text
    client.sign_in("coordinator").get(page, status=403)


def test_a_letter_says_what_the_city_approved(cast, linh):
    make_entry(linh, cast.outreach, minutes=150, is_approved=True)
    make_entry(linh, cast.meters, minutes=600)
    linh.person.language = "vi"
    step_liaison(actor=SYSTEM, liaison=linh, verb="thank_liaison")
    service = find_service(linh.id)
    assert (service.minutes, service.programs) == (150, ("Parks outreach",))
    assert (service.has_left, service.last_on) == (True, date(2026, 4, 1))
    letter = letter_html(service)
    assert 'lang="vi"' in letter
    assert "2 giờ 30 phút" in letter
    assert "2 h 30 min" in letter


def test_the_worker_draws_the_letter(client, cast, linh):
    page = client.sign_in("coordinator").post(f"/desk/liaisons/{linh.id}/letter", {})
    job = db.session.scalar(select(jobs.BackgroundJob))
    assert str(job.id) in page.location
    with in_language("en"):
        jobs.run(job.id)
    db.session.refresh(job)
    assert store().read(job.result).startswith(b"%PDF")


def test_a_refused_entry_is_no_load(cast, linh):
    entry = make_entry(linh, cast.outreach)
    entry.state, entry.answer = EntryState.REFUSED, "No."
    db.session.flush()
    assert load_of([linh.id], date(2026, 3, 20))[linh.id].minutes == 0
