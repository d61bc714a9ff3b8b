"""Which census figure a group of participants is compared with, as data. See docs/statistics.md.

Codes are those of the American Community Survey's data profiles. Groups of a question exclude each
other, so that one table is one partition of the answers: nothing is to be had by subtraction from a
second table. `members` says which answers make a group; the first group that fits takes an answer.
"""

from collections.abc import Callable
from dataclasses import dataclass

from liaison.i18n import _l

TOTAL = "DP02_0088E"
# The Census Bureau adjusts these to its own population estimates and so prints no margin for them
# in a county or city made of counties; a blank margin of any other figure stays unknown.
CONTROLLED = frozenset({TOTAL, "DP05_0071E", "DP05_0076E"})

Codes = frozenset[str]


@dataclass(frozen=True)
class Baseline:
    """Sum of some figures, less others, out of a whole."""

    plus: tuple[str, ...]
    whole: str = TOTAL
    minus: tuple[str, ...] = ()

    @property
    def codes(self) -> set[str]:
        return {*self.plus, *self.minus, self.whole}


@dataclass(frozen=True)
class Group:
    """People who ticked such answers, and what they are compared with (None: nothing)."""

    key: str
    label: object
    holds: Callable[[Codes], bool]
    baseline: Baseline | None = None


@dataclass(frozen=True)
class Comparison:
    """How the answers to one question are grouped, and what to know about the comparison."""

    question: str
    groups: tuple[Group, ...]
    caution: object = ""


def only(code: str) -> Callable[[Codes], bool]:
    return lambda ticked: ticked == {code}


def any_of(*codes: str) -> Callable[[Codes], bool]:
    return lambda ticked: not ticked.isdisjoint(codes)


def several(ticked: Codes) -> bool:
    return len(ticked) > 1


def people(*codes: str, of: str = TOTAL, minus: tuple[str, ...] = ()) -> Baseline:
    return Baseline(codes, of, minus)


_RACE = Comparison(
    "race_ethnicity",
    (
        Group("hispanic", _l("Hispanic or Latino, of any race"), any_of("hisp"),
              people("DP05_0071E")),
        Group("white", _l("White alone"), only("white"), people("DP05_0077E")),
        Group("black", _l("Black or African American alone"), only("black"),
              people("DP05_0078E")),
        Group("asian", _l("Asian alone"), only("asian"), people("DP05_0080E")),
        Group("aian", _l("American Indian or Alaska Native alone"), only("aian"),
              people("DP05_0079E")),
        Group("nhpi", _l("Native Hawaiian or Pacific Islander alone"), only("nhpi"),
              people("DP05_0081E")),
        Group("mena", _l("Middle Eastern or North African alone"), only("mena")),
        Group("several", _l("Two or more, none of them Hispanic"), several,
              people("DP05_0083E")),
    ),
    _l("Groups follow the older census form, in which Hispanic origin is asked apart from race. "
       "People who are Middle Eastern or North African have no figure of their own there: the "
       "census counts most of them as White, so the share of White residents is a little high."),
)  # fmt: skip

_AGES = Comparison(
    "age_band",
    (
        Group("under_18", _l("Under 18"), only("under_18"), people("DP05_0019E")),
        Group("18_24", _l("18 to 24"), only("18_24"),
              people("DP05_0021E", minus=("DP05_0010E", "DP05_0011E", "DP05_0012E", "DP05_0013E",
                                          "DP05_0014E", "DP05_0024E"))),
        Group("25_34", _l("25 to 34"), only("25_34"), people("DP05_0010E")),
        Group("35_44", _l("35 to 44"), only("35_44"), people("DP05_0011E")),
        Group("45_54", _l("45 to 54"), only("45_54"), people("DP05_0012E")),
        Group("55_64", _l("55 to 64"), only("55_64"), people("DP05_0013E", "DP05_0014E")),
        Group("65_74", _l("65 to 74"), only("65_74"), people("DP05_0015E")),
        Group("75_plus", _l("75 or older"), only("75_plus"), people("DP05_0016E", "DP05_0017E")),
    ),
    _l("Children are compared with all residents under 18, also those too young to take part."),
)  # fmt: skip

_OVER_FIVE = "DP02_0112E"
_LANGUAGE = Comparison(
    "lang_home",
    (
        Group("yes", _l("Another language than English at home"), only("yes"),
              people(_OVER_FIVE, of=_OVER_FIVE, minus=("DP02_0113E",))),
        Group("no", _l("Only English at home"), only("no"),
              people("DP02_0113E", of=_OVER_FIVE)),
    ),
    _l("Compared with residents aged 5 and over."),
)  # fmt: skip
_ENGLISH = Comparison(
    "english_ability",
    (
        Group("less", _l("Speaks English less than very well"),
              any_of("well", "not_well", "not_at_all"), people("DP02_0115E", of=_OVER_FIVE)),
        Group("very_well", _l("Speaks English very well, or only English"), any_of("very_well"),
              people(_OVER_FIVE, of=_OVER_FIVE, minus=("DP02_0115E",))),
    ),
    _l("Compared with residents aged 5 and over. The three answers below “very well” are one "
       "group, as in the census. The census asks only people who speak another language at home "
       "and counts everyone else as speaking English very well; the form asks everyone, and "
       "shares are of all who answered."),
)  # fmt: skip

_CIVILIAN = "DP02_0071E"
_DISABILITY = Comparison(
    "disability",
    (
        Group("some", _l("One or more of the six difficulties"),
              lambda ticked: bool(ticked - {"none", "no"}),
              people("DP02_0072E", of=_CIVILIAN)),
        Group("none", _l("None of them"), any_of("none", "no"),
              people(_CIVILIAN, of=_CIVILIAN, minus=("DP02_0072E",))),
    ),
    _l("Compared with residents who do not live in institutions."),
)  # fmt: skip

COMPARISONS = {
    comparison.question: comparison
    for comparison in (_RACE, _AGES, _LANGUAGE, _ENGLISH, _DISABILITY)
}
CODES = frozenset(
    code
    for comparison in COMPARISONS.values()
    for group in comparison.groups
    if group.baseline
    for code in group.baseline.codes
)
