"""What speaks for asking somebody and what keeps them out, in words."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from liaison.i18n import _l


class Rule(StrEnum):
    """What keeps somebody out. In the order in which they are told."""

    STATE = "state"
    LANGUAGE = "language"
    ABILITY = "ability"
    CREDENTIAL = "credential"
    CONFLICT = "conflict"
    ASKED_BEFORE = "asked_before"
    ABSENCE = "absence"
    OTHER_BOOKING = "other_booking"
    OTHER_OFFER = "other_offer"
    HOURS = "hours"
    TRAVEL = "travel"
    ASKS = "asks"
    MINUTES = "minutes"
    CAP = "cap"


class Reason(StrEnum):
    """Why somebody is proposed. Stored with the offer, so the keys stay."""

    SPEAKS = "speaks"
    INTERPRETS = "interprets"
    WRITES = "writes"
    TRAINED = "trained"
    FREE = "free"
    COVERS_AREA = "covers_area"
    GOES_EVERYWHERE = "goes_everywhere"
    COMMUNITY = "community"
    HOURS_UNKNOWN = "hours_unknown"
    ASKED_LITTLE = "asked_little"


# What keeps somebody from accepting what they were offered when all was well.
LASTING = frozenset({Rule.STATE, Rule.CREDENTIAL, Rule.CONFLICT, Rule.OTHER_BOOKING})
RULE_WORDS: Mapping[Rule, Any] = {
    Rule.STATE: _l("Is not at work now: new, paused or without training"),
    Rule.LANGUAGE: _l("Does not work in the language"),
    Rule.ABILITY: _l("Works in the language, but does not do this task in it"),
    Rule.CREDENTIAL: _l("Has no training that holds until that day"),
    Rule.CONFLICT: _l("Should not work for this programme or department"),
    Rule.ASKED_BEFORE: _l("Was asked already and did not take it"),
    Rule.ABSENCE: _l("Is away then"),
    Rule.OTHER_BOOKING: _l("Has another job then"),
    Rule.OTHER_OFFER: _l("Was asked for another job then and has not answered yet"),
    Rule.HOURS: _l("Does not work at that time of the week"),
    Rule.TRAVEL: _l("Works only in other areas"),
    Rule.ASKS: _l("Was asked as often as the city allows in a quarter"),
    Rule.MINUTES: _l("Would work more than the city allows in a quarter"),
    Rule.CAP: _l("Would earn more than the city pays one person in a year"),
}
REASON_WORDS: Mapping[Reason, Any] = {
    Reason.SPEAKS: _l("Speaks the language"),
    Reason.INTERPRETS: _l("Interprets in the language"),
    Reason.WRITES: _l("Writes the language"),
    Reason.TRAINED: _l("Has a training that holds until then"),
    Reason.FREE: _l("Works at that time of the week and is free"),
    Reason.COVERS_AREA: _l("Covers the area"),
    Reason.GOES_EVERYWHERE: _l("Goes everywhere in the city"),
    Reason.COMMUNITY: _l("Links with the community"),
    Reason.HOURS_UNKNOWN: _l("Did not say when they work"),
    Reason.ASKED_LITTLE: _l("Was asked little this quarter"),
}
