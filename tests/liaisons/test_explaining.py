"""Why somebody is asked or not, as a sentence about them and the job."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from factories.bookings import confirm, let_interpret, make_booking
from factories.liaisons import make_liaison
from factories.work import make_entry
from sqlalchemy import update

from liaison.accounts.models import RoleGrant
from liaison.db import db
from liaison.liaisons.models.care import AskKind, LiaisonRules
from liaison.liaisons.models.liaison import Travel
from liaison.liaisons.operations.care import note_ask
from liaison.liaisons.operations.offers import decline_offer, offer_booking
from liaison.liaisons.operations.profile import add_absence, add_conflict, add_hours
from liaison.liaisons.operations.steps import step_liaison
from liaison.permissions import SYSTEM, Role

SATURDAY = datetime(2026, 4, 4, 14, tzinfo=UTC)  # ten o'clock in the city
TRAINED = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.fixture
def job(cast):
    return make_booking(cast.outreach, starts_at=SATURDAY, cents_an_hour=30_00)


def hire(name, **values):
    return let_interpret(make_liaison(name, trained_on=TRAINED, **values))


def said_of(client, job, who="coordinator"):
    """What the page says of each, by name."""
    db.session.commit()
    page = client.sign_in(who).get(f"/desk/bookings/{job.id}/match")
    said = {}
    for entry in page.tree.findall(".//*[@class='entry-list']/li"):
        name = "".join(entry.find(".//bdi").itertext())
        said[name] = [
            " ".join("".join(line.itertext()).split()) for line in entry.findall(".//ul/li")
        ]
    return said


def keep_out(cast, job):
    """Somebody for each of the rules that hang on a person."""
    step_liaison(actor=SYSTEM, liaison=hire("Paused"), verb="pause_liaison")
    make_liaison("Speaker", trained_on=TRAINED)
    hire("Ending").trained_until = date(2026, 4, 3)
    absence = {"first_on": date(2026, 4, 2), "last_on": date(2026, 4, 9)}
    add_absence(actor=SYSTEM, liaison=hire("Away"), **absence)
    week = {"from_time": time(8), "until_time": time(9)}
    add_hours(actor=SYSTEM, liaison=hire("Early"), weekdays=[6], **week)
    add_hours(actor=SYSTEM, liaison=hire("Sundays"), weekdays=[7], **week)
    asked = hire("Asked")
    offer_booking(actor=SYSTEM, booking=job, liaison=asked)
    decline_offer(actor=SYSTEM, booking=job)
    same = {"starts_at": SATURDAY + timedelta(hours=1), "title": "Block meeting"}
    confirm(make_booking(cast.outreach, **same), hire("Busy"))
    offer_booking(actor=SYSTEM, booking=make_booking(cast.outreach, **same), liaison=hire("Thinks"))
    conflict = hire("Conflict")
    add_conflict(actor=SYSTEM, liaison=conflict, program_id=cast.outreach.id, words="My sister")


def test_each_exclusion_names_what_it_hangs_on(client, cast, job):
    keep_out(cast, job)
    then = "Saturday, April 4, 2026, 11:00 AM to 1:00 PM"
    assert said_of(client, job) == {
        "Paused": ["Takes a break"],
        "Speaker": ["Works in Vietnamese, but does not interpret"],
        "Ending": ["Their training ends on April 3, 2026, before the job is over"],
        "Away": ["Is away from April 2, 2026 to April 9, 2026"],
        "Early": ["Works on Saturday only 8:00 AM to 9:00 AM"],
        "Sundays": ["Does not work on Saturday"],
        "Asked": ["Was asked on April 1, 2026 and did not take it"],
        "Busy": [f"Does “Block meeting” on {then}"],
        "Thinks": [f"Thinks about “Block meeting” on {then}"],
        "Conflict": ["Should not work for this programme or department"],
    }


def test_each_ceiling_is_named_with_what_is_done(client, cast, job):
    rules = {"quarter_asks": 2, "quarter_minutes": 240, "yearly_cap_cents": 100_00}
    db.session.execute(update(LiaisonRules).values(**rules))
    asked = hire("Asked")
    for _time in range(2):
        note_ask(actor=SYSTEM, liaison=asked, kind=AskKind.OFFER)
    april = {"worked_on": date(2026, 4, 1)}
    make_entry(hire("Works"), cast.outreach, minutes=180, cents=0, **april)
    make_entry(hire("Earns"), cast.outreach, minutes=30, cents=60_00, **april)
    assert said_of(client, job) == {
        "Asked": ["Was asked 2 times this quarter, and the city asks nobody more than 2 times"],
        "Works": ["Would work 5 h in the quarter of this job, and the city allows 4 h"],
        "Earns": ["Would earn $120 in the year of this job, and is paid at most $100"],
    }


def test_each_proposal_names_what_speaks_for_it(client, cast):
    about = {"area_id": cast.district_1.id, "community": "Tenants", "cents_an_hour": 30_00}
    job = make_booking(cast.outreach, starts_at=SATURDAY, **about)
    linh = hire("Linh", areas=[cast.district_1], communities=["Tenants"])
    week = {"from_time": time(9), "until_time": time(13)}
    add_hours(actor=SYSTEM, liaison=linh, weekdays=[6], **week)
    hire("Mai").travel = Travel.WHOLE_CITY
    load = [
        "Asked this quarter: 0 of at most 12 times",
        "Work in the quarter of this job: 0 min of at most 40 h",
        "Pay in the year of this job: $0 of at most $500",
    ]
    assert said_of(client, job) == {
        "Linh": [
            "Interprets in Vietnamese",
            "Links with the community “Tenants”",
            "Their training holds until March 1, 2027",
            "Free then: works on Saturday 9:00 AM to 1:00 PM",
            "Covers District 1",
            *load,
        ],
        "Mai": [
            "Interprets in Vietnamese",
            "Their training holds until March 1, 2027",
            "Did not say when they work",
            "Goes everywhere in the city; District 1 is not one of their areas",
            *load,
        ],
    }


def test_who_matches_in_one_area_reads_neither_pay_nor_jobs_of_others(client, cast):
    where = cast.district_2
    job = make_booking(cast.outreach, starts_at=SATURDAY, area_id=where.id, cents_an_hour=30_00)
    confirm(make_booking(cast.outreach, starts_at=SATURDAY), hire("Busy", areas=[where]))
    make_entry(
        hire("Earns", areas=[where]), cast.outreach, worked_on=date(2026, 3, 2), cents=480_00
    )
    grant = RoleGrant(user_id=cast.users["partner"].id, role=Role.COORDINATOR, area_id=where.id)
    db.session.add(grant)
    assert said_of(client, job, "partner") == {
        "Busy": ["Has another job on Saturday, April 4, 2026, 10:00 AM to 12:00 PM"],
        "Earns": ["Would earn more than the city pays one person in a year"],
    }


def test_why_that_one_is_told_to_who_asked_for_it(client, cast):
    job = make_booking(cast.outreach, starts_at=SATURDAY, area_id=cast.district_1.id)
    confirm(job, hire("Linh", areas=[cast.district_1]))
    db.session.commit()
    page = client.sign_in("staff").get(f"/desk/bookings/{job.id}")
    assert "Why this one: Interprets in Vietnamese" in page.text
    assert "Covers District 1" in page.text
