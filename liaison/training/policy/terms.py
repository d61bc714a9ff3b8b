"""The rule of a course as the desk sets it: read from what is stored, and written back. Pure.

A page says less than a rule can. Deeds that it has no fields for, such as two lists of ways, stay
as they stand until somebody replaces them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from liaison.i18n import _, number
from liaison.training.policy.deeds import DEEDS
from liaison.training.policy.graduation import count_counting
from liaison.training.policy.plan import kinds_of

DEFAULTS: Mapping[str, Any] = {
    "late_counts": True,
    "excused_counts": False,
    "makeup_counts": True,
    "required_sessions": [],
    "optional": [],
    "kinds": [],
    "extra": [],
    "tiers": [],
}


@dataclass(frozen=True)
class Deed:
    """So many of a kind; `way` 0: everybody does it, else it is part of a way, of which one is
    gone whole."""

    needed: int
    way: int = 0


@dataclass(frozen=True)
class Terms:
    """Who completes a course, as far as a page says it."""

    needed: int
    late_counts: bool
    excused_counts: bool
    makeup_counts: bool
    tiers: Mapping[str, int]
    kinds: tuple[str, ...]  # of the planned sessions, one after the other
    optional: frozenset[str]
    of_kind: Mapping[str, int]
    required: frozenset[int]
    deeds: Mapping[str, Deed] | None  # None: as they stand


def read_terms(rule: Mapping[str, Any], plan: Mapping[str, Any]) -> Terms:
    """What a course asks for now."""
    said = {**DEFAULTS, **rule}
    return Terms(
        needed=said.get("min_present", 0),
        late_counts=said["late_counts"],
        excused_counts=said["excused_counts"],
        makeup_counts=said["makeup_counts"],
        tiers={tier["name"]: tier["min_present"] for tier in said["tiers"]},
        kinds=tuple(kinds_of(plan)),
        optional=frozenset(said["optional"]),
        of_kind={one["kind"]: one["min"] for one in said["kinds"]},
        required=frozenset(said["required_sessions"]),
        deeds=_read_deeds(said["extra"]),
    )


def write_rule(terms: Terms, rule: Mapping[str, Any]) -> dict[str, Any]:
    """The rule that says so. What is usual anyway stands in no rule."""
    wanted = {
        "total": rule.get("total", len(terms.kinds)),
        "min_present": terms.needed,
        "late_counts": terms.late_counts,
        "excused_counts": terms.excused_counts,
        "makeup_counts": terms.makeup_counts,
        "required_sessions": sorted(terms.required),
        "optional": sorted(terms.optional),
        "kinds": [{"kind": kind, "min": least} for kind, least in terms.of_kind.items()],
        "extra": rule.get("extra", []) if terms.deeds is None else _write_deeds(terms.deeds),
        "tiers": [{"name": name, "min_present": least} for name, least in terms.tiers.items()],
    }
    return {key: value for key, value in wanted.items() if value != DEFAULTS.get(key)}


def write_plan(terms: Terms, plan: Mapping[str, Any], minutes: int) -> dict[str, Any]:
    """The plan with each session of its kind. Without sessions there is one, of so many minutes."""
    planned = plan.get("sessions") or [{"minutes": minutes}]
    sessions = [
        session | ({} if kind == session.get("kind", "session") else {"kind": kind})
        for session, kind in zip(planned, terms.kinds, strict=True)
    ]
    return dict(plan) | {"sessions": sessions}


def list_faults(terms: Terms) -> dict[str, str]:
    """What is wrong, in words, by the name of the field to mend."""
    return dict(_faults(terms))


def _faults(terms: Terms) -> Iterator[tuple[str, str]]:
    counting = count_counting({"optional": terms.optional}, terms.kinds)
    if terms.needed > counting:
        words = _("Enter no more sessions than count: %(count)s.", count=number(counting))
        yield "needed", words
    elif not (terms.needed or terms.of_kind or terms.required or terms.deeds != {}):
        yield "needed", _("Ask for one session or something else at least.")
    for name, least in terms.tiers.items():
        if terms.needed <= counting and not terms.needed < least <= counting:
            yield f"tier_{name}", _tier_words(terms.needed + 1, counting)
    for kind, least in terms.of_kind.items():
        planned = terms.kinds.count(kind)
        if least > planned:
            words = _("Enter no more than are planned: %(count)s.", count=number(planned))
            yield f"of_kind_{kind}", words
    ways = {deed.way for deed in (terms.deeds or {}).values() if deed.way}
    if len(ways) == 1:
        lonely = next(kind for kind, deed in (terms.deeds or {}).items() if deed.way)
        yield (
            f"way_{lonely}",
            _("There is one way only. Give something else another, or choose everybody."),
        )


def _tier_words(first: int, last: int) -> str:
    if first > last:
        return _("Leave it blank: completion takes all the sessions that count.")
    return _("Enter a number from %(first)s to %(last)s.", first=number(first), last=number(last))


def _read_deeds(extra: list[dict[str, Any]]) -> Mapping[str, Deed] | None:
    """Each kind of deed, where the rule names none twice and has one list of ways at most."""
    lists = [asked["any_of"] for asked in extra if "any_of" in asked]
    named = [(asked, 0) for asked in extra if "any_of" not in asked]
    named += [(deed, way) for ways in lists for way, done in enumerate(ways, 1) for deed in done]
    deeds = {deed["kind"]: Deed(deed["min"], way) for deed, way in named}
    is_plain = len(lists) <= 1 and all(len(ways) > 1 and all(ways) for ways in lists)
    return deeds if is_plain and len(deeds) == len(named) and deeds.keys() <= DEEDS.keys() else None


def _write_deeds(deeds: Mapping[str, Deed]) -> list[dict[str, Any]]:
    by_way: dict[int, list[dict[str, Any]]] = {}
    for kind, deed in deeds.items():
        by_way.setdefault(deed.way, []).append({"kind": kind, "min": deed.needed})
    everybody = by_way.pop(0, [])
    ways = [by_way[way] for way in sorted(by_way)]
    return [*([{"any_of": ways}] if ways else []), *everybody]
