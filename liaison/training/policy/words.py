"""What a verdict says, in words for whoever takes part and whoever teaches."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from liaison.i18n import _, _l, listed, number
from liaison.liaisons.models.credential import Level
from liaison.liaisons.policy.credentials import LEVEL_WORDS
from liaison.training.models.course import CourseRun
from liaison.training.policy.deeds import DEEDS
from liaison.training.policy.graduation import Ask, Lack, Verdict, Ways, count_counting

_KINDS: Mapping[str, Any] = {  # as they are counted
    "session": _l("Sessions"),
    "tour": _l("Tours"),
    "retreat": _l("Retreats"),
}


def missing_words(verdict: Verdict, run: CourseRun) -> list[str]:
    """What is still needed, a sentence each."""
    return [_ways_words(ways, is_self_paced=run.is_self_paced) for ways in verdict.lacks]


def kind_words(kind: str) -> str:
    """Sessions of a kind, or the city's own word for it."""
    return str(_KINDS.get(kind, kind))


def _ways_words(ways: Ways, *, is_self_paced: bool) -> str:
    words = _part_words if is_self_paced else _lack_words
    said = [listed(words(lack) for lack in way) for way in ways]
    if len(said) == 1:
        return said[0]
    return _("One of these: %(ways)s", ways="; ".join(said))


def _lack_words(lack: Lack) -> str:
    had, needed = number(lack.had), number(lack.needed)
    if lack.ask is Ask.SESSIONS:
        return _("Sessions attended: %(had)s of %(needed)s", had=had, needed=needed)
    if lack.ask is Ask.NUMBER:
        return _("Session %(number)s, which nobody may miss", number=lack.what)
    what = kind_words(lack.what) if lack.ask is Ask.KIND else str(DEEDS.get(lack.what, lack.what))
    return _("%(what)s: %(had)s of %(needed)s", what=what, had=had, needed=needed)


def _part_words(lack: Lack) -> str:
    """The same where nobody attends: at one's own pace, parts are done."""
    if lack.ask is Ask.NUMBER:
        return _("Part %(number)s, which nobody may leave out", number=lack.what)
    if lack.ask is Ask.SESSIONS or (lack.ask is Ask.KIND and lack.what == "session"):
        return _(
            "Parts done: %(had)s of %(needed)s", had=number(lack.had), needed=number(lack.needed)
        )
    return _lack_words(lack)


def sessions_needed(rule: Mapping[str, Any], counting: int) -> str:
    """How many of the sessions that count complete it."""
    return _of(rule.get("min_present", 0), counting)


def tier_rows(rule: Mapping[str, Any], counting: int) -> list[tuple[str, str]]:
    """What there is beyond completion, each with how many sessions it takes."""
    return [
        (str(LEVEL_WORDS[Level(tier["name"])]), _of(tier["min_present"], counting))
        for tier in rule.get("tiers", ())
    ]


def rule_words(rule: Mapping[str, Any], kinds: Sequence[str], sessions: Sequence[str]) -> list[str]:
    """Who completes a course, a sentence each. `kinds` and `sessions` say of each planned session
    what it is and what it is called."""
    counting = count_counting(rule, kinds)
    beside = [kind_words(kind) for kind in rule.get("optional", ())]
    dear = [sessions[place - 1] for place in rule.get("required_sessions", ())]
    return [
        _("Sessions needed: %(count)s", count=sessions_needed(rule, counting)),
        *([_("Beside the count: %(kinds)s", kinds=listed(beside))] if beside else []),
        *([_("Nobody may miss: %(sessions)s", sessions="; ".join(dear))] if dear else []),
        *(_at_least(kind_words(one["kind"]), one["min"]) for one in rule.get("kinds", ())),
        *(_asked_words(asked) for asked in rule.get("extra", ())),
        *_mark_words(rule),
        *(
            _("%(level)s: %(count)s sessions", level=level, count=count)
            for level, count in tier_rows(rule, counting)
        ),
    ]


def _at_least(what: Any, needed: int) -> str:
    return _("%(what)s: at least %(needed)s", what=what, needed=number(needed))


def _asked_words(asked: Mapping[str, Any]) -> str:
    """One thing that everybody does, or the ways of which one is enough."""
    ways = [
        listed(_at_least(DEEDS.get(deed["kind"], deed["kind"]), deed["min"]) for deed in way)
        for way in asked.get("any_of", [[asked]])
    ]
    return ways[0] if len(ways) == 1 else _("One of these: %(ways)s", ways="; ".join(ways))


def _mark_words(rule: Mapping[str, Any]) -> Iterator[str]:
    late, excused = rule.get("late_counts", True), rule.get("excused_counts", False)
    yield _("Who comes late was there.") if late else _("Who comes late was not there.")
    yield (
        _("A session missed with an excuse counts.")
        if excused
        else _("A session missed with an excuse does not count.")
    )
    yield (
        _("A missed session can be made up for; one day makes up for one session.")
        if rule.get("makeup_counts", True)
        else _("A missed session cannot be made up for.")
    )


def _of(needed: int, counting: int) -> str:
    return _("%(needed)s of %(total)s", needed=number(needed), total=number(counting))
