"""An event with several dates: who signed up reads all that are still to come, everywhere."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from factories.afterwards import make_guest
from factories.events import NOON, add_date, make_event, translate
from factories.sign_ups import come
from sqlalchemy import select

from liaison.db import db
from liaison.events.jobs import messages as job
from liaison.events.models.event import EventDate
from liaison.events.models.sign_up import SignUp
from liaison.events.operations.events import cancel_event, publish_event
from liaison.events.operations.plan import DateDetails, remove_part
from liaison.events.operations.plan import add_date as plan_date
from liaison.events.policy.dates import all_dates, still_to_come
from liaison.events.policy.own_links import make_token
from liaison.events.queries.dates import list_dates
from liaison.i18n import in_language, in_parts
from liaison.mail import OutboxMessage
from liaison.permissions import SYSTEM

MONDAY = NOON - timedelta(days=5)
WEEK = timedelta(days=7)
NEW_YORK = ZoneInfo("America/New_York")
DAYS = {  # the three dates of the course, as mails write them
    None: ("Saturday, March 14, 2026", "Saturday, March 21, 2026", "Saturday, March 28, 2026"),
    "es": ("sábado, 14 de marzo de 2026", "sábado, 21 de marzo", "sábado, 28 de marzo"),
    "zh-Hans": ("2026年3月14日星期六", "2026年3月21日星期六", "2026年3月28日星期六"),
    "vi": ("Thứ Bảy, 14 tháng 3, 2026", "Thứ Bảy, 21 tháng 3", "Thứ Bảy, 28 tháng 3"),
    "ar": ("السبت، 14 مارس 2026", "السبت، 21 مارس 2026", "السبت، 28 مارس 2026"),
}


@pytest.fixture
def course(cast, at):
    """Three Saturdays, the last one at the school."""
    at(MONDAY)
    event = make_event(cast.outreach, title="Course", ends_at=NOON + timedelta(hours=2))
    add_date(event, starts_at=NOON + WEEK, ends_at=NOON + WEEK + timedelta(hours=2))
    add_date(event, starts_at=NOON + 2 * WEEK, place_name="School", room="Gym", address="1 Elm St")
    return event


def bodies():
    return db.session.scalars(select(OutboxMessage.body).order_by(OutboxMessage.id)).all()


def told(event, at, moment):
    """What is written once messages are sent at that moment."""
    db.session.commit()
    at(moment)
    job.send_messages()
    return bodies()[-1]


@pytest.mark.parametrize("language", DAYS)
def test_the_confirmation_names_all_in_the_readers_language(course, language):
    come(course, email="ana@example.org", language=language)
    (body,) = bodies()
    for day in DAYS[language]:
        assert day in body
    with in_language(language):
        school = in_parts(["School", "Gym", "1 Elm St"])
    assert body.index("Library") < body.index(school)


def test_a_text_message_names_all_too(course, app, monkeypatch):
    come(course, phone="+12155550123")
    (body,) = bodies()
    assert "There are 3 dates:" in body
    assert all(day in body for day in DAYS[None])


@pytest.mark.parametrize("language", DAYS)
@pytest.mark.parametrize("way", [{"email": "ana@example.org"}, {"phone": "+12155550123"}])
def test_a_reminder_names_all_by_mail_and_by_text(course, at, language, way):
    course.state = "draft"
    publish_event(actor=SYSTEM, event=course, override_reason="The hall is not known yet")
    make_guest(course, language=language, **way)
    body = told(course, at, NOON - timedelta(days=2))
    assert all(day in body for day in DAYS[language])


def test_a_date_that_is_over_is_no_longer_named(course, at):
    make_guest(course, email="ana@example.org")
    at(NOON + timedelta(days=1))
    cancel_event(actor=SYSTEM, event=course)
    body = told(course, at, NOON + timedelta(days=1, minutes=5))
    assert "does not take place on any of these days:" in body
    assert [day in body for day in DAYS[None]] == [False, True, True]


def test_another_date_is_told_and_one_that_is_gone(course, at):
    make_guest(course, email="ana@example.org")
    plan_date(actor=SYSTEM, event=course, details=DateDetails(NOON + 3 * WEEK))
    assert "Saturday, April 4, 2026" in told(course, at, MONDAY + timedelta(minutes=5))
    last = db.session.scalars(select(EventDate).order_by(EventDate.starts_at)).all()[-1]
    remove_part(actor=SYSTEM, event=course, part=last)
    body = told(course, at, MONDAY + timedelta(minutes=10))
    assert "April 4" not in body
    assert all(day in body for day in DAYS[None])


def test_the_own_page_names_all_in_the_words_of_the_reader(client, course):
    translate(course, "es", title="Curso")
    guest = make_guest(course, email="ana@example.org", language="es")
    page = client.get(f"/es/sign-ups/{make_token(guest.id)}")
    assert "Curso" in page.text
    assert all(day in page.text for day in DAYS["es"])
    assert "de 12:00 p.m. a 2:00 p.m." in page.text
    assert page.body.index("Library") < page.body.index("<bdi>School</bdi>, <bdi>Gym</bdi>")


def test_its_calendar_has_an_entry_for_each_with_its_place(client, course):
    guest = make_guest(course, email="ana@example.org")
    page = client.get(f"/sign-ups/{make_token(guest.id)}")
    (link,) = [a.get("href") for a in page.tree.iter("a") if "calendar.ics" in a.get("href", "")]
    written = client.get(link).response.text
    assert written.count("BEGIN:VEVENT") == 3
    assert written.count("LOCATION:Library") == 2
    assert "LOCATION:School\\, Gym\\, 1 Elm St" in written


def test_the_zone_is_said_where_a_time_comes_twice(cast, at):
    at(datetime(2026, 10, 1, tzinfo=UTC))
    second = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # half past one, for the second time
    event = make_event(cast.outreach, starts_at=second)
    come(event, email="ana@example.org")
    assert "1:30\N{NARROW NO-BREAK SPACE}AM (Eastern Standard Time)" in bodies()[0]


def test_the_zone_is_said_to_whoever_may_join_from_elsewhere(cast, at):
    at(MONDAY)
    event = make_event(cast.outreach, access=["remote"])
    come(event, email="ana@example.org", language="es")
    assert "(hora de verano oriental)" in bodies()[0]


def test_an_evening_that_ends_after_midnight_says_the_day_it_ends(cast, at):
    at(MONDAY)
    event = make_event(cast.outreach, ends_at=NOON + timedelta(hours=13))
    come(event, email="ana@example.org")
    assert "Sunday, March 15, 2026, 1:00" in bodies()[0]


def test_once_it_is_over_all_dates_are_shown(course):
    dates = list_dates(course)
    assert still_to_come(dates, NOON + 10 * WEEK) == dates == all_dates(course, further(), NEW_YORK)


def further():
    return db.session.scalars(select(EventDate)).all()


def test_in_arabic_a_number_a_place_and_a_code_keep_their_own_direction(course):
    come(course, email="ana@example.org", language="ar")
    (body,) = bodies()
    opens, closes = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
    place = ("School", "Gym", "1 Elm St")
    assert "\N{ARABIC COMMA} ".join(f"{opens}{part}{closes}" for part in place) in body
    code = db.session.scalars(select(SignUp.code)).one()
    assert f"\N{FIRST STRONG ISOLATE}{code}\N{POP DIRECTIONAL ISOLATE}" in body
    come(course, email="ben@example.org", language="zh-Hans")
    assert "\N{FIRST STRONG ISOLATE}" not in bodies()[1]
