"""Which sessions a new run begins with: a plan, which is data, laid on the calendar. Pure.

A plan is a list of sessions, each in a week counted from the first day, on its own weekday or the
first day's, at its own time or the first session's.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any, NamedTuple

from liaison.i18n import _, isolated, number


class PlannedSession(NamedTuple):
    kind: str
    title: str
    on: date
    starts: time
    minutes: int
    number: int = 0  # in its run, where it is given one
    place: int = 0  # in the plan, where it comes from one


def kinds_of(plan: Mapping[str, Any]) -> list[str]:
    """The kind of each session it lays out."""
    return [one.get("kind", "session") for one in plan.get("sessions") or [{}]]


def minutes_counting(rule: Mapping[str, Any], plan: Mapping[str, Any]) -> int:
    """How long the sessions take that count."""
    beside = rule.get("optional", ())
    planned = plan.get("sessions", ())
    return sum(one["minutes"] for one in planned if one.get("kind", "session") not in beside)


def session_names(plan: Mapping[str, Any], outline: Sequence[str]) -> list[str]:
    """What each session it lays out is called; the outline tells where it has a line for each."""
    places = range(1, len(kinds_of(plan)) + 1)
    if len(outline) == len(places):
        said = zip(places, outline, strict=True)
        return [
            _("Session %(number)s: %(title)s", number=number(place), title=isolated(title))
            for place, title in said
        ]
    return [_("Session %(number)s", number=number(place)) for place in places]


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
        kind = one.get("kind", "session")
        sessions.append((on, begins, kind, title, one["minutes"], index + 1))
    sessions.sort(key=lambda one: one[:2])
    return [
        PlannedSession(kind, title, on, begins, length, number_in_run, place)
        for number_in_run, (on, begins, kind, title, length, place) in enumerate(sessions, start=1)
    ]


def rule_of_run(rule: Mapping[str, Any], sessions: Sequence[PlannedSession]) -> dict[str, Any]:
    """A course numbers sessions as planned, and a run by date: a Saturday may come before them."""
    wanted = [one.number for one in sessions if one.place in rule.get("required_sessions", ())]
    return dict(rule) | ({"required_sessions": wanted} if wanted else {})
