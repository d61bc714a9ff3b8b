"""What counts as covered: the states of coverage, which gap comes first, whom a figure counts."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from liaison.liaisons.models.coverage import Counted
from liaison.places.queries import AreaChoice
from liaison.statistics.census import Estimate, add

AHEAD = timedelta(days=90)
OVERLAP = 0.25  # of the smaller area: then who works in one works in the other
# Of a sample of one in twenty the margin is 1.645 * f * sqrt(19 * people), f 1.4 or so for
# languages (US Census Bureau, "Accuracy of the PUMS"): below this it is as large as the estimate.
SURE_WITHOUT_MARGIN = 100


class CoverageState(StrEnum):
    """From the widest gap to none."""

    NONE = "none"  # no liaison at all
    ELSEWHERE = "elsewhere"  # only such as work elsewhere and go anywhere
    ENDS = "ends"  # somebody today, nobody after the expiries of the next days
    COVERED = "covered"


GAPS = tuple(CoverageState)
_DEPTH = {state: depth for depth, state in enumerate(GAPS)}


@dataclass(frozen=True)
class Group:
    """People a liaison may serve: the speakers of languages, or a community."""

    measure_ids: tuple[uuid.UUID, ...]
    languages: tuple[str, ...]
    community: str
    labels: tuple[str, ...]  # of the figures, as the source writes them

    @property
    def key(self) -> uuid.UUID:
        return self.measure_ids[0]


@dataclass(frozen=True)
class CoverageFilter:
    """What coverage is asked about; empty values narrow nothing.

    `language` and `community` narrow the liaisons where figures count the other of the two, and
    the figures themselves where they count these.
    """

    counts: Counted
    area_set_id: uuid.UUID
    language: str = ""
    community: str = ""
    area_id: uuid.UUID | None = None

    def takes(self, group: Group) -> bool:
        if self.counts is Counted.COMMUNITY:
            return self.community in {"", group.community}
        return not self.language or self.language in group.languages


@dataclass(frozen=True, slots=True)
class Served:
    """How many liaisons with rights serve a group."""

    today: int = 0
    later: int = 0  # of them after the expiries of the next days
    travelling: int = 0  # of those today, who go to jobs in the whole city


NOBODY = Served()


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """A group in an area: how many people, and who serves them.

    `people` is None where the source withholds the figure or does not know it.
    """

    group: Group
    area: AreaChoice
    people: Estimate | None
    served: Served
    from_elsewhere: int
    state: CoverageState

    @property
    def is_sure(self) -> bool:
        """Is anybody there? An estimate no larger than its margin does not say so, nor does 0.

        Where no margin is published, small estimates do not.
        """
        if self.people is None:
            return False
        if self.people.moe is None:
            return self.people.value >= SURE_WITHOUT_MARGIN
        return self.people.value > self.people.moe

    @property
    def is_gap(self) -> bool:
        """People live there, and no liaison serves them."""
        return self.state is CoverageState.NONE and self.is_sure

    @property
    def people_per_liaison(self) -> float | None:
        if self.people is None or not self.served.today:
            return None
        return self.people.value / self.served.today


def find_state(served: Served, from_elsewhere: int) -> CoverageState:
    if served.later:
        return CoverageState.COVERED
    if served.today:
        return CoverageState.ENDS
    return CoverageState.ELSEWHERE if from_elsewhere else CoverageState.NONE


def urgency(line: CoverageLine) -> tuple[int, bool, bool, float]:
    """Sorts the widest gap with the most people first; doubtful figures after sure ones, and
    unknown ones last."""
    people = line.people
    return _DEPTH[line.state], not line.is_sure, people is None, -people.value if people else 0


def add_people(lines: Iterable[CoverageLine]) -> Estimate | None:
    """How many people the lines are about; None where they may be counted twice.

    Somebody speaks one language at home, but may belong to several communities.
    """
    known = [line for line in lines if line.people]
    communities = {line.group.community for line in known}
    if len(communities) > 1:
        return None
    return add([line.people for line in known if line.people])


# As sources in the United States call the languages that `languages.SPOKEN` names.
_IN_ENGLISH: dict[str, tuple[str, ...]] = {
    "Albanian": ("sq",),
    "American Sign Language": ("ase",),
    "Amharic": ("am",),
    "Arabic": ("ar",),
    "Bengali": ("bn",),
    "Burmese": ("my",),
    "Cantonese": ("yue",),
    "Chinese": ("yue", "zh-Hans", "zh-Hant"),
    "Chuukese": ("chk",),
    "Dari": ("fa",),
    "Farsi": ("fa",),
    "Filipino": ("fil",),
    "French": ("fr",),
    "Gujarati": ("gu",),
    "Haitian": ("ht",),
    "Hebrew": ("he",),
    "Hindi": ("hi",),
    "Hmong": ("hmn",),
    "Italian": ("it",),
    "Japanese": ("ja",),
    "Khmer": ("km",),
    "Korean": ("ko",),
    "Lao": ("lo",),
    "Mandarin": ("zh-Hans", "zh-Hant"),
    "Marshallese": ("mh",),
    "Min Nan": ("nan",),
    "Nepali": ("ne",),
    "Oromo": ("om",),
    "Pashto": ("ps",),
    "Persian": ("fa",),
    "Polish": ("pl",),
    "Portuguese": ("pt",),
    "Punjabi": ("pa",),
    "Russian": ("ru",),
    "Samoan": ("sm",),
    "Somali": ("so",),
    "Spanish": ("es",),
    "Swahili": ("sw",),
    "Tagalog": ("fil",),
    "Thai": ("th",),
    "Tigrinya": ("ti",),
    "Turkish": ("tr",),
    "Ukrainian": ("uk",),
    "Urdu": ("ur",),
    "Vietnamese": ("vi",),
    "Yiddish": ("yi",),
}
_NAMED = re.compile(rf"\b({'|'.join(_IN_ENGLISH)})\b")
_OF_CHINESE = {"Mandarin", "Cantonese"}  # "Chinese (incl. Mandarin, Cantonese)" is one language


def guess_counted(label: str) -> tuple[Counted, tuple[str, ...]] | None:
    """Whom a figure counts, by its label; None where it names no language, or several.

    A figure about French, Haitian or Cajun says nothing about any one of them.
    """
    names = set(_NAMED.findall(label))
    if "Chinese" in names:
        names -= _OF_CHINESE
    found = {_IN_ENGLISH[name] for name in names}
    plain = label.casefold()
    less_than_well = "less than" in plain
    if len(found) != 1 or ("very well" in plain and not less_than_well):
        return None
    return Counted.LIMITED_ENGLISH if less_than_well else Counted.AT_HOME, found.pop()
