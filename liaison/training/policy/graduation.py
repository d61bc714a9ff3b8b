"""Who completes a course: a rule, which is data, against what somebody did. Pure.

A rule says how many sessions are needed and which marks count for one; which sessions and which
kinds of them nobody may miss; which kinds are beside the count; what else has to be done; and for
how many sessions there is more than completion. `docs/training.md` shows how real academies' rules
are written down.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from liaison.training.models.enrolment import Mark

Ways = tuple[tuple["Lack", ...], ...]  # of which one has to be gone whole
KEYS = frozenset(
    (
        *("total", "min_present", "late_counts", "excused_counts", "makeup_counts"),
        *("required_sessions", "optional", "kinds", "extra", "tiers"),
    )
)


@dataclass(frozen=True)
class Attended:
    """A session that took place, and the mark somebody has there; None: nobody wrote one down."""

    number: int
    kind: str = "session"
    mark: Mark | None = None
    made_up_on: date | None = None


class Ask(StrEnum):
    """What a rule asks for."""

    SESSIONS = "sessions"
    NUMBER = "number"  # this session
    KIND = "kind"  # so many of a kind
    DEED = "deed"


@dataclass(frozen=True)
class Lack:
    """Something that is still needed. `what` names the kind or the session's number."""

    ask: Ask
    needed: int
    had: int
    what: str = ""


@dataclass(frozen=True)
class Verdict:
    """`lacks` holds, for each thing that is missing, the ways in which it may be made good: a list
    of lists, of which one has to be done whole."""

    counted: int
    lacks: tuple[Ways, ...] = ()
    tier: str | None = None  # beyond completion

    @property
    def is_completed(self) -> bool:
        return not self.lacks


def judge(
    rule: Mapping[str, Any], attended: Sequence[Attended], deeds: Mapping[str, int]
) -> Verdict:
    """Does somebody complete the course, and if not, what is missing?"""
    counting = _counting(rule, attended)
    optional = frozenset(rule.get("optional", ()))
    regular = sum(one.kind not in optional for one in counting)
    lacks = (
        *_lacking_sessions(rule, regular),
        *_lacking_numbers(rule, counting),
        *_lacking_kinds(rule, counting),
        *_lacking_deeds(rule, deeds),
    )
    return Verdict(regular, lacks, None if lacks else _tier(rule, regular))


def problems(rule: Mapping[str, Any]) -> list[str]:
    """What is wrong with a rule, for whoever writes one."""
    found = [f"unknown: {key}" for key in sorted(rule.keys() - KEYS)]
    total, least = rule.get("total"), rule.get("min_present")
    if not isinstance(total, int) or not isinstance(least, int):
        return [*found, "total and min_present are whole numbers"]
    if not 0 <= least <= total:
        found.append("min_present is between 0 and total")
    numbers = rule.get("required_sessions", ())
    found += [f"there is no session {one}" for one in numbers if not 1 <= one <= total]
    for tier in rule.get("tiers", ()):
        if not least < tier["min_present"] <= total:
            found.append(f"tier {tier['name']} needs more than min_present, and no more than total")
    return found


def count_counting(rule: Mapping[str, Any], kinds: Iterable[str]) -> int:
    """How many sessions of these kinds count: those beside the count, such as tours, do not."""
    return sum(kind not in rule.get("optional", ()) for kind in kinds)


def _counting(rule: Mapping[str, Any], attended: Sequence[Attended]) -> list[Attended]:
    """Sessions that count. Whoever made up for two on one day was there once: it counts for one."""
    marks = {Mark.PRESENT}
    if rule.get("late_counts", True):
        marks.add(Mark.LATE)
    if rule.get("excused_counts", False):
        marks.add(Mark.EXCUSED)
    counting = [one for one in attended if one.mark in marks]
    if rule.get("makeup_counts", True):
        made_up = (one for one in attended if one.mark is Mark.MADE_UP)
        by_day = {one.made_up_on: one for one in made_up if one.made_up_on is not None}
        counting += by_day.values()
    return counting


def _lacking_sessions(rule: Mapping[str, Any], had: int) -> list[Ways]:
    needed: int = rule["min_present"]
    return [((Lack(Ask.SESSIONS, needed, had),),)] if had < needed else []


def _lacking_numbers(rule: Mapping[str, Any], counting: Sequence[Attended]) -> list[Ways]:
    held = {one.number for one in counting}
    return [
        ((Lack(Ask.NUMBER, 1, 0, str(number)),),)
        for number in rule.get("required_sessions", ())
        if number not in held
    ]


def _lacking_kinds(rule: Mapping[str, Any], counting: Sequence[Attended]) -> list[Ways]:
    lacks: list[Ways] = []
    for wanted in rule.get("kinds", ()):
        had = sum(one.kind == wanted["kind"] for one in counting)
        if had < wanted["min"]:
            lacks.append(((Lack(Ask.KIND, wanted["min"], had, wanted["kind"]),),))
    return lacks


def _lacking_deeds(rule: Mapping[str, Any], deeds: Mapping[str, int]) -> list[Ways]:
    """Each thing asked for may be met in one of several ways, and a way may take several deeds."""
    lacks = []
    for asked in rule.get("extra", ()):
        ways = asked.get("any_of", [[asked]])
        missing = tuple(_missing(way, deeds) for way in ways)
        if all(missing):
            lacks.append(missing)
    return lacks


def _missing(way: Sequence[Mapping[str, Any]], deeds: Mapping[str, int]) -> tuple[Lack, ...]:
    return tuple(
        Lack(Ask.DEED, deed["min"], had, deed["kind"])
        for deed in way
        if (had := deeds.get(deed["kind"], 0)) < deed["min"]
    )


def _tier(rule: Mapping[str, Any], had: int) -> str | None:
    reached = [tier for tier in rule.get("tiers", ()) if had >= tier["min_present"]]
    best = max(reached, key=lambda tier: tier["min_present"], default=None)
    return None if best is None else str(best["name"])
