"""What a verdict says, in words for whoever takes part and whoever teaches."""

from collections.abc import Mapping
from typing import Any

from liaison.i18n import _, _l, listed, number
from liaison.liaisons.models.credential import Level
from liaison.liaisons.policy.credentials import LEVEL_WORDS
from liaison.training.policy.deeds import DEEDS
from liaison.training.policy.graduation import Ask, Lack, Verdict, Ways

_KINDS: Mapping[str, Any] = {  # as they are counted
    "session": _l("Sessions"),
    "tour": _l("Tours"),
    "retreat": _l("Retreats"),
}


def missing_words(verdict: Verdict) -> list[str]:
    """What is still needed, a sentence each."""
    return [_ways_words(ways) for ways in verdict.lacks]


def kind_words(kind: str) -> str:
    """Sessions of a kind, or the city's own word for it."""
    return str(_KINDS.get(kind, kind))


def _ways_words(ways: Ways) -> str:
    said = [listed(_lack_words(lack) for lack in way) for way in ways]
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


def sessions_needed(rule: Mapping[str, Any], counting: int) -> str:
    """How many of the sessions that count complete it."""
    return _of(rule.get("min_present", 0), counting)


def tier_rows(rule: Mapping[str, Any], counting: int) -> list[tuple[str, str]]:
    """What there is beyond completion, each with how many sessions it takes."""
    return [
        (str(LEVEL_WORDS[Level(tier["name"])]), _of(tier["min_present"], counting))
        for tier in rule.get("tiers", ())
    ]


def _of(needed: int, counting: int) -> str:
    return _("%(needed)s of %(total)s", needed=number(needed), total=number(counting))
