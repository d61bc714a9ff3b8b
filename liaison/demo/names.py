"""Invented people: names in several scripts, drawn from lists of common names."""

import random
from dataclasses import dataclass

from liaison.demo.files import read_rows

# language a liaison might work in -> countries whose common names are drawn, and how often
ORIGINS: dict[str, tuple[tuple[str, ...], int]] = {
    "en": (("US", "GB"), 30),
    "es": (("MX", "ES", "CO", "PE", "SV"), 24),
    "zh-Hans": (("CN",), 12),
    "ru": (("RU", "BY"), 7),
    "bn": (("BD",), 5),
    "ko": (("KR",), 5),
    "ar": (("EG", "MA", "JO", "IQ"), 5),
    "vi": (("VN",), 3),
    "ne": (("NP",), 2),
    "hi": (("IN",), 3),
    "pl": (("PL",), 2),
    "el": (("GR",), 1),
    "fil": (("PH",), 1),
}
# the lists lack these halves of a name
ARABIC_SURNAMES = ("حداد", "خليل", "منصور", "النجار", "صالح", "عثمان")
VIETNAMESE_FORENAMES = ("Minh Anh", "Thu Hà", "Quốc Bảo", "Ngọc Lan", "Văn Hùng", "Thanh Tâm")
FAMILY_FIRST = {"zh-Hans", "ko", "vi"}


@dataclass(frozen=True)
class Invented:
    """A name and the language that goes with it."""

    name: str
    language: str


class Names:
    """Draws names; the same seed draws the same ones."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # invention, not a secret
        self.fore = _by_country("names/common-forenames-by-country.csv")
        self.sur = _by_country("names/common-surnames-by-country.csv")
        self.languages = list(ORIGINS)
        self.weights = [ORIGINS[tag][1] for tag in self.languages]

    def draw(self) -> Invented:
        tag = self.chance.choices(self.languages, self.weights)[0]
        first = self._one(self.fore, tag) or self.chance.choice(VIETNAMESE_FORENAMES)
        last = self._one(self.sur, tag) or self.chance.choice(ARABIC_SURNAMES)
        joint = "" if tag in {"zh-Hans", "ko"} and not (first + last).isascii() else " "
        parts = (last, first) if tag in FAMILY_FIRST else (first, last)
        return Invented(joint.join(parts), tag)

    def _one(self, lists: dict[str, list[str]], tag: str) -> str:
        offered = [name for country in ORIGINS[tag][0] for name in lists.get(country, ())]
        return self.chance.choice(offered) if offered else ""


def _by_country(file: str) -> dict[str, list[str]]:
    """Names in the local script where the list has it; stress marks of dictionaries are dropped."""
    names: dict[str, list[str]] = {}
    for row in read_rows(file):
        name = (row["Localized Name"] or row["Romanized Name"]).replace("\u0301", "")
        if name:
            names.setdefault(row["Country"], []).append(name)
    return names
