"""Rules of real academies, written down as data, and what they say."""

from datetime import date

import pytest

from liaison.training.models.enrolment import Mark
from liaison.training.policy.graduation import Ask, Attended, judge, problems

HARRISONBURG = {"total": 13, "min_present": 9, "optional": ["tour"]}
CHAMPAIGN = {"total": 12, "min_present": 8}
SYRACUSE = {
    "total": 11,
    "min_present": 8,
    "optional": ["tour"],
    "tiers": [{"name": "distinguished", "min_present": 9}],
}
HAMILTON = {
    "total": 11,
    "min_present": 9,
    "kinds": [{"kind": "retreat", "min": 2}, {"kind": "session", "min": 7}],
    "extra": [
        {
            "any_of": [
                [{"kind": "public_meeting", "min": 2}],
                [{"kind": "volunteer_hour", "min": 4}, {"kind": "report", "min": 1}],
            ]
        },
        {"kind": "group_project", "min": 1},
    ],
}


def held(present, *, absent=0, kind="session", first=1):
    marks = [Mark.PRESENT] * present + [Mark.ABSENT] * absent
    return [Attended(number, kind, mark) for number, mark in enumerate(marks, start=first)]


@pytest.mark.parametrize(
    ("rule", "attended", "is_completed"),
    [
        (HARRISONBURG, held(9, absent=3), True),
        (HARRISONBURG, held(8, absent=4), False),
        (HARRISONBURG, [*held(8, absent=4), *held(1, kind="tour", first=13)], False),
        (CHAMPAIGN, held(8, absent=4), True),
        (CHAMPAIGN, held(7, absent=5), False),
        (SYRACUSE, held(8, absent=3), True),
        (SYRACUSE, [*held(7, absent=3), *held(1, kind="tour", first=11)], False),
    ],
)
def test_so_many_sessions_are_needed_and_tours_are_beside_the_count(rule, attended, is_completed):
    assert judge(rule, attended, {}).is_completed is is_completed


def test_syracuse_calls_whoever_came_once_more_distinguished():
    assert judge(SYRACUSE, held(8, absent=3), {}).tier is None
    assert judge(SYRACUSE, held(9, absent=2), {}).tier == "distinguished"


RETREATS_AND_SEVEN = [*held(2, kind="retreat"), *held(7, absent=2, first=3)]


@pytest.mark.parametrize(
    ("deeds", "is_completed"),
    [
        ({"public_meeting": 2, "group_project": 1}, True),
        ({"volunteer_hour": 4, "report": 1, "group_project": 1}, True),
        ({"volunteer_hour": 4, "group_project": 1}, False),  # without the report
        ({"public_meeting": 1, "volunteer_hour": 3, "report": 1, "group_project": 1}, False),
        ({"public_meeting": 2}, False),  # without the project
        ({}, False),
    ],
)
def test_hamilton_asks_for_meetings_or_hours_with_a_report_and_a_project(deeds, is_completed):
    assert judge(HAMILTON, RETREATS_AND_SEVEN, deeds).is_completed is is_completed


def test_hamilton_lets_nobody_miss_a_retreat():
    one_retreat = [*held(1, absent=1, kind="retreat"), *held(9, first=3)]
    verdict = judge(HAMILTON, one_retreat, {"public_meeting": 2, "group_project": 1})
    ((lack,),) = verdict.lacks[0]
    assert (lack.ask, lack.what, lack.needed, lack.had) == (Ask.KIND, "retreat", 2, 1)


def test_a_session_nobody_may_miss_is_named():
    rule = {"total": 3, "min_present": 2, "required_sessions": [1]}
    missed_first = [Attended(1, mark=Mark.ABSENT), Attended(2, mark=Mark.PRESENT)]
    verdict = judge(rule, [*missed_first, Attended(3, mark=Mark.LATE)], {})
    ((lack,),) = verdict.lacks[0]
    assert (lack.ask, lack.what) == (Ask.NUMBER, "1")


@pytest.mark.parametrize(
    ("mark", "settings", "counts"),
    [
        (Mark.PRESENT, {}, True),
        (Mark.LATE, {}, True),
        (Mark.LATE, {"late_counts": False}, False),
        (Mark.EXCUSED, {}, False),
        (Mark.EXCUSED, {"excused_counts": True}, True),
        (Mark.ABSENT, {}, False),
        (None, {}, False),
    ],
)
def test_which_marks_count(mark, settings, counts):
    rule = {"total": 1, "min_present": 1} | settings
    assert judge(rule, [Attended(1, mark=mark)], {}).is_completed is counts


def test_a_make_up_counts_once_and_only_where_the_rule_lets_it():
    rule = {"total": 3, "min_present": 3}
    one_day, other_day = date(2026, 5, 2), date(2026, 5, 9)
    present = Attended(1, mark=Mark.PRESENT)

    def made_up(*days):
        rows = [Attended(n, mark=Mark.MADE_UP, made_up_on=on) for n, on in enumerate(days, 2)]
        return [present, *rows]

    assert judge(rule, made_up(one_day, other_day), {}).is_completed
    assert judge(rule, made_up(one_day, one_day), {}).counted == 2
    refused = judge(rule | {"makeup_counts": False}, made_up(one_day, other_day), {})
    assert refused.counted == 1


def test_whoever_writes_a_rule_is_told_what_is_wrong():
    assert problems(SYRACUSE) == problems(HAMILTON) == []
    assert problems({}) == ["total and min_present are whole numbers"]
    assert problems({"total": 3, "min_present": 4, "late": True}) == [
        "unknown: late",
        "min_present is between 0 and total",
    ]
    assert problems({"total": 3, "min_present": 2, "required_sessions": [4]}) == [
        "there is no session 4"
    ]
    low = {"total": 3, "min_present": 2, "tiers": [{"name": "distinguished", "min_present": 2}]}
    assert len(problems(low)) == 1
