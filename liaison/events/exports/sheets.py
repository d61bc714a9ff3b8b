"""What is printed for an event: sign-in sheets, contact sheets, demographic cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import render_template
from markupsafe import Markup

from liaison import documents
from liaison.city.queries import find_city_settings
from liaison.demographics.queries.packs import CORE, Pack, Question, get_pack
from liaison.events.models.door import PaperBatch, PaperKind
from liaison.events.models.event import Event
from liaison.events.policy.paper import KINDS, row_code
from liaison.events.queries.texts import text_of
from liaison.i18n import _, _l, exact_time, in_language, settings, weekday_day
from liaison.languages import LANGUAGES, Language
from liaison.web.exports import qr_svg

LEADS = {
    PaperKind.SIGN_IN: _l(
        "Please sign in. Your name and how to reach you are your choice. We use them only for this"
        " event, unless you tick the last box."
    ),
    PaperKind.CONTACT: _l(
        "Tell us what matters to you. We write down what was said and where. We keep your name only"
        " if you tick the box."
    ),
}
# column -> its heading; the first column holds the code of the row and needs none
COLUMNS: dict[PaperKind, dict[str, Any]] = {
    PaperKind.SIGN_IN: {
        "name": _l("Name"),
        "people": _l("How many people"),
        "reach": _l("E-mail or telephone"),
        "language": _l("Language you prefer"),
        "tick": _l("Tell me about other events"),
    },
    PaperKind.CONTACT: {
        "topic": _l("Topic"),
        "place": _l("Where (no home address)"),
        "said": _l("What was said"),
        "agreed": _l("Keep my name: tick, then your name and e-mail or telephone"),
    },
}
TICKED = ("tick", "agreed")  # columns with a box to tick


@dataclass(frozen=True)
class SheetWords:
    """What a sheet says in one of its languages."""

    language: Language
    heading: str
    title: str  # the event's, where it was translated
    when: str
    lead: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class CardQuestion:
    """A question on a card; long lists are answered in handwriting."""

    prompt: str
    reason: str
    choices: Sequence[str]
    has_line: bool


@dataclass(frozen=True)
class CardWords:
    """A card in one language."""

    language: Language
    title: str
    reason: str
    questions: Sequence[CardQuestion]
    hand_in: str


def draw_batch(batch: PaperBatch, event: Event, *, paper: str, with_picture: bool) -> bytes:
    """The batch as PDF; in jobs and commands only."""
    city = find_city_settings()
    first = LANGUAGES[batch.languages[0]]
    with in_language(first.tag):
        return documents.render_pdf(
            batch_html(batch, event, paper=paper, with_picture=with_picture),
            title=f"{KINDS[batch.kind]} {batch.code}",
            language=first.tag,
            accent=city.accent if city else "",
            copies=[copies for _tags, copies in _list_sheets(batch)],
        )


def batch_html(batch: PaperBatch, event: Event, *, paper: str, with_picture: bool) -> str:
    """The batch as a document. Its first language says from which side it is read."""
    is_card = batch.kind is PaperKind.CARD
    address = f"{settings().base_url}/desk/events/paper?code={batch.code}"
    return render_template(
        "documents/demographic_cards.html" if is_card else "documents/sheet.html",
        batch=batch,
        event=event,
        page_size=f"{paper}-{'cards' if is_card else 'wide'}",
        words=[] if is_card else list_words(batch, event),
        sheets=_card_sheets(batch),
        ticked=TICKED,
        codes=[row_code(batch, n) for n in range(1, batch.printed + 1)] if not is_card else [],
        picture=qr_picture(address) if with_picture and not is_card else "",
        kind=KINDS[batch.kind],
    )


def list_words(batch: PaperBatch, event: Event) -> list[SheetWords]:
    """A sheet's words, language by language."""
    found = []
    for tag in batch.languages:
        text = text_of(event.id, tag)
        is_translated = text.language == tag != event.language
        with in_language(tag):
            found.append(
                SheetWords(
                    language=LANGUAGES[tag],
                    heading=str(KINDS[batch.kind]),
                    title=text.title if is_translated else "",
                    when=f"{weekday_day(event.starts_at)}, {exact_time(event.starts_at)}",
                    lead=str(LEADS[batch.kind]),
                    columns={key: str(label) for key, label in COLUMNS[batch.kind].items()},
                )
            )
    return found


def _list_sheets(batch: PaperBatch) -> list[tuple[tuple[str, ...], int]]:
    """The languages of the two cards on a sheet, and how many sheets are alike. Empty for others.

    The languages share the number printed, the first ones get what is left over.
    """
    if batch.kind is not PaperKind.CARD:
        return []
    share, left = divmod(batch.printed, len(batch.languages))
    cards: list[str] = []
    for place, tag in enumerate(batch.languages):
        cards += [tag] * (share + (place < left))
    pairs = [tuple(cards[place : place + 2]) for place in range(0, len(cards), 2)]
    return [(pair, len(list(alike))) for pair, alike in groupby(pairs)]


def _card_sheets(batch: PaperBatch) -> list[list[CardWords]]:
    """Each sheet that differs from the one before it."""
    words = {tag: card_words(tag) for pair, _copies in _list_sheets(batch) for tag in pair}
    return [[words[tag] for tag in pair] for pair, _copies in _list_sheets(batch)]


def card_words(tag: str) -> CardWords:
    """The questions of the core pack as a card asks them."""
    with in_language(tag):
        pack = get_pack(CORE)
        return CardWords(
            language=LANGUAGES[tag],
            title=pack.title,
            reason=pack.reason,
            questions=[_card_question(pack, question) for question in pack.questions],
            hand_in=_("Do not write your name on this card. Put it in the box when you are done."),
        )


def _card_question(pack: Pack, question: Question) -> CardQuestion:
    is_list = question.kind == "list"
    # on a list of names written by hand, "another one" is the name itself
    choices = [
        choice.label
        for choice in question.choices
        if not is_list or (choice.language is None and choice.code != "other")
    ]
    return CardQuestion(
        prompt=question.prompt,
        reason=question.reason,
        choices=[*choices, pack.prefer_not],
        has_line=is_list,
    )


def qr_picture(address: str) -> Markup:
    """A code for a camera that opens an address."""
    return documents.picture(qr_svg(address), _("Code that opens the page to key this sheet"))
