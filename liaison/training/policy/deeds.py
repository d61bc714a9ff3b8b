"""What a course may ask for beside its sessions."""

from collections.abc import Mapping
from typing import Any

from liaison.i18n import _l

DEEDS: Mapping[str, Any] = {
    "knowledge_check": _l("Knowledge check passed"),
    "coaching_call": _l("Coaching call held"),
    "public_meeting": _l("Public meeting visited"),
    "volunteer_hour": _l("Hour volunteered"),
    "report": _l("Report written"),
    "group_project": _l("Group project done"),
}
SESSION_KINDS: Mapping[str, Any] = {
    "session": _l("Session"),
    "tour": _l("Tour"),
    "retreat": _l("Retreat"),
}


def deeds_asked_for(rule: Mapping[str, Any]) -> list[str]:
    """The kinds of deeds a rule names, each once."""
    asked = [
        deed["kind"]
        for one in rule.get("extra", ())
        for way in (one.get("any_of", [[one]]))
        for deed in way
    ]
    return list(dict.fromkeys(asked))
