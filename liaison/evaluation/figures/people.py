"""Who took part, compared with who lives in the city: one protected table for each question.

A table is one partition of the people who filled in a form: groups that exclude each other, then
those who did not answer. Tables of different questions share only the number of forms, which each
of them takes as known; so protecting them one by one protects them together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from liaison.demographics.figures import BLANK, PREFER_NOT
from liaison.evaluation.figures.baselines import CONTROLLED, Baseline, Group
from liaison.evaluation.figures.shapes import Column, Drawing, Join, Kind, Table, Unsaid, Value
from liaison.evaluation.figures.words import say_doubt, say_verdict
from liaison.i18n import _, _p, listed, number
from liaison.statistics.census import Estimate, add, share, subtract
from liaison.statistics.disclosure.cells import Cell, Hidden, ProtectedAnswers, Shown
from liaison.statistics.disclosure.cells import share as share_of
from liaison.statistics.disclosure.counts import protect_answers
from liaison.statistics.representation import Judgement, Verdict, judge, representation

MOST_DRAWN = 12  # groups of one question in a picture
Population = Mapping[str, Estimate]


@dataclass(frozen=True)
class Question:
    """One question with its groups; `answers` are counts by the set of codes ticked."""

    key: str
    title: str
    groups: Sequence[Group]
    answers: Mapping[frozenset[str], int]
    silent: Mapping[str, int]
    caution: str = ""
    source: str = ""  # which survey the population shares come from, with its period


@dataclass(frozen=True)
class _Line:
    """A group as it will be printed."""

    label: str
    count: Cell
    cells: tuple[Value, ...]
    verdict: Verdict | None = None


def tabulate(question: Question, population: Population, *, offered: int | None) -> Table:
    """The table of one question."""
    counts = {group.key: 0 for group in question.groups}
    for ticked, responses in question.answers.items():
        group = next((g for g in question.groups if g.holds(ticked)), None)
        counts.setdefault(group.key if group else "other", 0)
        counts[group.key if group else "other"] += responses
    guarded = protect_answers(counts, question.silent)
    labels = {group.key: str(group.label) for group in question.groups}
    labels["other"] = _("Other answers")
    baselines = {group.key: group.baseline for group in question.groups}
    lines = [
        _line(labels[key], guarded.answers[key], guarded.answered, baselines.get(key), population)
        for key in counts
    ]
    compares = any(group.baseline for group in question.groups)
    columns = _columns(compares=compares)
    rows = [(line.label, printed(line.count), *line.cells) for line in lines]
    rows += _endings(guarded, offered)
    return Table(
        key=f"people.{question.key}",
        title=question.title,
        columns=columns,
        rows=tuple(row[: len(columns)] for row in rows),
        words=_in_words(lines, guarded),
        definition=" ".join(part for part in (question.source, question.caution) if part),
        drawing=_drawing(lines, compares=compares),
        drawn="ratio" if compares else "share",
        drawn_rows=len(lines),
        print_rows=16,
    )


def _drawing(lines: "Sequence[_Line]", *, compares: bool) -> Drawing | None:
    if compares:
        return Drawing.INTERVALS if any(line.verdict for line in lines) else None
    return Drawing.BARS if len(lines) <= MOST_DRAWN else None


def printed(cell: Cell) -> Value:
    """A count as the report holds it."""
    if isinstance(cell, Shown):
        return cell.value
    return Unsaid.FEWER if isinstance(cell, Hidden) else Unsaid.WITHHELD


def population_share(baseline: Baseline, population: Population) -> Estimate | None:
    """The group's share of residents; None when a figure is missing."""
    found = {code: _known(code, population) for code in baseline.codes}
    if any(estimate is None for estimate in found.values()):
        return None
    known = {code: estimate for code, estimate in found.items() if estimate is not None}
    part = add([known[code] for code in baseline.plus])
    if baseline.minus:
        part = subtract(part, add([known[code] for code in baseline.minus]))
    whole = known[baseline.whole]
    return share(part, whole)[0] if whole.value else None


def _known(code: str, population: Population) -> Estimate | None:
    estimate = population.get(code)
    if estimate is not None and estimate.moe is None and code in CONTROLLED:
        return Estimate(estimate.value, 0.0)
    return estimate


def _columns(*, compares: bool) -> tuple[Column, ...]:
    counted = (
        Column("group", _("Group"), Kind.TEXT),
        Column("people", _p("how many", "People")),
        Column("share", _("Share of answers"), Kind.SHARE),
    )
    if not compares:
        return counted
    return (
        *counted,
        Column("population_share", _("Share of residents ± points"), Kind.SHARE),
        Column("population_margin", _("± points"), Kind.POINTS, Join.MARGIN),
        Column("ratio", _("Ratio (range)"), Kind.RATIO),
        Column("ratio_low", _("Ratio from"), Kind.RATIO, Join.LOW),
        Column("ratio_high", _("Ratio to"), Kind.RATIO, Join.HIGH),
        Column("reading", _("Reading"), Kind.TEXT),
    )


def _line(
    label: str, count: Cell, answered: Cell, baseline: Baseline | None, population: Population
) -> _Line:
    part = share_of(count, answered)
    benchmark = population_share(baseline, population) if baseline else None
    of_all: tuple[Value, ...] = (Unsaid.NO_BASELINE, None)
    if benchmark is not None:
        of_all = (_rounded(benchmark.value, 4), _rounded(benchmark.moe, 4))
    cells: tuple[Value, ...] = (_share_cell(count, part), *of_all)
    if part is None or not isinstance(count, Shown) or not isinstance(answered, Shown):
        return _Line(label, count, (*cells, None, None, None, _why_silent(count)))
    if benchmark is None:
        return _Line(label, count, (*cells, None, None, None, _("No baseline")))
    compared = representation(count.value, answered.value, benchmark)
    verdict = judge(compared)
    interval = compared.ratio_interval
    if interval is None or compared.ratio is None:
        return _Line(label, count, (*cells, None, None, None, _reading(verdict)))
    ends = (_rounded(interval.low, 2), _rounded(interval.high, 2))
    ratio = (_rounded(compared.ratio, 2), *ends)
    return _Line(label, count, (*cells, *ratio, _reading(verdict)), verdict.verdict)


def _share_cell(count: Cell, part: float | None) -> Value:
    if part is not None:
        return round(part, 3)
    return Unsaid.NOT_RELIABLE if isinstance(count, Shown) else None


def _why_silent(count: Cell) -> str:
    few: str = _("Too few answers")
    hidden: str = _("Not shown, to protect people")
    return few if isinstance(count, Shown) else hidden


def _reading(judged: Judgement) -> str:
    word = say_verdict(judged.verdict)
    if judged.doubt is not None:
        word = _("%(verdict)s: %(why)s", verdict=word, why=say_doubt(judged.doubt))
    return word


def _endings(guarded: ProtectedAnswers, offered: int | None) -> list[tuple[Value, ...]]:
    """Who did not answer, who did, and how many of those asked that is."""
    labels = {PREFER_NOT: _("Preferred not to say"), BLANK: _("Left it blank")}
    nothing: tuple[Value, ...] = (None,) * 7
    lines: list[tuple[Value, ...]] = [
        (labels[key], printed(cell), *nothing) for key, cell in guarded.non_answers.items()
    ]
    lines.append((_("Answered this question"), printed(guarded.answered), *nothing))
    lines.append((_("Filled in a form"), printed(guarded.total), *nothing))
    rate: Value = Unsaid.NOT_KNOWN
    if isinstance(guarded.answered, Shown) and offered and offered >= guarded.answered.value:
        rate = round(guarded.answered.value / offered, 3)
    lines.append((_("Response rate, of forms offered"), None, rate, *(None,) * 6))
    return lines


def _in_words(lines: Sequence[_Line], guarded: ProtectedAnswers) -> str:
    few: str = _("Too few people answered to say who took part.")
    if not isinstance(guarded.answered, Shown):
        return few
    said = [_("%(people)s people answered.", people=number(guarded.answered.value))]
    sentences = {
        Verdict.MORE: _("More than expected for this city: %(groups)s."),
        Verdict.LESS: _("Fewer than expected: %(groups)s."),
        Verdict.ABOUT_AS_EXPECTED: _("About as many as expected: %(groups)s."),
        Verdict.CANNOT_TELL: _("We cannot tell for: %(groups)s."),
    }
    for verdict, sentence in sentences.items():
        labels = [line.label for line in lines if line.verdict is verdict]
        if labels:
            said.append(sentence % {"groups": listed(labels)})
    return " ".join(said)


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
