"""Numbers in words: readings, what pictures say, and how each kind of value is written."""

from collections.abc import Sequence
from datetime import date

from babel import Locale, UnknownLocaleError

from liaison import i18n
from liaison.evaluation.figures.shapes import Column, Join, Kind, Table, Unsaid, Value
from liaison.i18n import _
from liaison.languages import spoken_language
from liaison.statistics.disclosure.cells import DEFAULT_THRESHOLD
from liaison.statistics.representation import Doubt, Verdict


def say_verdict(verdict: Verdict) -> str:
    words: dict[Verdict, str] = {
        Verdict.MORE: _("More than expected"),
        Verdict.ABOUT_AS_EXPECTED: _("About as expected"),
        Verdict.LESS: _("Fewer than expected"),
        Verdict.CANNOT_TELL: _("Cannot tell"),
    }
    return words[verdict]


def say_doubt(doubt: Doubt) -> str:
    words: dict[Doubt, str] = {
        Doubt.TOO_FEW_ANSWERS: _("too few answers"),
        Doubt.UNRELIABLE_SHARE: _("the share is too uncertain"),
        Doubt.NO_BENCHMARK: _("no baseline with a margin"),
        Doubt.UNRELIABLE_BENCHMARK: _("the baseline is too uncertain"),
        Doubt.WIDE_INTERVAL: _("the range is too wide"),
    }
    return words[doubt]


def say_unsaid(unsaid: Unsaid) -> str:
    """What is printed where no number may be, or none is known."""
    words: dict[Unsaid, str] = {
        Unsaid.FEWER: _("fewer than %(number)s", number=i18n.number(DEFAULT_THRESHOLD)),
        Unsaid.WITHHELD: _("not shown"),
        Unsaid.NO_BASELINE: _("no baseline"),
        Unsaid.NOT_KNOWN: _("not known"),
        Unsaid.NOT_RELIABLE: _("too few people"),
    }
    return words[unsaid]


def write(value: Value, kind: Kind) -> str:
    """A value as people read it, in the current language."""
    if value is None:
        return ""
    if isinstance(value, Unsaid):
        return say_unsaid(value)
    if isinstance(value, date):
        return i18n.day(value, "medium")
    if isinstance(value, str):
        return value
    return _write_number(value, kind)


def _write_number(value: float, kind: Kind) -> str:
    if kind is Kind.SHARE:
        return i18n.percent(value, 2 if 0 < value < 0.01 else 1)
    if kind is Kind.POINTS:
        return i18n.number(100 * value, 2)
    if kind is Kind.RATIO:
        return i18n.number(value, 2)
    if kind is Kind.MONEY:
        return i18n.money(int(value))
    return i18n.number(value)


def say_largest(rows: Sequence[tuple[str, int]], total: int) -> str:
    """Which of some things is the largest, and how much of all of them it is."""
    counted = [row for row in rows if row[1]]
    said: str = _("Nothing was counted.")
    if counted and total:
        name, most = max(counted, key=lambda row: row[1])
        said = _(
            "The largest is %(name)s with %(most)s of %(total)s, %(share)s.",
            name=name,
            most=i18n.number(most),
            total=i18n.number(total),
            share=i18n.percent(most / total, 0),
        )
    return said


def written_rows(table: Table) -> list[list[str]]:
    """The table as people read it: a margin and a range stand beside what they belong to."""
    return [_written(table.columns, row) for row in table.rows]


def _written(columns: Sequence[Column], row: Sequence[Value]) -> list[str]:
    cells: list[str] = []
    low = ""
    for column, value in zip(columns, row, strict=True):
        text = write(value, column.kind)
        if column.join is None:
            cells.append(text)
        elif column.join is Join.LOW:
            low = text
        elif text and column.join is Join.MARGIN:
            cells[-1] = _("%(value)s ± %(margin)s", value=cells[-1], margin=text)
        elif text:
            cells[-1] = _("%(value)s (%(low)s to %(high)s)", value=cells[-1], low=low, high=text)
    return cells


def name_language(tag: str) -> str:
    """A language's name in the language of the report."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name(i18n.current_language().locale)
    except (UnknownLocaleError, ValueError):
        name = None
    return str(name) if name else spoken_language(tag).name
