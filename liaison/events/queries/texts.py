"""What an event's title, summary and notes say, in the best language there is for a reader.

How to use it, on a page of many events (one statement, whatever their number):

    texts = texts_for([event.id for event in events], current_language().tag)
    texts[event.id].title

and on a page or in a mail about one: `text_of(event.id, tag)`. Every event asked for is in the
answer. Show its words with `lang="{{ text.language }}" dir="{{ text.direction }}"`, and below them
what a reader must know of them, with how to ask for help:

    {% with text = texts[event.id] %}{% include "events/_text_note.html" %}{% endwith %}

A list says it once for all below its count: `{% include "events/_texts_note.html" %}` (it expects
`texts`). In feeds and mails: `text.note`, and `messages.texts.help_line(...)`. Each shows nothing
where the reader gets the event in their own language from people who vouch for it.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, select

from liaison.accounts.models import User
from liaison.db import db, read_rows
from liaison.events.models.event import Event, EventText, TextStatus
from liaison.i18n import _, language_name
from liaison.languages import spoken_language

SECOND_BEST = "en"  # most readers can get help with it


@dataclass(frozen=True)
class Text:
    """The words to show. `status` is blank where they are the event's own, no translation."""

    title: str
    summary: str
    notes: str
    language: str  # of these words, BCP 47
    wanted: str  # the reader's
    status: TextStatus | None = None
    is_stale: bool = False  # the event's own words changed since these were written

    @property
    def direction(self) -> str:
        return spoken_language(self.language).direction

    @property
    def as_wanted(self) -> bool:
        """Is it in the reader's language?"""
        return self.language == self.wanted

    @property
    def note(self) -> str:
        """What a reader must know of these words, in the language of the page; often nothing."""
        lines = []
        if not self.as_wanted:
            names = {"wanted": language_name(self.wanted), "shown": language_name(self.language)}
            lines.append(_("Not translated into %(wanted)s yet; shown in %(shown)s.", **names))
        if self.status is TextStatus.MACHINE:
            lines.append(_("Translated by a machine; nobody has checked it yet."))
        if self.is_stale:
            lines.append(_("The original was changed after this was translated."))
        return " ".join(lines)


# made once: every public list asks for it
_TEXTS = (
    select(
        *(Event.id, Event.title, Event.summary, Event.notes, Event.language),
        *(EventText.language, EventText.title, EventText.summary, EventText.notes),
        *(EventText.status, EventText.source_hash != Event.text_hash),
    )
    .outerjoin(
        EventText,
        and_(
            EventText.event_id == Event.id,
            EventText.language.in_(bindparam("languages", expanding=True)),
            EventText.language != Event.language,
        ),
    )
    .where(Event.id.in_(bindparam("event_ids", expanding=True)))
    .order_by(Event.id)
)


def texts_for(event_ids: Iterable[uuid.UUID], language: str) -> Mapping[uuid.UUID, Text]:
    """The words for a reader of `language`, by event: theirs, else English, else the event's own.

    A translation that is a machine's or stale is taken, and says of itself that it is.
    """
    asked = {"event_ids": list(event_ids), "languages": [language, SECOND_BEST]}
    texts: dict[uuid.UUID, Text] = {}
    if not asked["event_ids"]:
        return texts
    for event_id, title, summary, notes, own, *translation in read_rows(_TEXTS, asked):
        found = texts.get(event_id) or Text(title, summary, notes, own, language)
        texts[event_id] = min(found, _translated(translation, language) or found, key=_rank)
    return texts


def text_for(event: Event, language: str) -> Text:
    """The words of an event that is loaded; its own need no statement."""
    if event.language == language:
        return Text(event.title, event.summary, event.notes, event.language, language)
    return text_of(event.id, language)


def text_of(event_id: uuid.UUID, language: str) -> Text:
    """The words of one event that exists."""
    return texts_for([event_id], language)[event_id]


def find_text(event_id: uuid.UUID, language: str) -> EventText | None:
    """A translation."""
    return db.session.get(EventText, (event_id, language))


def list_translations(event_id: uuid.UUID) -> Sequence[tuple[EventText, str | None]]:
    """An event's translations with the names of who wrote them last."""
    rows = db.session.execute(
        select(EventText, User.name)
        .outerjoin(User, User.id == EventText.by_id)
        .where(EventText.event_id == event_id)
        .order_by(EventText.language)
    )
    return [(text, name) for text, name in rows]


def _translated(row: list[object], wanted: str) -> Text | None:
    language, title, summary, notes, status, is_stale = row
    if status is None:
        return None
    said = (str(title), str(summary), str(notes), str(language))
    return Text(*said, wanted, TextStatus(str(status)), bool(is_stale))


def _rank(text: Text) -> tuple[bool, bool]:
    return (not text.as_wanted, text.language != SECOND_BEST)
