"""Who is covered: figures beside liaisons, gaps first."""

import math
from datetime import UTC, date, datetime

import pytest
from factories.coverage import LABEL, count_speakers
from factories.liaisons import make_liaison

from liaison.db import db
from liaison.errors import Conflict, InvalidInput, NotAllowed
from liaison.liaisons.figures.coverage import compute_coverage
from liaison.liaisons.models.coverage import Counted
from liaison.liaisons.models.liaison import LiaisonLanguage, Travel
from liaison.liaisons.operations.coverage import (
    tie_guessed_measures,
    tie_measure,
    untie_measure,
)
from liaison.liaisons.operations.steps import step_liaison
from liaison.liaisons.policy.coverage import (
    CoverageFilter,
    CoverageState,
    add_people,
    guess_counted,
)
from liaison.liaisons.queries.coverage import list_groups, list_tied_measures
from liaison.permissions import SYSTEM, Actor, Grant, Role
from liaison.places.models import Area, AreaOverlap, AreaSet
from liaison.places.operations import FigureRow, store_figures
from liaison.statistics.census import Estimate

TODAY = date(2026, 4, 1)
TRAINED = date(2026, 3, 1)
SOON_OVER = date(2025, 5, 1)


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


def look(cast, *, actor=SYSTEM, counts=Counted.AT_HOME, **wanted):
    wanted.setdefault("area_set_id", cast.district_1.area_set_id)
    asked = CoverageFilter(counts=counts, **wanted)
    return compute_coverage(actor, asked, list_groups()[counts], today=TODAY).lines


def states(lines):
    return [(line.area.name, line.state) for line in lines]


def served(line):
    return line.served.today, line.served.later, line.from_elsewhere


def test_gaps_stand_first_and_among_them_most_people(cast):
    one, two = cast.district_1, cast.district_2
    count_speakers((one, 900, 90), (two, 100, 20))
    count_speakers((one, 500, 60), (two, 700, 80), label="Vietnamese", languages=["vi"])
    make_liaison(areas=[one], languages=["es"], trained_on=TRAINED)
    found = [(line.group.languages, line.area.name, line.people.value) for line in look(cast)]
    assert found == [
        (("vi",), "District 2", 700),
        (("vi",), "District 1", 500),
        (("es",), "District 2", 100),
        (("es",), "District 1", 900),
    ]


def test_a_figure_within_its_margin_stands_after_sure_ones(cast):
    count_speakers((cast.district_1, 300, 400), (cast.district_2, 80, 20))
    assert [line.area.name for line in look(cast)] == ["District 2", "District 1"]


def test_the_four_states(cast):
    one, two = cast.district_1, cast.district_2
    count_speakers((one, 900, 90), (two, 100, 20))
    assert states(look(cast)) == [
        ("District 1", CoverageState.NONE),
        ("District 2", CoverageState.NONE),
    ]
    make_liaison(areas=[one], languages=["es"], trained_on=SOON_OVER)
    assert states(look(cast))[1] == ("District 1", CoverageState.ENDS)
    late = make_liaison("Ana", areas=[one], languages=["es"], trained_on=TRAINED)
    assert states(look(cast))[1] == ("District 1", CoverageState.COVERED)
    late.travel = Travel.WHOLE_CITY
    db.session.flush()
    lines = look(cast)
    assert states(lines)[0] == ("District 2", CoverageState.ELSEWHERE)
    assert [served(line) for line in lines] == [(0, 0, 1), (2, 1, 0)]


def test_only_those_with_rights_who_speak_it_count(cast):
    one = cast.district_1
    count_speakers((one, 900, 90))
    make_liaison("Untrained", areas=[one], languages=["es"])
    paused = make_liaison("Paused", areas=[one], languages=["es"], trained_on=TRAINED)
    step_liaison(actor=SYSTEM, liaison=paused, verb="pause_liaison")
    over = make_liaison("Over", areas=[one], languages=["es"], trained_on=SOON_OVER)
    over.trained_until = date(2026, 3, 31)
    make_liaison("Another", areas=[one], languages=["fr"], trained_on=TRAINED)
    writes = make_liaison("Writes", areas=[one], languages=["fr"], trained_on=TRAINED)
    writes.languages.append(LiaisonLanguage(language="es", speaks=False, writes=True))
    merged = make_liaison("Merged", areas=[one], languages=["es"], trained_on=TRAINED)
    merged.merged_into_id = writes.id
    db.session.flush()
    assert served(look(cast)[0]) == (0, 0, 0)


def test_one_liaison_of_two_chinese_languages_counts_once(cast):
    tags = ["zh-Hans", "zh-Hant", "yue"]
    count_speakers((cast.district_1, 900, 90), label="Chinese", languages=tags)
    make_liaison(areas=[cast.district_1], languages=["yue", "zh-Hans"], trained_on=TRAINED)
    assert served(look(cast)[0]) == (1, 1, 0)


def test_figures_of_the_same_language_are_added_with_their_margins(cast):
    count_speakers((cast.district_1, 300, 30), label="Tagalog", languages=["fil"])
    count_speakers((cast.district_1, 400, 40), label="Filipino", languages=["fil"])
    assert [line.people for line in look(cast)] == [Estimate(700, 50)]


def test_an_unpublished_margin_is_not_0(cast):
    count_speakers((cast.district_1, 300, None))
    line = look(cast)[0]
    assert line.people.moe is None
    assert line.is_sure


def test_nobody_is_served_too_little_where_nobody_is_counted(cast):
    count_speakers((cast.district_1, 0, None), (cast.district_2, 30, 30))
    assert [(line.state, line.is_sure, line.is_gap) for line in look(cast)] == [
        (CoverageState.NONE, False, False),
        (CoverageState.NONE, False, False),
    ]


def test_a_small_figure_without_a_margin_shows_nobody(cast):
    count_speakers((cast.district_1, 99, None), (cast.district_2, 100, None))
    assert [(line.people.value, line.is_gap) for line in look(cast)] == [(100, True), (99, False)]


def test_of_several_zeros_one_margin_counts(cast):
    count_speakers((cast.district_1, 0, 12), (cast.district_2, 300, 30))
    count_speakers((cast.district_1, 0, 14), label="Vietnamese", languages=["vi"])
    assert add_people(look(cast)) == Estimate(300, math.hypot(30, 14))


def test_a_figure_that_is_withheld_stands_last_and_is_not_0(cast):
    count_speakers((cast.district_1, None, None), (cast.district_2, 0, 12))
    make_liaison(areas=[cast.district_1], languages=["fr"], trained_on=TRAINED)
    lines = look(cast)
    assert [line.area.name for line in lines] == ["District 2", "District 1"]
    assert lines[1].people is None
    assert not lines[1].is_sure
    assert add_people(lines) == Estimate(0, 12)
    make_liaison("Ana", areas=[cast.district_1], languages=["es"], trained_on=TRAINED)
    line = next(one for one in look(cast) if one.area.name == "District 1")
    assert served(line) == (1, 1, 0)
    assert line.people_per_liaison is None


def test_a_sum_of_which_a_part_is_withheld_has_no_margin(cast):
    count_speakers((cast.district_1, 300, 30), label="Tagalog", languages=["fil"])
    count_speakers((cast.district_1, None, None), label="Filipino", languages=["fil"])
    assert [line.people for line in look(cast)] == [Estimate(300, None)]


def test_people_of_several_communities_are_not_added(cast):
    aged = {"counts": Counted.COMMUNITY, "community": "Older adults", "languages": ()}
    count_speakers((cast.district_1, 500, 50), label="65 and over", **aged)
    by_community = {"counts": Counted.COMMUNITY}
    assert add_people(look(cast, **by_community)) == Estimate(500, 50)
    renters = aged | {"community": "Renters"}
    count_speakers((cast.district_1, 900, 90), label="Rented homes", **renters)
    assert add_people(look(cast, **by_community)) is None


def test_newer_figures_of_another_drawing_replace_none_of_this(cast):
    boroughs = AreaSet(key="borough", name="Boroughs", singular="Borough")
    db.session.add(boroughs)
    db.session.flush()
    whole = Area(area_set_id=boroughs.id, code="1", name="North")
    db.session.add(whole)
    db.session.flush()
    count_speakers((cast.district_1, 900, 90), (whole, 2000, 100))
    newer = FigureRow(whole.id, LABEL, LABEL, 2500, 100, None, None)
    store_figures(actor=SYSTEM, rows=[newer], period="2018-2022", source="Census")
    assert [line.people.value for line in look(cast)] == [900]
    assert [line.people.value for line in look(cast, area_set_id=boroughs.id)] == [2500]


def test_a_community_and_a_language_at_once(cast):
    one = cast.district_1
    count_speakers((one, 900, 90))
    aged = {"counts": Counted.COMMUNITY, "community": "Older adults", "languages": ()}
    count_speakers((one, 5000, 100), label="65 and over", **aged)
    make_liaison(areas=[one], languages=["es"], communities=["Renters"], trained_on=TRAINED)
    make_liaison(areas=[one], languages=["vi"], communities=["Older adults"], trained_on=TRAINED)
    assert served(look(cast)[0]) == (1, 1, 0)
    assert served(look(cast, community="Renters")[0]) == (1, 1, 0)
    assert served(look(cast, community="Older adults")[0]) == (0, 0, 0)
    by_community = {"counts": Counted.COMMUNITY}
    assert served(look(cast, **by_community)[0]) == (1, 1, 0)
    assert served(look(cast, language="es", **by_community)[0]) == (0, 0, 0)


def test_who_covers_an_old_ward_serves_the_areas_over_it(cast):
    wards = AreaSet(key="ward", name="Wards", singular="Ward")
    db.session.add(wards)
    db.session.flush()
    large, sliver = (Area(area_set_id=wards.id, code=code, name=code) for code in ("a", "b"))
    db.session.add_all([large, sliver])
    db.session.flush()
    for ward, share in ((large, 0.6), (sliver, 0.1)):
        overlap = AreaOverlap(area_id=ward.id, other_id=cast.district_1.id, share=share)
        db.session.add(overlap)
    count_speakers((large, 900, 90), (sliver, 800, 80))
    make_liaison(areas=[cast.district_1], languages=["es"], trained_on=TRAINED)
    lines = look(cast, area_set_id=wards.id)
    assert states(lines) == [("b", CoverageState.NONE), ("a", CoverageState.COVERED)]


def test_a_coordinator_of_one_area_sees_that_area(cast):
    count_speakers((cast.district_1, 900, 90), (cast.district_2, 100, 20))
    local = Actor(grants=(Grant(Role.COORDINATOR, area_id=cast.district_2.id),))
    assert [line.area.name for line in look(cast, actor=local)] == ["District 2"]


@pytest.mark.parametrize(
    ("label", "guess"),
    [
        ("Speak Spanish at home (5 years and older)", (Counted.AT_HOME, ("es",))),
        (
            "Chinese (incl. Mandarin, Cantonese): Speak English less than very well",
            (Counted.LIMITED_ENGLISH, ("yue", "zh-Hans", "zh-Hant")),
        ),
        ("Tagalog (incl. Filipino)", (Counted.AT_HOME, ("fil",))),
        ('Vietnamese: Speak English "very well"', None),
        ("French, Haitian, or Cajun", None),
        ("language Min Nan Chinese", None),
        ("Speak only English at home", None),
        ("Polished floors", None),
    ],
)
def test_a_label_says_whom_a_figure_counts_or_nothing_is_guessed(label, guess):
    assert guess_counted(label) == guess


def test_of_each_language_one_figure_is_guessed(cast):
    tied = count_speakers((cast.district_1, 900, 90))
    for label in ("Vietnamese", "Vietnamese, all ages", "Spanish", "Total population"):
        free = count_speakers((cast.district_1, 9, 9), label=label)
        untie_measure(actor=SYSTEM, tied=free)
    assert tie_guessed_measures(actor=SYSTEM) == 1
    names = [one.measure.label for one in list_tied_measures()]
    assert names == ["Speak Spanish at home", "Vietnamese"]
    assert tied.measure_id in list_groups()[Counted.AT_HOME][0].measure_ids


def test_what_cannot_be_tied(cast):
    tied = count_speakers((cast.district_1, 900, 90))
    same = {"actor": SYSTEM, "measure_id": tied.measure_id}
    with pytest.raises(Conflict):
        tie_measure(counts=Counted.AT_HOME, languages=["es"], **same)
    with pytest.raises(InvalidInput, match="Choose the languages"):
        tie_measure(counts=Counted.AT_HOME, **same)
    with pytest.raises(InvalidInput, match="Enter the community"):
        tie_measure(counts=Counted.COMMUNITY, **same)
    local = Actor(grants=(Grant(Role.COORDINATOR, area_id=cast.district_2.id),))
    with pytest.raises(NotAllowed):
        untie_measure(actor=local, tied=tied)
