"""Liaisons who logged nothing for a while: whom to call, and what to say."""

from datetime import UTC, date, datetime

import pytest
from factories.bookings import make_booking
from factories.contacts import make_contact
from factories.liaisons import make_liaison
from factories.work import make_entry
from sqlalchemy import update

from liaison.contacts.models import Contact
from liaison.contacts.policy import next_step
from liaison.contacts.queries.quiet import count_quiet_liaisons, list_quiet_liaisons
from liaison.db import db
from liaison.liaisons.models.booking import BookingState, Debrief
from liaison.liaisons.models.liaison import LiaisonAbsence
from liaison.liaisons.models.work import EntryKind, WorkEntry
from liaison.permissions import SYSTEM, Actor, Grant, Role

SINCE, TODAY = date(2026, 3, 2), date(2026, 4, 1)


@pytest.fixture
def roster(cast, at):
    """Four who joined in January: one logs, one is away, one is no longer active."""
    at(datetime(2026, 1, 5, 16, tzinfo=UTC))
    names = ("Quiet", "Busy", "Away", "Paused")
    made = {
        name: make_liaison(name, areas=[cast.district_1], trained_on=date(2026, 1, 4))
        for name in names
    }
    made["Paused"].state = "paused"
    db.session.add(LiaisonAbsence(liaison_id=made["Away"].id, first_on=SINCE, last_on=TODAY))
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))
    for name, opened_on in (("Busy", SINCE), ("Quiet", date(2026, 3, 1))):
        make_contact(cast.outreach, opened_on=opened_on).liaison_id = made[name].id
    db.session.flush()
    return made


def quiet(actor):
    return list_quiet_liaisons(actor, since=SINCE, today=TODAY, limit=10)


def test_only_who_is_active_here_and_silent_is_on_the_list(roster):
    assert [(line.name, line.last_on) for line in quiet(SYSTEM)] == [("Quiet", date(2026, 3, 1))]
    assert count_quiet_liaisons(SYSTEM, since=SINCE, today=TODAY) == 1


@pytest.mark.parametrize("sign", ["worked", "entered", "spent", "debriefed"])
def test_work_and_a_debrief_are_signs_of_life_too(cast, roster, sign):
    days = {"entered": date(2026, 2, 1)}
    if sign == "debriefed":
        add_debrief(roster["Quiet"], cast.outreach, datetime(2026, 3, 2, 9, tzinfo=UTC))
    else:
        kind = EntryKind.EXPENSE if sign == "spent" else EntryKind.HOURS
        make_entry(roster["Quiet"], cast.outreach, kind=kind, worked_on=days.get(sign, SINCE))
        if sign == "worked":  # only the day of the work counts
            db.session.execute(
                update(WorkEntry).values(entered_at=datetime(2026, 2, 1, tzinfo=UTC))
            )
    assert quiet(SYSTEM) == []
    assert count_quiet_liaisons(SYSTEM, since=SINCE, today=TODAY) == 0


def test_the_last_entry_is_the_latest_sign_on_the_citys_calendar(client, cast, roster):
    late = datetime(2026, 3, 2, 3, tzinfo=UTC)  # the evening of 1 March in the city
    db.session.execute(update(Contact).values(opened_on=date(2026, 2, 3)))
    add_debrief(roster["Quiet"], cast.outreach, late)
    known = {line.name: line.last_on for line in quiet(SYSTEM)}
    assert known == {"Busy": date(2026, 2, 3), "Quiet": date(2026, 3, 1)}
    make_entry(roster["Busy"], cast.outreach, worked_on=date(2026, 2, 10))
    db.session.execute(update(WorkEntry).values(entered_at=datetime(2026, 2, 20, 20, tzinfo=UTC)))
    assert quiet(SYSTEM)[0].last_on == date(2026, 2, 20)
    browser = client.sign_in("coordinator")
    assert "Last entry on Feb 20, 2026" in browser.get("/desk/").text
    assert "Mar 1, 2026" in browser.get("/desk/liaisons/quiet/").text


def add_debrief(liaison, program, written_at):
    """Of a job some days before, without the hours that come with it."""
    booking = make_booking(program)
    booking.liaison_id = liaison.id
    booking.state = BookingState.DEBRIEFED
    db.session.add(Debrief(booking_id=booking.id, minutes=60, said="", written_at=written_at))
    db.session.flush()


def test_a_coordinator_of_an_area_sees_its_own(cast, roster):
    elsewhere = Actor(name="C", grants=(Grant(Role.COORDINATOR, area_id=cast.district_2.id),))
    assert quiet(elsewhere) == []


@pytest.mark.parametrize(
    ("last_on", "until", "is_worn", "begins"),
    [
        (None, date(2027, 1, 4), False, "They have logged nothing yet."),
        (None, date(2027, 1, 4), True, "They gave much this quarter."),
        (SINCE, date(2026, 5, 1), False, "Their training ends soon."),
        (SINCE, date(2027, 1, 4), False, "Call and ask how it goes."),
    ],
)
def test_the_next_step_is_a_kind_one(session, last_on, until, is_worn, begins):
    words = next_step(
        last_on=last_on, trained_until=until, renew_from=date(2026, 6, 1), is_worn=is_worn
    )
    assert str(words).startswith(begins)


def test_the_page_and_the_panel_name_them(client, roster):
    browser = client.sign_in("coordinator")
    page = browser.get("/desk/liaisons/quiet/")
    assert "Quiet" in page.text
    assert "Busy" not in page.text
    assert "Liaisons to call" in browser.get("/desk/").text
    client.sign_in("liaison").get("/desk/liaisons/quiet/", status=403)
