"""On which days something repeats."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from liaison.errors import InvalidInput
from liaison.events.policy.recurrence import (
    MOST,
    Repeats,
    Repetition,
    list_days,
    read_repetition,
    split_rule,
)

pytestmark = pytest.mark.pure
TUESDAY = date(2026, 3, 3)  # the first of the month
calm = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def days(repeats, first=TUESDAY, **how):
    repetition = Repetition(repeats, **how)
    return list_days(repetition.rule(first), first)


@pytest.mark.parametrize(
    ("repeats", "how", "shown"),
    [
        (Repeats.WEEKLY, {"times": 3}, ["03-03", "03-10", "03-17"]),
        (Repeats.WEEKLY, {"times": 3, "interval": 2}, ["03-03", "03-17", "03-31"]),
        (Repeats.WEEKLY, {"times": 4, "weekdays": [1, 3]}, ["03-03", "03-05", "03-10", "03-12"]),
        (Repeats.MONTHLY_WEEKDAY, {"times": 3}, ["03-03", "04-07", "05-05"]),
        (Repeats.MONTHLY_DAY, {"times": 3}, ["03-03", "04-03", "05-03"]),
        (Repeats.DAILY, {"until": date(2026, 3, 5)}, ["03-03", "03-04", "03-05"]),
    ],
)
def test_rules_as_people_say_them(repeats, how, shown):
    assert [f"{day:%m-%d}" for day in days(repeats, **how)] == shown


@pytest.mark.parametrize(
    ("repeats", "how"),
    [
        (Repeats.WEEKLY, {"times": 4, "weekdays": [1, 3], "interval": 2}),
        (Repeats.MONTHLY_WEEKDAY, {"times": 3}),
        (Repeats.MONTHLY_LAST, {"until": date(2026, 9, 1)}),
        (Repeats.MONTHLY_DAY, {"times": 3}),
        (Repeats.DAILY, {"until": date(2026, 3, 5)}),
    ],
)
def test_a_rule_is_read_as_it_was_chosen(repeats, how):
    rule = Repetition(repeats, **how).rule(TUESDAY)
    found = read_repetition(rule)
    assert (found.repeats, found.rule(TUESDAY)) == (repeats, rule)


@pytest.mark.parametrize(
    "rule", ["FREQ=YEARLY;COUNT=3", "FREQ=DAILY;BYDAY=MO;COUNT=3", "FREQ=MONTHLY;BYDAY=MO;COUNT=9"]
)
def test_a_rule_that_nobody_could_choose_is_not_read(rule):
    assert read_repetition(rule) is None


def test_a_fifth_weekday_is_the_last_one():
    found = days(Repeats.MONTHLY_WEEKDAY, first=date(2026, 3, 31), times=3)
    assert found == [date(2026, 3, 31), date(2026, 4, 28), date(2026, 5, 26)]


@pytest.mark.parametrize(
    ("repeats", "how", "said"),
    [
        (Repeats.WEEKLY, {}, "Say when it ends"),
        (Repeats.WEEKLY, {"times": 3, "until": TUESDAY}, "Say when it ends"),
        (Repeats.WEEKLY, {"times": MOST + 1}, "at most 104 dates"),
        (Repeats.MONTHLY_DAY, {"times": 60}, "at most 104 dates within two years"),
        (Repeats.DAILY, {"until": date(2999, 1, 1)}, "at most 104 dates"),
        (Repeats.WEEKLY, {"times": 3, "weekdays": [4]}, "The first day is none of those"),
        (Repeats.MONTHLY_LAST, {"times": 3}, "The first day is none of those"),
        (Repeats.WEEKLY, {"until": TUESDAY - timedelta(days=1)}, "The first day is none of those"),
    ],
)
def test_what_is_refused(app, repeats, how, said):
    with app.test_request_context(), pytest.raises(InvalidInput, match=said):
        days(repeats, **how)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "COUNT=3",
        "FREQ=SECONDLY;COUNT=3",
        "FREQ=WEEKLY;COUNT=x",
        "FREQ=DAILY;BYEASTER=0;COUNT=2",
    ],
)
def test_what_is_no_rule_is_refused(app, rule):
    with app.test_request_context(), pytest.raises(InvalidInput):
        list_days(rule, TUESDAY)


FIRST = st.dates(date(2020, 1, 1), date(2035, 1, 1))
HOW = st.fixed_dictionaries(
    {
        "repeats": st.sampled_from(Repeats),
        "interval": st.integers(1, 6),
        "weekdays": st.sets(st.integers(0, 6)),
        "times": st.integers(2, 30),
    }
)


def found_or_none(first, how):
    weekdays = {*how["weekdays"], first.weekday()}
    repetition = Repetition(**how | {"weekdays": weekdays})
    try:
        rule = repetition.rule(first)
        return rule, list_days(rule, first)
    except InvalidInput:
        return None, None


@calm
@given(first=FIRST, how=HOW)
def test_days_come_in_order_as_many_as_asked_and_keep_to_their_weekdays(app, first, how):
    with app.test_request_context():
        _rule, found = found_or_none(first, how)
    assume(found)
    assert found[0] == first
    assert found == sorted(set(found))
    assert len(found) == how["times"]
    if how["repeats"] in {Repeats.MONTHLY_WEEKDAY, Repeats.MONTHLY_LAST}:
        assert {day.weekday() for day in found} == {first.weekday()}
    if how["repeats"] is Repeats.WEEKLY:
        assert {day.weekday() for day in found} <= {*how["weekdays"], first.weekday()}
        monday = first - timedelta(days=first.weekday())
        assert {(day - monday).days // 7 % how["interval"] for day in found} == {0}


@calm
@given(first=FIRST, how=HOW, data=st.data())
def test_a_series_cut_in_two_has_the_same_days(app, first, how, data):
    with app.test_request_context():
        rule, found = found_or_none(first, how)
        assume(found)
        at = data.draw(st.sampled_from(found[1:]))
        head, tail = split_rule(rule, first, at)
        assert list_days(head, first) + list_days(tail, at) == found
