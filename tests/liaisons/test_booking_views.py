"""Bookings on the desk and in the notebook: who may, what they see, what is refused."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from factories.bookings import booking_called, confirm, let_interpret, make_booking
from factories.liaisons import make_liaison
from sqlalchemy import func, select

from liaison.accounts.models import RoleGrant
from liaison.db import db
from liaison.liaisons.models.booking import BookingState, Debrief
from liaison.liaisons.models.liaison import Travel
from liaison.liaisons.models.work import WorkEntry
from liaison.liaisons.operations.bookings import cancel_booking
from liaison.liaisons.operations.offers import decline_offer, offer_booking, withdraw_offer
from liaison.liaisons.queries.bookings import list_booking_steps
from liaison.permissions import SYSTEM, Role

NOON = datetime(2026, 4, 1, 16, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _spring(at):
    at(NOON)


@pytest.fixture
def linh(cast):
    """A trained liaison who interprets and signs in."""
    user_id = cast.users["liaison"].id
    liaison = make_liaison(trained_on=date(2026, 3, 1), user_id=user_id)
    let_interpret(liaison)
    db.session.commit()
    return liaison


def asked_for(**values):
    return {
        "title": "Tenants’ meeting",
        "task": "interpret",
        "language": "vi",
        "day": ["4", "4", "2026"],
        "starts": "10:00",
        "ends": "12:00",
    } | values


def test_a_department_asks_for_a_liaison(client, cast):
    staff = client.sign_in("staff")
    answer = staff.submit("/desk/bookings/new", asked_for(rate="30"))
    page = staff.get(answer.location)
    booking = booking_called("Tenants’ meeting")
    assert (booking.cents_an_hour, booking.minutes, booking.needs_credential) == (3000, 120, True)
    assert booking.starts_at == datetime(2026, 4, 4, 14, tzinfo=UTC)
    assert "Saturday" in page.text
    assert "$60" in page.text


def test_what_is_wrong_is_said_and_what_was_typed_stays(client, cast):
    staff = client.sign_in("staff")
    page = staff.submit("/desk/bookings/new", asked_for(ends="9:00"), status=422)
    assert page.errors() == [
        "Enter a time after the start. If it ends on another day, enter the last day."
    ]
    assert page.values(page.form())["title"] == ["Tenants’ meeting"]


def test_pay_below_nothing_is_refused_in_words_that_fit(client, cast):
    page = client.sign_in("staff").submit("/desk/bookings/new", asked_for(rate="-5"), status=422)
    assert page.errors() == ["Enter an amount from 0 to 1000."]


def test_a_department_sees_its_own_and_finds_nobody_itself(client, cast):
    theirs, other = make_booking(cast.outreach), make_booking(cast.meters, title="Meters")
    db.session.commit()
    staff = client.sign_in("staff")
    assert "Meters" not in staff.get("/desk/bookings/").text
    assert "Find somebody" not in staff.get(f"/desk/bookings/{theirs.id}").text
    staff.get(f"/desk/bookings/{other.id}", status=404)
    staff.get(f"/desk/bookings/{theirs.id}/match", status=403)


@pytest.mark.parametrize("who", ["analyst", "liaison", "aide_of_2"])
def test_closed_to_who_asks_for_nobody(client, who):
    client.sign_in(who).get("/desk/bookings/", status=403)


def test_the_coordinator_sees_who_fits_and_who_does_not_and_why(client, cast, linh):
    make_liaison("Ivo", languages=("vi",), trained_on=date(2026, 3, 1))
    booking = make_booking(cast.outreach)
    db.session.commit()
    page = client.sign_in("coordinator").get(f"/desk/bookings/{booking.id}/match")
    assert "Interprets in Vietnamese" in page.text
    assert "Asked this quarter: 0 of at most" in page.text
    assert "Works in Vietnamese, but does not interpret" in page.text
    assert page.text.index("Linh Tran") < page.text.index("Ivo")


def test_where_nobody_fits_the_rule_that_binds_is_named(client, cast):
    make_liaison("Ivo", languages=("fr",), trained_on=date(2026, 3, 1))
    booking = make_booking(cast.outreach)
    db.session.commit()
    page = client.sign_in("coordinator").get(f"/desk/bookings/{booking.id}/match")
    assert "What stands in the way most: Does not work in the language." in page.text


def test_offered_accepted_briefed_debriefed(client, cast, linh, at):
    booking = make_booking(cast.outreach, actor=cast.actor("staff"))
    db.session.commit()
    coordinator, own = client.sign_in("coordinator"), client.sign_in("liaison")
    coordinator.post(f"/desk/bookings/{booking.id}/offers/{linh.id}", {})
    assert "Jobs that wait for you Tenants’ meeting Answer by" in own.get("/field/").text
    assert "Please answer" in own.get("/field/jobs/").text
    own.post(f"/field/jobs/{booking.id}/accept", {})
    staff = client.sign_in("staff")
    page = staff.get(f"/desk/bookings/{booking.id}")
    assert "Why this one: Interprets in Vietnamese" in page.text
    staff.submit(f"/desk/bookings/{booking.id}/brief", {"brief": "Ask for Ana."})
    assert "Ask for Ana." in own.get(f"/field/jobs/{booking.id}").text
    at(NOON + timedelta(days=4))
    staff, own = client.sign_in("staff"), client.sign_in("liaison")
    assert "Tell how it was" in own.get("/field/jobs/").text
    said = {"minutes": "90", "said": "Rents go up.", "worth": "yes"}
    own.submit(f"/field/jobs/{booking.id}/debrief", said)
    assert db.session.get(Debrief, booking.id).was_worth_it is True
    assert "Rents go up." in staff.get(f"/desk/bookings/{booking.id}").text
    staff.post(f"/desk/bookings/{booking.id}/thank", {})
    staff.submit(f"/desk/bookings/{booking.id}/report", {"report_back": "New heating."})
    assert "New heating." in own.get(f"/field/jobs/{booking.id}").text


def test_a_liaison_sees_only_their_own_jobs(client, cast, linh):
    other = let_interpret(make_liaison("Mai", trained_on=date(2026, 3, 1)))
    booking = confirm(make_booking(cast.outreach), other)
    db.session.commit()
    own = client.sign_in("liaison")
    own.get(f"/field/jobs/{booking.id}", status=404)
    own.post(f"/field/jobs/{booking.id}/accept", {}, status=404)
    own.get(f"/field/jobs/{uuid4()}", status=404)


def test_declining_needs_no_reason(client, cast, linh):
    booking = make_booking(cast.outreach)
    offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
    db.session.commit()
    own = client.sign_in("liaison")
    own.submit(f"/field/jobs/{booking.id}/decline", {})
    db.session.refresh(booking)
    assert booking.state is BookingState.REQUESTED
    assert "Thank you for the answer." in own.get(f"/field/jobs/{booking.id}").text
    own.post(f"/field/jobs/{booking.id}/decline", {})  # pressed twice
    own.post(f"/field/jobs/{booking.id}/accept", {})  # too late: it stays as it is
    db.session.refresh(booking)
    assert booking.state is BookingState.REQUESTED


def test_pressed_twice_it_is_taken_once(client, cast, linh):
    booking = make_booking(cast.outreach)
    offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
    db.session.commit()
    own = client.sign_in("liaison")
    for _press in range(2):
        answer = own.post(f"/field/jobs/{booking.id}/accept", {})
        assert "The job is yours." in own.get(answer.location).text
    verbs = [line.verb for line in list_booking_steps(booking.id)]
    assert verbs.count("accept_offer") == 1


def test_sent_twice_it_is_debriefed_once(client, cast, linh, at):
    booking = confirm(make_booking(cast.outreach), linh)
    db.session.commit()
    at(NOON + timedelta(days=4))
    own, said = client.sign_in("liaison"), {"minutes": "90", "said": "Rents go up."}
    for _press in range(2):
        own.post(f"/field/jobs/{booking.id}/debrief", said)
    assert db.session.scalar(select(func.count(WorkEntry.id))) == 1


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (withdraw_offer, "You are no longer asked"),
        (partial(cancel_booking, reason="The hall is flooded."), "The hall is flooded."),
    ],
)
def test_the_link_in_the_message_leads_to_how_it_ended(client, cast, linh, end, words):
    booking = make_booking(cast.outreach)
    offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
    end(actor=SYSTEM, booking=booking)
    db.session.commit()
    page = client.sign_in("liaison").get(f"/field/jobs/{booking.id}")
    assert words in page.text
    assert "Parks outreach" not in page.text  # nothing else of it


def test_what_is_only_offered_shows_no_brief(client, cast, linh):
    booking = make_booking(cast.outreach)
    booking.brief = "Ring at Mrs. Osei’s."
    offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
    db.session.commit()
    assert "Osei" not in client.sign_in("liaison").get(f"/field/jobs/{booking.id}").text


def test_an_offer_in_quiet_hours_says_when_it_goes_out(client, cast, at):
    booking = make_booking(cast.outreach)
    mai = make_liaison("Mai", trained_on=date(2026, 3, 1), email="mai@example.org")
    let_interpret(mai)
    db.session.commit()
    at(datetime(2026, 4, 2, 3, tzinfo=UTC))  # eleven in the evening
    coordinator = client.sign_in("coordinator")
    answer = coordinator.post(f"/desk/bookings/{booking.id}/offers/{mai.id}", {})
    said = coordinator.get(answer.location).text
    assert "when their quiet hours end" in said
    assert "8:00" in said


def test_the_manager_of_one_programme_sees_why_that_one_and_no_dead_link(client, cast, linh):
    who = cast.users["partner"].id
    grant = {"role": Role.PROGRAM_MANAGER, "program_id": cast.outreach.id}
    db.session.add(RoleGrant(user_id=who, **grant))
    booking = confirm(make_booking(cast.outreach), linh)
    other = make_booking(cast.meters)
    db.session.commit()
    manager = client.sign_in("partner")
    page = manager.get(f"/desk/bookings/{booking.id}")
    assert "Linh Tran Why this one: Interprets in Vietnamese" in page.text
    assert f"/desk/liaisons/{linh.id}" not in page.body
    for step in ("edit", "brief", "report", "cancel"):
        manager.get(f"/desk/bookings/{other.id}/{step}", status=404)


def test_a_night_shift_when_the_clocks_change_is_counted_as_it_passes(client, cast):
    nights = {
        540: {"day": ["31", "10", "2026"], "last_day": ["1", "11", "2026"]},
        420: {"day": ["13", "3", "2027"], "last_day": ["14", "3", "2027"]},
    }
    staff = client.sign_in("staff")
    for minutes, days in nights.items():
        typed = asked_for(title=f"Night of {minutes}", starts="22:00", ends="6:00", rate="30")
        staff.submit("/desk/bookings/new", typed | days)
        assert booking_called(f"Night of {minutes}").minutes == minutes


def test_one_that_began_without_anybody_is_nobodys_to_find(client, cast, at):
    booking = make_booking(cast.outreach)
    db.session.commit()
    at(NOON + timedelta(days=4))
    coordinator = client.sign_in("coordinator")
    assert "Somebody has to be found" not in coordinator.get("/desk/").text
    assert (
        "It began before anybody took it." in coordinator.get(f"/desk/bookings/{booking.id}").text
    )


def test_leaving_a_job(client, cast, linh):
    booking = confirm(make_booking(cast.outreach), linh)
    db.session.commit()
    client.sign_in("liaison").submit(f"/field/jobs/{booking.id}/leave", {"words": "Ill"})
    page = client.sign_in("coordinator").get(f"/desk/bookings/{booking.id}")
    assert "The liaison cannot come any more" in page.text
    assert "Ill" in page.text


def test_changing_and_cancelling(client, cast):
    booking = make_booking(cast.outreach)
    db.session.commit()
    staff = client.sign_in("staff")
    staff.submit(f"/desk/bookings/{booking.id}/edit", {"title": "Block meeting"})
    cancel = f"/desk/bookings/{booking.id}/cancel"
    assert staff.submit(cancel, {}, status=422).errors() == ["Enter why it does not take place."]
    staff.submit(cancel, {"reason": "The hall is flooded."})
    page = staff.get(f"/desk/bookings/{booking.id}")
    assert "Block meeting" in page.text
    assert "The hall is flooded." in page.text
    staff.get("/desk/bookings/?state=cancelled")
    staff.post(f"/desk/bookings/{booking.id}/finish", {}, status=409)


@pytest.mark.parametrize(
    ("happened", "words"),
    [
        (partial(offer_booking, actor=SYSTEM), "take the offer back first."),
        (confirm, "cancel it and ask for a new one."),
    ],
)
def test_what_somebody_was_asked_for_opens_no_form(client, cast, linh, happened, words):
    booking = make_booking(cast.outreach)
    happened(booking=booking, liaison=linh)
    db.session.commit()
    page = client.sign_in("staff").get(f"/desk/bookings/{booking.id}/edit", status=409)
    assert "This cannot be done now" in page.text
    assert words in page.text


def typed_in(page):
    """What stands in the form, to be sent with a token of the moment."""
    values = page.values(page.form())
    values.pop("csrf_token")
    return values


def test_two_who_change_it_at_once_see_what_the_other_wrote(client, cast):
    booking = make_booking(cast.outreach)
    db.session.commit()
    staff, path = client.sign_in("staff"), f"/desk/bookings/{booking.id}/edit"
    opened = typed_in(staff.get(path))
    client.sign_in("coordinator").submit(path, {"place": "Room 2"})
    page = staff.post(path, opened | {"place": "Hall"}, status=422)
    assert "Saving again replaces what they wrote." in page.text
    assert "Room 2" in page.text
    staff.post(path, typed_in(page))
    db.session.refresh(booking)
    assert booking.place == "Hall"


def test_a_role_in_an_area_asks_for_what_takes_place_there(client, cast):
    who, where = cast.users["partner"].id, cast.district_2.id
    db.session.add(RoleGrant(user_id=who, role=Role.COORDINATOR, area_id=where))
    db.session.commit()
    own = client.sign_in("partner")
    typed = asked_for(program=str(cast.outreach.id))
    page = own.submit("/desk/bookings/new", typed, status=422)
    assert page.errors() == ["Choose an area you work in."]
    answer = own.submit("/desk/bookings/new", typed | {"area": str(where)})
    own.get(answer.location)


def test_who_matches_elsewhere_does_not_read_whom_this_department_asked(client, cast, linh):
    """Staff of Parks, who also find people for Water."""
    booking = make_booking(cast.outreach)
    offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
    decline_offer(actor=SYSTEM, booking=booking, words="My mother is ill.")
    who, where = cast.users["staff"].id, cast.meters.id
    db.session.add(RoleGrant(user_id=who, role=Role.COORDINATOR, program_id=where))
    db.session.commit()
    path = f"/desk/bookings/{booking.id}"
    page = client.sign_in("staff").get(path)
    assert "My mother is ill." not in page.text
    assert "Find somebody" not in page.text
    assert "My mother is ill." in client.sign_in("coordinator").get(path).text


def test_the_week_says_that_somebody_has_to_be_found(client, cast):
    make_booking(cast.outreach)
    db.session.commit()
    assert "Somebody has to be found" in client.sign_in("coordinator").get("/desk/").text


def test_parts_are_joined_as_the_reader_writes(client, cast, linh):
    """An Arabic line broke apart where a Latin comma stood between its parts."""
    linh.travel = Travel.WHOLE_CITY
    booking = make_booking(cast.outreach, place="Room 2", area_id=cast.district_2.id)
    offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
    db.session.commit()
    page = client.sign_in("liaison").get(f"/ar/field/jobs/{booking.id}")
    assert "Room 2, " not in page.text
    assert "\N{ARABIC COMMA} " in page.text[page.text.index("Room 2") :][:12]
