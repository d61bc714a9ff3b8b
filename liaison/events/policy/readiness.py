"""What an event needs before its day, and until when: one row each, in LACKS.

A row says when the thing is lacking as a question to the database, so that a list, a count, the
desk's front page and an event's own page can never differ in what they call ready.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, distinct, false, func, or_, select

from liaison.db import count_of, holds
from liaison.events.models.event import Event, EventState, EventText, TextStatus
from liaison.events.models.need import AccessNeed, NeedKind, NeedState
from liaison.events.models.plan import EventMaterial, EventRules, EventStaff
from liaison.events.policy.needs import THINGS
from liaison.i18n import _l, _lp


class Lack(StrEnum):
    PLACE = "place"
    SPOKEN = "spoken"
    ACCESS = "access"
    STAFF = "staff"
    TRANSLATIONS = "translations"
    PUBLICATION = "publication"
    INTERPRETER = "interpreter"
    NEEDS = "needs"
    NEEDED_THINGS = "needed_things"
    MATERIALS = "materials"


class Asked(NamedTuple):
    """What the city asks of every event, as far as it decides whether something is lacking.

    Questions to the database are made once for each: making them takes longer than answering.
    """

    access: tuple[str, ...]  # questions that need an answer
    texts: tuple[str, ...]  # languages in which every event is told
    languages: tuple[str, ...]  # languages the city writes in


class Wanted(NamedTuple):
    """The city's rules, and the languages it writes in."""

    rules: EventRules
    languages: tuple[str, ...]

    @property
    def asked(self) -> Asked:
        rules = self.rules
        return Asked(tuple(rules.required_access), tuple(rules.text_languages), self.languages)


class Row(NamedTuple):
    """One thing an event may lack."""

    words: Any
    days: str  # the rule that says how many days before the event it is due
    is_lacking: Callable[[Asked], ColumnElement[bool]]


BY_PEOPLE = (NeedKind.INTERPRETER, NeedKind.SIGN_LANGUAGE, NeedKind.CAPTIONS)
HAVE_SOMEBODY = (NeedState.BOOKED, NeedState.CONFIRMED, NeedState.DELIVERED)


def _place(_asked: Asked) -> ColumnElement[bool]:
    """Neither a name nor an address, and nobody can take part from home."""
    return and_(Event.place_name == "", Event.address == "", ~holds(Event.access, "remote"))


def _spoken(_asked: Asked) -> ColumnElement[bool]:
    """Nobody said which languages are spoken there."""
    return count_of(Event.offered_languages) == 0


def _access(asked: Asked) -> ColumnElement[bool]:
    """A required question has neither "there is" nor "there is not"."""
    return or_(false(), *(_is_unanswered(key) for key in asked.access))


def _is_unanswered(key: str) -> ColumnElement[bool]:
    return ~holds(Event.access, key) & ~holds(Event.access_lacking, key)


def _staff(_asked: Asked) -> ColumnElement[bool]:
    """Nobody works there."""
    return ~select(EventStaff.id).where(EventStaff.event_id == Event.id).exists()


def _translations(asked: Asked) -> ColumnElement[bool]:
    """A language that is wanted has no text, or only one a machine wrote or that is stale."""
    return or_(false(), *(lacks_text(tag, asked) for tag in asked.languages))


def lacks_text(tag: str, asked: Asked) -> ColumnElement[bool]:
    """Is a text in this language wanted, and is there none that a person vouches for?

    Wanted are the languages the city asks for always, and those spoken or interpreted there.
    """
    at_the_event = holds(Event.offered_languages, tag) | holds(Event.interpretation, tag)
    vouched_for = select(EventText.event_id).where(
        EventText.event_id == Event.id,
        EventText.language == tag,
        EventText.status != TextStatus.MACHINE,
        EventText.source_hash == Event.text_hash,
    )
    missing = and_(Event.language != tag, ~vouched_for.exists())
    return missing if tag in asked.texts else and_(missing, at_the_event)


def _publication(_asked: Asked) -> ColumnElement[bool]:
    """It is a draft."""
    return Event.state == EventState.DRAFT


def _interpreter(_asked: Asked) -> ColumnElement[bool]:
    """Interpretation is promised or asked for, and nobody is booked."""
    booked = (
        select(func.count(distinct(AccessNeed.language)))
        .where(
            AccessNeed.event_id == Event.id,
            AccessNeed.kind == NeedKind.INTERPRETER,
            AccessNeed.state.in_(HAVE_SOMEBODY),
            holds(Event.interpretation, AccessNeed.language),
        )
        .scalar_subquery()
    )
    return or_(booked < count_of(Event.interpretation), _is_asked(AccessNeed.kind.in_(BY_PEOPLE)))


def _needs(_asked: Asked) -> ColumnElement[bool]:
    """Something else is asked for so that somebody can take part, and nobody is booked."""
    return _is_asked(AccessNeed.kind.not_in((*BY_PEOPLE, *THINGS)))


def _needed_things(_asked: Asked) -> ColumnElement[bool]:
    """The same of what is got ready as late as materials are."""
    return _is_asked(AccessNeed.kind.in_(THINGS))


def _is_asked(kinds: ColumnElement[bool]) -> ColumnElement[bool]:
    asked = select(AccessNeed.id).where(
        AccessNeed.event_id == Event.id, AccessNeed.state == NeedState.REQUESTED, kinds
    )
    return asked.exists()


def _materials(_asked: Asked) -> ColumnElement[bool]:
    """A thing that has to be there is not ready."""
    waiting = select(EventMaterial.id).where(
        EventMaterial.event_id == Event.id, EventMaterial.is_ready.is_(False)
    )
    return waiting.exists()


LACKS: Mapping[Lack, Row] = {
    Lack.PLACE: Row(_l("the place"), "place_days", _place),
    Lack.SPOKEN: Row(_l("languages spoken there"), "place_days", _spoken),
    Lack.ACCESS: Row(_l("answers on access"), "place_days", _access),
    Lack.STAFF: Row(_l("staff"), "staff_days", _staff),
    Lack.TRANSLATIONS: Row(_l("translations"), "translations_days", _translations),
    Lack.PUBLICATION: Row(_l("publication"), "translations_days", _publication),
    Lack.INTERPRETER: Row(_l("an interpreter"), "interpreter_days", _interpreter),
    Lack.NEEDS: Row(_l("what somebody needs to take part"), "interpreter_days", _needs),
    Lack.NEEDED_THINGS: Row(
        _l("food or step-free access somebody asked for"), "materials_days", _needed_things
    ),
    Lack.MATERIALS: Row(_lp("of an event", "materials"), "materials_days", _materials),
}
# Events that are called off or dropped need nothing any more.
PLANNED = (EventState.DRAFT, EventState.PUBLISHED)


def due_on(lack: Lack, day: date, rules: EventRules) -> date:
    """Until when an event on that day wants it: days counted back by the city's rules."""
    days: int = getattr(rules, LACKS[lack].days)
    return day - timedelta(days=days)


@lru_cache(maxsize=16)
def is_unready(asked: Asked) -> ColumnElement[bool]:
    """Is anything lacking at all? For events that are still to come."""
    return and_(Event.state.in_(PLANNED), or_(*(row.is_lacking(asked) for row in LACKS.values())))


def unanswered(event: Event, questions: Iterable[str]) -> list[str]:
    """Which of these access questions nobody has answered."""
    answered = {*event.access, *event.access_lacking}
    return [key for key in questions if key not in answered]
