"""Coverage as a table to download."""

from collections.abc import Iterable, Iterator
from typing import Any

from liaison.i18n import _, day
from liaison.languages import spoken_language
from liaison.liaisons.figures.coverage import Coverage
from liaison.liaisons.policy.coverage import CoverageLine, Group
from liaison.statistics.census import Estimate


def name_group(group: Group) -> str:
    """The languages by the names their speakers give them, or the community."""
    names = [spoken_language(tag).name for tag in group.languages]
    return group.community or " / ".join(names)


def header(coverage: Coverage) -> list[str]:
    return [
        _("Area code"),
        _("Area"),
        _("Language or community"),
        _("People"),
        _("Margin of error (90 percent)"),
        _("Period"),
        _("Liaisons today"),
        _("Liaisons after %(day)s", day=day(coverage.later, "medium")),
        _("Liaisons from elsewhere"),
        _("State"),
        _("Figure"),
    ]


def rows(coverage: Coverage, lines: Iterable[CoverageLine]) -> Iterator[list[Any]]:
    """States as the stored keys: they mean the same in every language."""
    periods = "; ".join(coverage.periods)
    for line in lines:
        people, margin = _figure(line.people)
        yield [
            line.area.code,
            line.area.name,
            name_group(line.group),
            people,
            margin,
            periods,
            line.served.today,
            line.served.later,
            line.from_elsewhere,
            line.state.value,
            "; ".join(line.group.labels),
        ]


def _figure(people: Estimate | None) -> tuple[float | None, float | None]:
    """Cells stay empty where the source publishes nothing: 0 would say that nobody lives there."""
    if people is None:
        return None, None
    return _plain(people.value), None if people.moe is None else _plain(round(people.moe, 1))


def _plain(number: float) -> float:
    """People are counted: a whole number stands without a decimal point."""
    return int(number) if number.is_integer() else number
