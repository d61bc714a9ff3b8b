"""The report of a small city, against numbers worked out by hand."""

from datetime import UTC, datetime
from math import exp, sqrt

import pytest
from factories.evaluation import YEAR, count_answers, hold_event, live_a_year, offer_forms
from sqlalchemy import select

from liaison import clock, i18n
from liaison.db import db
from liaison.errors import NotFound
from liaison.evaluation.figures.report import build_report
from liaison.evaluation.figures.shapes import Unsaid
from liaison.evaluation.figures.words import written_rows
from liaison.events.models.event import Event
from liaison.events.models.need import AccessNeed, AccessNeedStep, NeedKind, NeedState
from liaison.events.models.plan import EventOrganisation
from liaison.people.models import Organisation


@pytest.fixture
def year(cast, at):
    at(datetime(2026, 12, 1, 12, tzinfo=UTC))
    return cast


@pytest.fixture
def report(year):
    live_a_year(year)
    return build_report(year.actor("manager"), year.outreach.id, YEAR)


def numbers_of(table, column):
    return {record[table.columns[0].key]: record[column] for record in table.records()}


def test_events_are_counted_and_what_nobody_counted_is_said(report):
    counted = numbers_of(report.table("work.totals"), "number")
    assert list(counted.values()) == [3, 2, 1, 100]
    months = numbers_of(report.table("work.months"), "events")
    assert [months[name] for name in ("Jan", "Jul", "Aug")] == [1, 2, 0]
    areas = {row["area"]: row for row in report.table("work.areas").records()}
    assert (areas["District 1"]["events"], areas["District 1"]["people"]) == (2, 40)


def test_an_event_of_two_organisations_counts_once_and_for_each(year):
    live_a_year(year)
    events = db.session.scalars(select(Event.id).where(Event.attendance.is_not(None))).all()
    school, church = Organisation(name="School"), Organisation(name="Church")
    db.session.add_all([school, church])
    db.session.flush()
    held = [(events[0], school, True), (events[0], church, False), (events[1], school, False)]
    for event_id, one, is_host in held:
        row = EventOrganisation(event_id=event_id, organisation_id=one.id, is_host=is_host)
        db.session.add(row)
    table = build_report(year.actor("manager"), year.outreach.id, YEAR).table("work.partners")
    assert table.words.startswith("2 events were held together with others.")
    assert table.rows == (("School", 2, 1), ("Church", 1, 0))


def test_what_was_promised_and_not_there_is_said(year):
    live_a_year(year)
    event = db.session.scalars(select(Event.id).where(Event.attendance.is_not(None))).first()
    ends = [NeedState.DELIVERED, NeedState.NOT_DELIVERED, NeedState.BOOKED, NeedState.REQUESTED]
    for state in ends:
        reason = "Nobody came." if state is NeedState.NOT_DELIVERED else ""
        need = AccessNeed(event_id=event, kind=NeedKind.FOOD, state=state, reason=reason)
        need.asked_at = clock.now()
        db.session.add(need)
        db.session.flush()
        if state is not NeedState.REQUESTED:
            step = {"verb": "book_need", "to_state": NeedState.BOOKED, "at": clock.now()}
            db.session.add(AccessNeedStep(need_id=need.id, **step))
    table = build_report(year.actor("manager"), year.outreach.id, YEAR).table("work.needs")
    assert [row[1] for row in table.rows] == [4, 3, 1, 1, 1]
    assert table.words.startswith("3 of what people needed to take part was promised; 1 ")


def test_a_year_without_needs_says_so(report):
    assert report.table("work.needs").words == "Nobody asked for anything."


def test_groups_are_those_of_the_census(report):
    people = numbers_of(report.table("people.race_ethnicity"), "people")
    assert people["Hispanic or Latino, of any race"] == 40  # 20 alone, 20 with another
    assert people["Black or African American alone"] == 60
    assert people["Asian alone"] is Unsaid.FEWER
    assert people["Answered this question"] == 180
    assert people["Filled in a form"] == 200


def test_a_ratio_and_its_range(report):
    row = report.table("people.race_ethnicity").records()[1]
    assert row["group"] == "White alone"
    assert row["share"] == pytest.approx(60 / 180, abs=0.0005)
    assert (row["population_share"], row["population_margin"]) == (0.5, 0.01)
    ratio = (60 / 180) / 0.5
    # Katz term of the sample and delta term of the census margin, on the log scale
    spread = 1.959964 * sqrt((1 - 1 / 3) / 60 + (0.01 / 1.645 / 0.5) ** 2)
    assert row["ratio"] == pytest.approx(ratio, abs=0.005)
    assert row["ratio_low"] == pytest.approx(ratio * exp(-spread), abs=0.005)
    assert row["ratio_high"] == pytest.approx(ratio * exp(spread), abs=0.005)
    assert row["reading"] == "Fewer than expected"


def test_a_group_the_census_does_not_know_has_no_baseline(report):
    rows = {row["group"]: row for row in report.table("people.race_ethnicity").records()}
    mena = rows["Middle Eastern or North African alone"]
    assert mena["people"] is not Unsaid.FEWER
    assert mena["population_share"] is Unsaid.NO_BASELINE
    assert mena["ratio"] is None


def test_the_response_rate_is_of_forms_offered(report):
    shares = numbers_of(report.table("people.race_ethnicity"), "share")
    assert shares["Response rate, of forms offered"] == 0.45


def test_there_is_no_response_rate_when_a_place_was_not_counted(year):
    live_a_year(year)
    offer_forms(year, None, code="GHJKLM")
    db.session.flush()
    report = build_report(year.actor("manager"), year.outreach.id, YEAR)
    shares = numbers_of(report.table("people.race_ethnicity"), "share")
    assert shares["Response rate, of forms offered"] is Unsaid.NOT_KNOWN
    silence = next(section for section in report.sections if section.key == "silence")
    assert any("no response rate" in note for note in silence.notes)


def test_a_margin_and_a_range_are_written_beside_their_number(report):
    table = report.table("people.race_ethnicity")
    row = written_rows(table)[1]
    assert len(row) == len(table.written_columns)
    assert row[3] == "50.0% ± 1.00"
    assert row[4].startswith("0.67 (0.5")


def test_a_year_without_anything_still_has_a_report(year):
    report = build_report(year.actor("analyst"), year.meters.id, 2025)
    intros = {section.key: section.intro for section in report.sections}
    assert intros["people"] == (
        "Nobody filled in a form about themselves, so we do not know who was reached.",
    )
    assert [slot.text for slot in report.slots] == ["", "", ""]


def test_a_handful_of_forms_says_nothing_about_anyone(year):
    count_answers(year, "disability", hear=2, none=5)
    hold_event(year, month=3, attendance=7)
    db.session.flush()
    report = build_report(year.actor("manager"), year.outreach.id, YEAR)
    people = next(section for section in report.sections if section.key == "people")
    assert [table.key for table in people.tables] == ["people.forms"]
    assert numbers_of(people.tables[0], "number")["Forms filled in"] is Unsaid.FEWER


def test_the_report_is_made_in_the_readers_language(year):
    live_a_year(year)
    with i18n.in_language("zh-Hans"):
        report = build_report(year.actor("manager"), year.outreach.id, YEAR)
    assert report.language == "zh-Hans"
    assert report.table("work.months").rows[0][0] == "1月"


def test_another_departments_report_is_not_there(year):
    with pytest.raises(NotFound):
        build_report(year.actor("outsider"), year.outreach.id, YEAR)
