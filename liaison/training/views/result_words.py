"""Results in words and rows, as the page of a run and that of a course both show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from liaison.i18n import _, _l, number, percent
from liaison.statistics.training import PairedDifference
from liaison.training.figures.results import Confidence, ItemMeans, Knowledge, Reaction
from liaison.training.policy.cards import Words
from liaison.training.policy.results import people_in_words
from liaison.web.tables import Column

Rows = list[tuple[str, ...]]
QUESTIONS = (
    Column(_l("Question")),
    Column(_l("Right before"), is_number=True),
    Column(_l("Right after"), is_number=True),
    Column(_l("Chance of such a change by luck"), is_number=True),
)
STATEMENTS = (
    Column(_l("Statement")),
    Column(_l("People"), is_number=True),
    Column(_l("Mean, of 5"), is_number=True),
    Column(_l("Say yes (4 or 5)"), is_number=True),
)
THEN_AND_NOW = (
    Column(_l("What people felt sure of")),
    Column(_l("People"), is_number=True),
    Column(_l("Mean before, of 5"), is_number=True),
    Column(_l("Mean now, of 5"), is_number=True),
)


@dataclass(frozen=True)
class Section:
    """What one kind of card came to."""

    facts: list[tuple[str, str]]
    columns: Sequence[Column]
    rows: Rows
    is_shown: bool


def knowledge_section(found: Knowledge, language: str) -> Section:
    """Matched and not matched first: they say how far the rest can be trusted."""
    say = number if found.difference else people_in_words
    facts = [
        (_("Answered both cards and were matched"), say(found.matched)),
        (_("Only the card before, or not matched"), say(found.before_only)),
        (_("Only the card after, or not matched"), say(found.after_only)),
    ]
    if found.difference is None:
        return Section(facts, QUESTIONS, [], is_shown=False)
    facts += _difference_facts(found.difference, most=found.most)
    facts += _gain_facts(found)
    rows: Rows = [
        (
            said(item.item.words, language),
            percent(item.right_before),
            percent(item.right_after),
            _chance(item.p),
        )
        for item in found.items
    ]
    return Section(facts, QUESTIONS, rows, is_shown=True)


def confidence_section(found: Confidence, language: str) -> Section:
    """Both asked at the end."""
    say = number if found.difference else people_in_words
    facts = [
        (_("Rated every line, for before and for now"), say(found.people)),
        (_("Left a line out, so not counted"), say(found.partly)),
    ]
    if found.difference is None:
        return Section(facts, THEN_AND_NOW, [], is_shown=False)
    facts += _difference_facts(found.difference, most=5)
    rows: Rows = [
        (
            said(one.item.words, language),
            people_in_words(one.people),
            _mean(one.before),
            _mean(one.now),
        )
        for one in found.items
    ]
    return Section(facts, THEN_AND_NOW, rows, is_shown=True)


def reaction_section(found: Reaction, language: str) -> Section:
    """With how many of those who had a place answered."""
    facts = [
        (_("Answered the card"), people_in_words(found.people)),
        (_("Had a place in the course"), number(found.took_part)),
    ]
    rows: Rows = [_statement(one, language) for one in found.items]
    return Section(facts, STATEMENTS, rows, is_shown=bool(rows))


def said(words: Words, language: str) -> str:
    """An item in the reader's language, else in English."""
    return words.get(language) or words["en"]


def _statement(one: ItemMeans, language: str) -> tuple[str, ...]:
    agree = "" if one.agree is None else percent(one.agree)
    return said(one.item.words, language), people_in_words(one.people), _mean(one.now), agree


def _difference_facts(found: PairedDifference, *, most: int) -> list[tuple[str, str]]:
    interval = _(
        "%(mean)s points (95%% interval from %(low)s to %(high)s)",
        mean=number(found.mean, 2),
        low=number(found.interval.low, 2),
        high=number(found.interval.high, 2),
    )
    before_and_after = _(
        "%(before)s before, %(after)s after, of %(most)s",
        before=number(found.mean_before, 2),
        after=number(found.mean_after, 2),
        most=number(most),
    )
    effect = _("none: all changed by the same") if found.d_z is None else number(found.d_z, 2)
    return [
        (_("Mean"), before_and_after),
        (_("Mean gain"), interval),
        (_("Effect size d_z (mean gain over its spread)"), effect),
    ]


def _gain_facts(found: Knowledge) -> list[tuple[str, str]]:
    enough_known = _(
        "%(before)s before, %(after)s after",
        before=percent(found.passed_before or 0),
        after=percent(found.passed_after or 0),
    )
    facts = [(_("Knew enough (four fifths right, or more)"), enough_known)]
    gain, words = found.gain, _("Share gained of what was still to gain, the mean of each person’s")
    if gain is None:
        return [*facts, (words, _("not shown: fewer than 11 had something to gain"))]
    hidden = _("not shown: it would tell how the few fared who had all right before")
    of_class = hidden if gain.of_means is None else number(gain.of_means, 2)
    return [
        *facts,
        (words, number(gain.mean_of_gains, 2)),
        (_("The same, of the class"), of_class),
        (_("People in it"), number(gain.people)),
        (_("Left out of it: had all right before"), number(gain.at_ceiling)),
    ]


def _mean(value: float | None) -> str:
    return people_in_words(1) if value is None else number(value, 2)


def _chance(p: float) -> str:
    return str(_("under %(share)s", share=percent(0.001, 1))) if p < 0.001 else percent(p, 1)
