"""The rule of a series as a sentence, in the reader's language."""

from datetime import date, time

import pytest
from factories.events import make_event

from liaison.events.models.plan import EventSeries
from liaison.events.policy.recurrence import Repeats, Repetition
from liaison.events.policy.rule_words import say_rule
from liaison.i18n import in_language

MONDAY = date(2026, 3, 2)  # the first of its month
LAST = date(2026, 6, 10)


def series(repeats, first=MONDAY, **more):
    rule = Repetition(repeats, until=LAST, **more).rule(first)
    return EventSeries(rule=rule, first_on=first, starts_time=time(18))


def said(*given, tag="en", **more):
    with in_language(tag):
        return [line.replace("\u202f", " ") for line in say_rule(series(*given, **more))]


@pytest.mark.parametrize(
    ("repeats", "first", "words"),
    [
        (Repeats.DAILY, MONDAY, "Every day at 6:00 PM until June 10, 2026."),
        (Repeats.WEEKLY, MONDAY, "Every week on Monday at 6:00 PM until June 8, 2026."),
        (Repeats.MONTHLY_DAY, MONDAY, "Every month on day 2 at 6:00 PM until June 2, 2026."),
        (
            Repeats.MONTHLY_WEEKDAY,
            MONDAY,
            "Every first Monday of the month at 6:00 PM until June 1, 2026.",
        ),
        (
            Repeats.MONTHLY_WEEKDAY,
            date(2026, 3, 25),
            "Every fourth Wednesday of the month at 6:00 PM until May 27, 2026.",
        ),
        (
            Repeats.MONTHLY_WEEKDAY,
            date(2026, 3, 30),  # a fifth, which most months lack
            "Every last Monday of the month at 6:00 PM until May 25, 2026.",
        ),
        (
            Repeats.MONTHLY_LAST,
            date(2026, 3, 31),
            "Every last Tuesday of the month at 6:00 PM until May 26, 2026.",
        ),
    ],
)
def test_each_way_to_repeat_is_a_sentence(session, repeats, first, words):
    assert said(repeats, first) == [words]


def test_several_days_and_weeks_between(session):
    assert said(Repeats.WEEKLY, weekdays=[2, 0], interval=2) == [
        "Every week on Monday and Wednesday at 6:00 PM until June 10, 2026.",
        "Of these weeks, only one in 2, counted from the first.",
    ]


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("es", "El primer lunes de cada mes"),
        ("zh-Hans", "每月第一个星期一"),
        ("vi", "Thứ Hai đầu tiên"),
        ("ar", "الاثنين الأول من كل شهر"),
    ],
)
def test_it_is_said_in_the_readers_language(session, tag, words):
    (sentence,) = said(Repeats.MONTHLY_WEEKDAY, tag=tag)
    assert words in sentence
    assert "2026" in sentence or "٢٠٢٦" in sentence


def test_a_rule_that_nobody_chooses_is_not_said(session):
    other = EventSeries(rule="FREQ=YEARLY;COUNT=2", first_on=MONDAY, starts_time=time(18))
    assert say_rule(other) == []


def test_the_page_of_a_series_says_its_rule(client, cast):
    event = make_event(cast.outreach)
    coordinator = client.sign_in("coordinator")
    weekly = {"repeats": "weekly", "weekdays": ["5"], "interval": "1", "times": "4"}
    coordinator.submit(f"/desk/events/{event.id}/repeats/start", weekly)
    page = coordinator.get(f"/desk/events/{event.id}/repeats/")
    assert "Every week on Saturday at 12:00" in page.text
    assert "until April 4, 2026." in page.text
