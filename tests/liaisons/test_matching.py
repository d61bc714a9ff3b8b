"""Who fits a booking: each rule as a coordinator would say it, and sharing out many at once."""

import uuid
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liaison.liaisons.models.booking import Task
from liaison.liaisons.models.liaison import LiaisonState, Travel
from liaison.liaisons.policy.candidates import (
    Ability,
    Candidate,
    City,
    Days,
    Hours,
    Job,
    Period,
    Question,
)
from liaison.liaisons.policy.care import Ceiling, Load
from liaison.liaisons.policy.fitting import keeping_out
from liaison.liaisons.policy.matching import (
    Match,
    Proposal,
    match,
    share_out,
    why,
)
from liaison.liaisons.policy.reasons import Reason, Rule
from liaison.statistics.assignment import assign

pytestmark = pytest.mark.pure

ZONE = ZoneInfo("America/New_York")
CITY = City(ZONE, Ceiling(minutes=2400, asks=12))
HERE, ELSEWHERE, PROGRAM, DEPARTMENT, BOOKING = (uuid.UUID(int=n) for n in range(1, 6))
SATURDAY = datetime(2026, 4, 4, 10, tzinfo=ZONE)
TWO_HOURS = Period(SATURDAY, SATURDAY + timedelta(hours=2))
JOB = Job(
    id=BOOKING,
    task=Task.INTERPRET,
    program_id=PROGRAM,
    department_id=DEPARTMENT,
    period=TWO_HOURS,
    minutes=120,
    cents=60_00,
    language="vi",
    area_id=HERE,
)
LINH = Candidate(
    id=uuid.UUID(int=100),
    state=LiaisonState.ACTIVE,
    trained_until=date(2026, 4, 4),
    languages={"vi": Ability(speaks=True, interprets=True)},
    area_ids=frozenset({HERE}),
    said_hours=True,
    hours=(Hours(6, time(9), time(13)),),
    cap_cents=500_00,
)
EVENING = Period(SATURDAY.replace(hour=20), SATURDAY.replace(hour=22))
UNTIL_MIDNIGHT = Period(SATURDAY.replace(hour=20), SATURDAY.replace(hour=0) + timedelta(days=1))
AT_NIGHT = Period(SATURDAY.replace(hour=22), SATURDAY + timedelta(hours=16))  # until two
SPEAKS_ONLY = {"vi": Ability(speaks=True)}

# what is different about Linh or the job, and what keeps her out then
TABLE = [
    ("all is well", {}, {}, set()),
    ("she is new", {"state": LiaisonState.PROSPECT}, {}, {Rule.STATE}),
    (
        "new is enough for this",
        {"state": LiaisonState.PROSPECT},
        {"needs_credential": False},
        set(),
    ),
    ("she paused", {"state": LiaisonState.PAUSED}, {"needs_credential": False}, {Rule.STATE}),
    ("another language", {}, {"language": "so"}, {Rule.LANGUAGE}),
    ("any language", {"languages": {}}, {"language": None}, set()),
    ("speaks, but does not interpret", {"languages": SPEAKS_ONLY}, {}, {Rule.ABILITY}),
    ("speaking is enough", {"languages": SPEAKS_ONLY}, {"task": Task.OUTREACH}, set()),
    ("does not write", {}, {"task": Task.WRITE}, {Rule.ABILITY}),
    ("her training ends before", {"trained_until": date(2026, 4, 3)}, {}, {Rule.CREDENTIAL}),
    ("never trained", {"trained_until": None}, {}, {Rule.CREDENTIAL}),
    ("no training needed", {"trained_until": None}, {"needs_credential": False}, set()),
    ("conflict with the programme", {"conflicts": frozenset({PROGRAM})}, {}, {Rule.CONFLICT}),
    ("with the department", {"conflicts": frozenset({DEPARTMENT})}, {}, {Rule.CONFLICT}),
    ("asked before", {"asked_before": frozenset({BOOKING})}, {}, {Rule.ASKED_BEFORE}),
    ("away", {"absences": (Days(date(2026, 4, 1), date(2026, 4, 4)),)}, {}, {Rule.ABSENCE}),
    ("back by then", {"absences": (Days(date(2026, 4, 1), date(2026, 4, 3)),)}, {}, set()),
    ("another job", {"busy": (Period(SATURDAY, EVENING.ends_at),)}, {}, {Rule.OTHER_BOOKING}),
    ("another after it", {"busy": (Period(TWO_HOURS.ends_at, EVENING.ends_at),)}, {}, set()),
    ("not in the evening", {}, {"period": EVENING}, {Rule.HOURS}),
    ("not on that day", {"hours": (Hours(7, time(9), time(13)),)}, {}, {Rule.HOURS}),
    ("none of her hours", {"hours": ()}, {}, {Rule.HOURS}),
    ("hours not said", {"hours": (), "said_hours": False}, {"period": EVENING}, set()),
    ("not elsewhere", {}, {"area_id": ELSEWHERE}, {Rule.TRAVEL}),
    ("she goes everywhere", {"travel": Travel.WHOLE_CITY}, {"area_id": ELSEWHERE}, set()),
    ("anywhere", {"area_ids": frozenset()}, {"area_id": None}, set()),
    ("asked twelve times", {"load": Load(0, 12)}, {}, {Rule.ASKS}),
    ("asked eleven times", {"load": Load(0, 11)}, {}, set()),
    ("39 hours", {"load": Load(2341, 0)}, {}, {Rule.MINUTES}),
    ("38 hours and the job", {"load": Load(2280, 0)}, {}, set()),
    ("over her cap", {"spent_cents": 440_01}, {}, {Rule.CAP}),
    ("at her cap", {"spent_cents": 440_00}, {}, set()),
    ("unpaid work has no cap", {"spent_cents": 500_00}, {"cents": None}, set()),
    ("asked for another", {"thinking": (TWO_HOURS,)}, {}, {Rule.OTHER_OFFER}),
    (
        "another and a lapse",
        {"busy": (TWO_HOURS,), "trained_until": None},
        {},
        {Rule.OTHER_BOOKING, Rule.CREDENTIAL},
    ),
    (
        "until midnight of her last day",
        {"hours": (), "said_hours": False},
        {"period": UNTIL_MIDNIGHT},
        set(),
    ),
]


def kept_out(job, candidate):
    return keeping_out(Question.about(job, CITY), candidate)


@pytest.mark.parametrize(
    ("of_her", "of_job", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_rules(of_her, of_job, expected):
    assert set(kept_out(replace(JOB, **of_job), replace(LINH, **of_her))) == expected


@pytest.mark.parametrize("task", [Task.WRITE, Task.ADVISE])
def test_what_is_done_at_home_needs_neither_hours_nor_a_way(task):
    week = Period(SATURDAY, SATURDAY + timedelta(days=7))
    at_home = replace(JOB, task=task, period=week, area_id=ELSEWHERE)
    writer = replace(
        LINH,
        trained_until=date(2027, 1, 1),
        languages={"vi": Ability(speaks=True, writes=True)},
        busy=(TWO_HOURS,),
        absences=(Days(date(2026, 4, 4), date(2026, 4, 6)),),
    )
    assert kept_out(at_home, writer) == ()
    all_week = (Days(date(2026, 4, 1), date(2026, 4, 20)),)
    assert kept_out(at_home, replace(writer, absences=all_week)) == (Rule.ABSENCE,)


@pytest.mark.parametrize(
    ("hours", "fits"),
    [
        ([(6, 9, 11), (6, 11, 13)], True),  # two that touch
        ([(6, 9, 11), (6, 11.5, 13)], False),  # half an hour between
        ([(6, 10, 12)], True),  # to the minute
        ([(6, 10, 11.5)], False),
    ],
)
def test_hours_that_touch_are_one_stretch(hours, fits):
    def at(hour):
        return time(int(hour), int(hour % 1 * 60))

    parts = tuple(Hours(day, at(begins), at(ends)) for day, begins, ends in hours)
    assert (kept_out(JOB, replace(LINH, hours=parts)) == ()) is fits


def test_over_midnight_both_days_count():
    night = replace(JOB, period=AT_NIGHT)
    saturday, sunday = Hours(6, time(20), time(23, 59)), Hours(7, time(0), time(3))
    late = replace(LINH, trained_until=date(2027, 1, 1))
    assert kept_out(night, replace(late, hours=(saturday, sunday))) == ()
    assert kept_out(night, replace(late, hours=(saturday,))) == (Rule.HOURS,)


def test_who_did_and_was_asked_least_comes_first():
    busy = replace(LINH, id=uuid.UUID(int=101), load=Load(1200, 3))
    earned = replace(LINH, id=uuid.UUID(int=102), spent_cents=400_00)
    found = match(JOB, [busy, earned, LINH], CITY)
    assert [one.candidate for one in found.proposals] == [LINH, busy, earned] or [
        one.cost for one in found.proposals
    ] == sorted(one.cost for one in found.proposals)
    assert found.proposals[0].candidate is LINH


def test_whom_the_community_knows_comes_before_who_did_less():
    job = replace(JOB, community="Tenants of Elm Street")
    known = replace(
        LINH,
        id=uuid.UUID(int=103),
        communities=frozenset({"tenants of elm street"}),
        load=Load(2000, 11),  # little is left under the ceiling
    )
    found = match(job, [LINH, known], CITY)
    assert [one.candidate for one in found.proposals] == [known, LINH]
    assert Reason.COMMUNITY in found.proposals[0].why


def test_each_proposal_says_what_speaks_for_it():
    assert why(JOB, LINH, CITY) == (
        Reason.INTERPRETS,
        Reason.TRAINED,
        Reason.FREE,
        Reason.COVERS_AREA,
        Reason.ASKED_LITTLE,
    )
    far = replace(LINH, travel=Travel.WHOLE_CITY, area_ids=frozenset(), said_hours=False)
    assert {Reason.GOES_EVERYWHERE, Reason.HOURS_UNKNOWN} < set(why(JOB, far, CITY))


def test_where_nobody_fits_the_rule_without_which_most_would_is_named():
    absences = (Days(date(2026, 4, 4), date(2026, 4, 4)),)
    people = [
        replace(LINH, id=uuid.UUID(int=n), **broken)
        for n, broken in enumerate(
            [
                {"hours": ()},
                {"hours": ()},
                {"absences": absences},
                {"state": LiaisonState.LAPSED, "trained_until": None},
                {"state": LiaisonState.LAPSED, "trained_until": None},
                {"state": LiaisonState.LAPSED, "trained_until": None},
            ]
        )
    ]
    found = match(JOB, people, CITY, without_language=40)
    assert found.binding is Rule.HOURS
    assert found.count_kept_out()[Rule.LANGUAGE] == 40
    assert len(found.exclusions[0].rules) == 1
    assert match(JOB, [*people, LINH], CITY).binding is None
    assert match(JOB, [], CITY, without_language=40).binding is Rule.LANGUAGE
    assert match(JOB, [], CITY).binding is None  # nobody is on the roster


# --- Many at once --------------------------------------------------------------------------------

tables = st.integers(1, 4).flatmap(
    lambda workers: st.lists(
        st.lists(st.none() | st.integers(0, 9), min_size=workers, max_size=workers),
        min_size=1,
        max_size=4,
    )
)


def worth(costs, chosen):
    """How many jobs are left, then what the others cost: less is better. None: not allowed."""
    taken = [worker for worker in chosen if worker is not None]
    paid = [costs[job][worker] for job, worker in enumerate(chosen) if worker is not None]
    if len(set(taken)) < len(taken) or None in paid:
        return None
    return len(chosen) - len(taken), sum(paid)


def best_by_force(costs):
    places = [None, *range(len(costs[0]))]
    ways = (worth(costs, chosen) for chosen in product(places, repeat=len(costs)))
    return min(way for way in ways if way is not None)


@settings(deadline=None)  # the first one loads the solver
@given(tables)
def test_no_way_to_share_out_is_better(costs):
    assert worth(costs, assign(costs)) == best_by_force(costs)


@settings(deadline=None)
@given(tables)
def test_sharing_out_bookings_looks_only_at_the_best_and_loses_nothing(costs):
    people = [replace(LINH, id=uuid.UUID(int=n)) for n in range(len(costs[0]))]
    jobs = [replace(JOB, id=uuid.UUID(int=1000 + n)) for n in range(len(costs))]
    matches = [
        Match(
            sorted(
                (Proposal(people[n], cost, ()) for n, cost in enumerate(row) if cost is not None),
                key=lambda one: one.cost,
            ),
            [],
        )
        for row in costs
    ]
    chosen = share_out(jobs, matches)
    taken = [one.candidate.id for one in chosen.values()]
    assert len(set(taken)) == len(taken)
    total = sum(one.cost for one in chosen.values())
    assert (len(jobs) - len(chosen), total) == best_by_force(costs)


def test_nothing_to_share_out():
    assert assign([]) == []
    assert assign([[], []]) == [None, None]
