"""How a series repeats, in whole sentences: languages order their words in their own way."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from liaison.events.models.plan import EventSeries
from liaison.events.policy.recurrence import (
    Repeats,
    Repetition,
    list_days,
    read_repetition,
    week_of_month,
)
from liaison.events.policy.wall_time import at_wall_time
from liaison.i18n import _l, day, listed, number, settings, time_of_day, weekday_name

A_MONDAY = date(2024, 1, 1)

SENTENCES: Mapping[Repeats, Any] = {
    Repeats.DAILY: _l("Every day at %(time)s until %(last)s."),
    Repeats.WEEKLY: _l("Every week on %(days)s at %(time)s until %(last)s."),
    Repeats.MONTHLY_DAY: _l("Every month on day %(number)s at %(time)s until %(last)s."),
    Repeats.MONTHLY_LAST: _l("Every last %(days)s of the month at %(time)s until %(last)s."),
}
BY_WEEK: Mapping[int, Any] = {  # of Repeats.MONTHLY_WEEKDAY
    1: _l("Every first %(days)s of the month at %(time)s until %(last)s."),
    2: _l("Every second %(days)s of the month at %(time)s until %(last)s."),
    3: _l("Every third %(days)s of the month at %(time)s until %(last)s."),
    4: _l("Every fourth %(days)s of the month at %(time)s until %(last)s."),
}
LEFT_OUT: Mapping[Repeats, Any] = {  # a sentence that follows where not each is meant
    Repeats.DAILY: _l("Of these days, only one in %(count)s, counted from the first."),
    Repeats.WEEKLY: _l("Of these weeks, only one in %(count)s, counted from the first."),
    Repeats.MONTHLY_DAY: _l("Of these months, only one in %(count)s, counted from the first."),
}


def say_rule(series: EventSeries) -> list[str]:
    """One sentence or two; none where the rule is none that people choose from."""
    found = read_repetition(series.rule)
    if found is None:
        return []
    first, zone = series.first_on, settings().zone()
    sentence = SENTENCES.get(found.repeats) or BY_WEEK[week_of_month(first)]
    said = str(sentence) % {
        "days": listed(_weekdays(found, first)),
        "number": number(first.day),
        "time": time_of_day(at_wall_time(first, series.starts_time, zone)),
        "last": day(list_days(series.rule, first)[-1]),
    }
    if found.interval == 1:
        return [said]
    left_out = LEFT_OUT.get(found.repeats, LEFT_OUT[Repeats.MONTHLY_DAY])
    return [said, str(left_out) % {"count": number(found.interval)}]


def _weekdays(found: Repetition, first: date) -> list[str]:
    chosen = sorted(found.weekdays) or [first.weekday()]
    return [weekday_name(A_MONDAY.replace(day=1 + one)) for one in chosen]
