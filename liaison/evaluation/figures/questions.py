"""Which questions a report tabulates, in which groups, and what was asked of whom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from liaison.demographics.figures import OfferedForms, QuestionCounts, Ticked, alone
from liaison.evaluation.figures.baselines import COMPARISONS, Group, only
from liaison.evaluation.figures.people import Population, Question, printed, tabulate
from liaison.evaluation.figures.shapes import (
    Column,
    Drawing,
    Kind,
    Section,
    Table,
    Unsaid,
    Value,
)
from liaison.evaluation.figures.words import name_language
from liaison.evaluation.figures.work import define
from liaison.i18n import _, _p, number
from liaison.statistics.disclosure.cells import (
    DEFAULT_THRESHOLD,
    Cell,
    Shown,
    is_small,
)
from liaison.statistics.disclosure.counts import protect_counts

ORDER = (
    *("race_ethnicity", "age_band", "lang_home", "lang_which", "english_ability", "disability"),
    *("first_contact", "area"),
)
_NAMED_LANGUAGE, _HAS_LANGUAGE, _UNNAMED = "lang_which", "lang_home", ""


_FIRST_CODES = ("yes", "no")  # of a question that compares with nothing


@dataclass(frozen=True)
class Asked:
    """The answers of a programme's year, by question, and the forms offered."""

    questions: Mapping[str, QuestionCounts]
    offered: OfferedForms

    @property
    def forms(self) -> int:
        """How many forms were filled in: each question's answers add up to it."""
        return max((counts.responses for counts in self.questions.values()), default=0)

    @property
    def forms_offered(self) -> int | None:
        """None unless every collection point was counted."""
        return self.offered.forms if self.offered.is_complete else None


@dataclass(frozen=True)
class Residents:
    """What is known of who lives in the city, and where that is from."""

    population: Population
    source: str = ""
    period: str = ""


def report_people(asked: Asked, residents: Residents, areas: Mapping[str, str]) -> Section:
    """Who took part. `areas`: the names of areas by code."""
    title = _("Who was reached")
    if not asked.forms:
        nobody = _("Nobody filled in a form about themselves, so we do not know who was reached.")
        return Section("people", title, (nobody,))
    forms = _forms(asked)
    if is_small(asked.forms, DEFAULT_THRESHOLD):
        few = _("Too few people filled in a form to say anything about who they are.")
        return Section("people", title, (few,), (forms,))
    source = ""
    if residents.source:
        source = _(
            "Residents: %(source)s, %(period)s.", source=residents.source, period=residents.period
        )
    tables = [
        tabulate_languages(asked)
        if key == _NAMED_LANGUAGE
        else tabulate(
            replace(_question(key, asked, areas), source=source),
            residents.population,
            offered=asked.forms_offered,
        )
        for key in order_of_questions(asked)
    ]
    return Section("people", title, _explain(), (forms, *tables))


def _explain() -> tuple[str, ...]:
    return (
        _(
            "People at events could fill in a form about themselves. It is voluntary and kept "
            "apart from names. Those who fill it in may differ from those who do not."
        ),
        _(
            "People under 18 are asked for their age only. The residents they are compared with "
            "include children."
        ),
        _(
            "A ratio of 1 means that a group's share of the answers equals its share of the city's "
            "residents. The range beside it covers chance: if the whole range is above 1, the "
            "group came more than expected; if it is below 1, less."
        ),
    )


def _forms(asked: Asked) -> Table:
    columns = (Column("what", _("Forms"), Kind.TEXT), Column("number", _("Number")))
    filled: Value = asked.forms
    if is_small(asked.forms, DEFAULT_THRESHOLD):
        filled = Unsaid.FEWER
    offered: Value = Unsaid.NOT_KNOWN if asked.forms_offered is None else asked.forms_offered
    rows = ((_("Forms offered"), offered), (_("Forms filled in"), filled))
    return Table(
        "people.forms",
        _("Forms about who took part"),
        columns,
        rows,
        definition=define("demographics.answers", "demographics.offered"),
    )


def order_of_questions(asked: Asked) -> list[str]:
    """Known questions in a fixed order, then any other."""
    known = [key for key in ORDER if key in asked.questions]
    return known + [key for key in asked.questions if key not in ORDER]


def _question(key: str, asked: Asked, areas: Mapping[str, str]) -> Question:
    counts = asked.questions[key]
    comparison = COMPARISONS.get(key)
    caution = str(comparison.caution) if comparison else _("No figure of residents compares.")
    groups = comparison.groups if comparison else _groups(key, counts.ticked, areas)
    return Question(key, name_question(key), tuple(groups), counts.ticked, counts.silent, caution)


def tabulate_languages(asked: Asked) -> Table:
    """The languages people named.

    Who names a language speaks one, so "speaks another language" less the languages shown may be a
    small count of people. They are protected together with those who speak one and named none,
    whose number is not printed.
    """
    ticked = asked.questions[_NAMED_LANGUAGE].ticked
    name = _namer(_NAMED_LANGUAGE, {})
    counts: dict[str, int] = {}
    for codes, people in ticked.items():
        label = name(next(iter(codes))) if len(codes) == 1 else _("Several answers")
        counts[label] = counts.get(label, 0) + people
    spoken = asked.questions.get(_HAS_LANGUAGE, QuestionCounts())
    unnamed = max(alone(spoken.ticked, "yes") - sum(counts.values()), 0)
    guarded = protect_counts({**counts, _UNNAMED: unnamed}, total_is_shown=True)
    cells = {label: guarded.cells[label] for label in counts}
    order = sorted(cells, key=lambda label: (-shown_value(cells[label]), label))
    columns = (
        Column("group", _("Language"), Kind.TEXT),
        Column("people", _p("how many", "People")),
    )
    shown = sum(isinstance(cell, Shown) for cell in cells.values())
    words = _(
        "People named %(languages)s languages; %(shown)s of them enough people to be shown.",
        languages=number(len(cells)),
        shown=number(shown),
    )
    return Table(
        f"people.{_NAMED_LANGUAGE}",
        name_question(_NAMED_LANGUAGE),
        columns,
        tuple((label, printed(cells[label])) for label in order),
        words,
        _("Asked of those who speak another language at home. No figure of residents compares."),
        Drawing.BARS if shown > 1 else None,
        "people",
        print_rows=12,
    )


def shown_value(cell: Cell) -> int:
    """A count to sort by; what is not shown comes last, in the order of the names."""
    return cell.value if isinstance(cell, Shown) else -1


def _groups(key: str, ticked: Ticked, areas: Mapping[str, str]) -> Sequence[Group]:
    """Groups of a question that compares with nothing: each answer, and "several answers"."""
    name = _namer(key, areas)
    known = {code: place for place, code in enumerate((*areas, *_FIRST_CODES))}
    codes = sorted(
        {code for codes in ticked for code in codes if len(codes) == 1},
        key=lambda code: (known.get(code, len(known)), name(code)),
    )
    groups = [Group(code, name(code), only(code)) for code in codes]
    if any(len(codes) > 1 for codes in ticked):
        groups.append(Group("several", _("Several answers"), lambda codes: len(codes) > 1))
    return groups


def _namer(key: str, areas: Mapping[str, str]) -> Callable[[str], str]:
    words = {
        "yes": _("Yes"),
        "no": _("No"),
        "not_sure": _("Not sure"),
        "elsewhere": _("Outside the city"),
        "other": _("Other"),
    }
    if key == _NAMED_LANGUAGE:
        return lambda code: words.get(code) or name_language(code)
    return lambda code: areas.get(code) or words.get(code) or code


def name_question(key: str) -> str:
    names: dict[str, str] = {
        "race_ethnicity": _("Race and ethnicity"),
        "age_band": _("Age"),
        "lang_home": _("Language at home"),
        "lang_which": _("Which other language"),
        "english_ability": _("How well people speak English"),
        "disability": _("Disability"),
        "first_contact": _("First time with the city"),
        "area": _("Where people live"),
    }
    return names.get(key, key)
