"""Who vouches for a translation: the states of a text and what they are called."""

from collections.abc import Mapping
from typing import Any

from liaison.events.models.event import Event, TextStatus
from liaison.events.models.plan import EventRules
from liaison.i18n import _l

MACHINE, HUMAN, REVIEWED = TextStatus.MACHINE, TextStatus.HUMAN, TextStatus.REVIEWED

# From what a text is to what whoever saves it may call it. Only what is there can be reviewed.
MAY_BECOME: Mapping[TextStatus | None, frozenset[TextStatus]] = {
    None: frozenset({MACHINE, HUMAN}),
    MACHINE: frozenset({MACHINE, HUMAN, REVIEWED}),
    HUMAN: frozenset({MACHINE, HUMAN, REVIEWED}),
    REVIEWED: frozenset({MACHINE, HUMAN, REVIEWED}),
}
STATUSES: Mapping[TextStatus, Any] = {
    MACHINE: _l("A machine’s draft"),
    HUMAN: _l("Translated by a person"),
    REVIEWED: _l("Reviewed by the community"),
}
TONES: Mapping[TextStatus, str] = {MACHINE: "warn", HUMAN: "good", REVIEWED: "good"}


def wanted_languages(event: Event, rules: EventRules, languages: tuple[str, ...]) -> list[str]:
    """In which of the city's languages this event's text is wanted, beside its own."""
    asked = {*rules.text_languages, *event.offered_languages, *event.interpretation}
    return [tag for tag in languages if tag in asked and tag != event.language]
