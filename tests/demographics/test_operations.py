"""Storing answers: what is kept, what is not, and that the tallies follow."""

import uuid
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from liaison.codes import LETTERS
from liaison.db import db
from liaison.demographics.figures import by_question, count_answers, count_offered
from liaison.demographics.models import (
    CollectionPoint,
    DemographicResponse,
    DemographicTally,
    Mode,
)
from liaison.demographics.operations import (
    ResponseRow,
    create_collection_point,
    read_answers,
    set_forms_offered,
    store_response,
    store_responses_in_bulk,
)
from liaison.demographics.queries.packs import get_pack
from liaison.demographics.queries.points import find_point_by_code
from liaison.errors import InvalidInput, NotFound
from liaison.permissions import SYSTEM

PACK = get_pack()


def read(**ticked):
    return read_answers(PACK, ticked, ["1", "2"])


def send(point, **ticked):
    store_response(
        point=point, language="es", mode=Mode.PHONE, ticked=ticked, area_codes=["1", "2"]
    )


def tallies_of_responses():
    found = Counter()
    for row in db.session.scalars(select(DemographicResponse)):
        for question, answer in row.answers.items():
            words = answer if isinstance(answer, str) else "+".join(answer)
            found[(row.program_id, row.plan_month, row.pack, question, words)] += 1
    return dict(found)


def stored_tallies():
    rows = db.session.scalars(select(DemographicTally))
    return {
        (row.program_id, row.plan_month, row.pack, row.question, row.answer): row.responses
        for row in rows
    }


def test_tallies_are_what_the_responses_give(point):
    send(point, race_ethnicity=["white", "asian"], age_band=["25_34"])
    send(point, race_ethnicity=["asian", "white"], area=["2"])
    send(point)
    assert tallies_of_responses() == stored_tallies()
    assert ("race_ethnicity", "asian+white", 2) in {
        (question, answer, n) for (*_, question, answer), n in stored_tallies().items()
    }


def test_a_skipped_question_is_left_blank_and_no_other():
    answers = read(race_ethnicity=["prefer_not", "asian"], lang_home=["yes"])
    assert answers["race_ethnicity"] == "prefer_not"
    assert answers["lang_home"] == ["yes"]
    assert answers["age_band"] == "left_blank"


def test_none_of_these_gives_way_to_what_was_ticked():
    assert read(disability=["none", "walk"])["disability"] == ["walk"]
    assert read(disability=["none"])["disability"] == ["none"]


def test_nothing_but_the_age_of_a_child_is_kept():
    answers = read(age_band=["under_18"], race_ethnicity=["asian"], disability=["see"])
    assert answers.pop("age_band") == ["under_18"]
    assert set(answers.values()) == {"not_offered"}


@pytest.mark.parametrize(
    "ticked",
    [{"area": ["99"]}, {"lang_home": ["yes", "no"]}, {"race_ethnicity": ["martian"]}],
)
def test_answers_the_form_does_not_offer_are_refused(ticked):
    with pytest.raises(InvalidInput):
        read(**ticked)


def test_a_code_has_no_letters_that_look_alike_and_is_found_however_typed(point):
    assert len(point.code) == 6
    assert set(point.code) <= set(LETTERS)
    assert find_point_by_code(f" {point.code[:3].lower()}-{point.code[3:].lower()} ") is point


def test_a_programme_out_of_reach_is_not_found(cast):
    with pytest.raises(NotFound):
        create_collection_point(
            actor=cast.actor("outsider"),
            program_id=cast.outreach.id,
            label="",
            opens_on=date(2026, 5, 1),
            closes_on=date(2026, 5, 1),
        )


def test_it_cannot_close_before_it_opens(cast):
    with pytest.raises(InvalidInput):
        create_collection_point(
            actor=SYSTEM,
            program_id=cast.outreach.id,
            label="",
            opens_on=date(2026, 5, 2),
            closes_on=date(2026, 5, 1),
        )


def test_a_late_paper_form_belongs_to_the_month_the_point_closed(closed_point):
    send(closed_point, lang_home=["no"])
    stored = db.session.scalars(select(DemographicResponse)).one()
    assert stored.plan_month == date(2024, 3, 1)


def test_bulk_keeps_the_tallies_and_the_figure_counts_them(cast):
    answers = {"race_ethnicity": ["asian", "white"], "age_band": "prefer_not"}
    rows = [
        ResponseRow(cast.outreach.id, date(2026, month, 1), "en", Mode.PAPER, answers)
        for month in (1, 12, 12)
    ]
    other_year = ResponseRow(cast.outreach.id, date(2025, 12, 1), "en", Mode.PAPER, answers)
    assert store_responses_in_bulk([*rows, other_year]) == 4
    assert tallies_of_responses() == stored_tallies()
    counted = by_question(count_answers(SYSTEM, program_id=cast.outreach.id, year=2026))
    assert counted["race_ethnicity"].ticked == {frozenset({"asian", "white"}): 3}
    assert counted["age_band"].silent == {"prefer_not": 3, "blank": 0}


def test_the_figure_reaches_no_further_than_the_actor(cast, point):
    send(point, lang_home=["no"])
    year = point.opens_on.year
    for who, sees in {"analyst": True, "reviewer": True, "outsider": False, "staff": False}.items():
        found = count_answers(cast.actor(who), program_id=cast.outreach.id, year=year)
        assert bool(found) is sees, who


def test_offered_forms_say_how_many_points_nobody_counted(cast, point):
    year = point.opens_on.year
    set_forms_offered(actor=SYSTEM, point=point, forms_offered=40)
    db.session.add(
        CollectionPoint(
            code="FFFFFF",
            program_id=cast.outreach.id,
            pack=PACK.name,
            opens_on=point.opens_on,
            closes_on=point.opens_on,
        )
    )
    db.session.flush()
    offered = count_offered(SYSTEM, program_id=cast.outreach.id, year=year)
    assert (offered.forms, offered.points, offered.uncounted) == (40, 2, 1)
    assert not offered.is_complete
    nothing = count_offered(SYSTEM, program_id=uuid.uuid4(), year=year)
    assert (nothing.forms, nothing.points) == (0, 0)
