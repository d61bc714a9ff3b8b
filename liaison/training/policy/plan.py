"""Which sessions a new run begins with: a plan, which is data, laid on the calendar. Pure.

A plan is a list of sessions, each in a week counted from the first day, on its own weekday or the
first day's, at its own time or the first session's.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any, NamedTuple


class PlannedSession(NamedTuple):
    kind: str
    title: str
    on: date
    starts: time
    minutes: int
    number: int = 0  # in its run, where it is given one


def kinds_of(plan: Mapping[str, Any]) -> list[str]:
    """The kind of each session it lays out."""
    return [one.get("kind", "session") for one in plan.get("sessions") or [{}]]


def lay_out(
    plan: Mapping[str, Any], titles: Sequence[str], first_on: date, starts: time, minutes: int
) -> list[PlannedSession]:
    """The sessions, by date. Without a plan there is one, of so many minutes."""
    planned = plan.get("sessions") or [{"minutes": minutes}]
    monday = first_on - timedelta(days=first_on.weekday())
    sessions = []
    for index, one in enumerate(planned):
        weekday = one.get("weekday", first_on.isoweekday())  # as ISO counts: Monday is 1
        on = monday + timedelta(weeks=one.get("week", 1) - 1, days=weekday - 1)
        begins = time.fromisoformat(one["starts"]) if "starts" in one else starts
        title = titles[index] if index < len(titles) else titles[-1]
        sessions.append((on, begins, one.get("kind", "session"), title, one["minutes"]))
    sessions.sort(key=lambda one: one[:2])
    return [
        PlannedSession(kind, title, on, begins, length, number)
        for number, (on, begins, kind, title, length) in enumerate(sessions, start=1)
    ]
