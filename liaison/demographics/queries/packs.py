"""Question packs: the questions a city asks, as data in `packs/<key>.yaml`.

A response names its pack as `key@version`; the tables of a year are counted by question and code,
so a code keeps its meaning for good.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from babel import Locale

from liaison.i18n import current_language
from liaison.languages import spoken_language

CORE = "city-core@1"
Words = Mapping[str, str]  # language tag -> text; English is always there


@dataclass(frozen=True)
class Choice:
    code: str
    words: Words
    language: str | None = None  # the choice is a language: its name comes from the locale data

    @property
    def label(self) -> str:
        """In the reader's language."""
        tag = current_language().tag
        return language_name(self.language, tag) if self.language else said(self.words, tag)

    @property
    def own_name(self) -> str:
        """What speakers call a language; empty for other choices and for the reader's own."""
        name = spoken_language(self.language).name if self.language else ""
        return "" if name == self.label else name


@dataclass(frozen=True)
class Question:
    """One question. `kind`: `one` answer, `several`, or one of a long `list`."""

    key: str
    kind: str
    prompt_words: Words
    reason_words: Words
    choices: tuple[Choice, ...]
    used_in: tuple[str, ...] = ()
    standard: str = ""
    exclusive: str = ""  # the choice that excludes the others, such as "none of these"
    asks_for_area: bool = False  # the city's main areas come before `choices`

    @property
    def prompt(self) -> str:
        return said(self.prompt_words)

    @property
    def reason(self) -> str:
        return said(self.reason_words)

    @property
    def takes_several(self) -> bool:
        return self.kind == "several"


@dataclass(frozen=True)
class Pack:
    key: str
    version: int
    title_words: Words
    reason_words: Words
    prefer_not_words: Words
    questions: tuple[Question, ...]
    review: Words  # language tag -> `reviewed` or `machine_draft`
    # (question, choice) of people under 18, who are asked nothing else
    minors: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        return f"{self.key}@{self.version}"

    @property
    def title(self) -> str:
        return said(self.title_words)

    @property
    def reason(self) -> str:
        return said(self.reason_words)

    @property
    def prefer_not(self) -> str:
        return said(self.prefer_not_words)

    def question(self, key: str) -> Question:
        """Raises StopIteration for a question the pack does not ask."""
        return next(question for question in self.questions if question.key == key)

    def is_draft(self, tag: str) -> bool:
        """Nobody who speaks the language has read its words yet."""
        return self.review.get(tag, "machine_draft") != "reviewed"


def said(words: Words, tag: str | None = None) -> str:
    """The words in a language, the reader's by default; English where there are none."""
    return words.get(tag or current_language().tag) or words["en"]


def language_name(language: str, reader: str) -> str:
    """A language as readers of another one call it, in the form of a heading."""
    names = Locale.parse(reader, sep="-").languages
    name: str = names.get(language.replace("-", "_")) or spoken_language(language).name
    return name[0].upper() + name[1:]


@cache
def get_pack(name: str = CORE) -> Pack:
    """A pack by `key@version`. Raises LookupError."""
    for file in files("liaison.demographics").joinpath("packs").iterdir():
        if file.name.endswith(".yaml"):
            pack = read_pack(file.read_text(encoding="utf-8"))
            if pack.name == name:
                return pack
    msg = f"there is no question pack {name}"
    raise LookupError(msg)


def read_pack(text: str) -> Pack:
    """A pack from its YAML. Raises KeyError or TypeError where the shape is wrong."""
    data: dict[str, Any] = yaml.safe_load(text)
    minors = data.get("minors")
    return Pack(
        key=data["key"],
        version=data["version"],
        title_words=_stripped(data["title"]),
        reason_words=_stripped(data["why_we_ask"]),
        prefer_not_words=data["prefer_not"],
        questions=tuple(_question(entry) for entry in data["questions"]),
        review=data.get("review", {}),
        minors=(minors["question"], minors["choice"]) if minors else None,
    )


def _question(entry: Mapping[str, Any]) -> Question:
    return Question(
        key=entry["key"],
        kind=entry["kind"],
        prompt_words=entry["prompt"],
        reason_words=entry.get("why_we_ask") or {"en": ""},
        choices=(
            *(Choice(tag, {}, language=tag) for tag in entry.get("languages", ())),
            *(Choice(choice["code"], choice["label"]) for choice in entry["choices"]),
        ),
        used_in=tuple(entry.get("used_in", ())),
        standard=entry.get("standard", ""),
        exclusive=entry.get("exclusive", ""),
        asks_for_area=entry.get("list") == "areas",
    )


def _stripped(words: Words) -> Words:
    return {tag: text.strip() for tag, text in words.items()}
