"""What residents and liaisons read is short, plain and in the city's own words.

The measure of plainness is the Flesch-Kincaid grade: the school year in which most children can
read a text. It is taken over all the words of a file, as a label alone tells nothing.
"""

import re

import pytest
from architecture.strings import ROOT, public_modules, public_templates
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file

pytestmark = pytest.mark.pure

LONGEST_SENTENCE = 20
HARDEST_GRADE = 8
ENOUGH_WORDS = 60  # below that the measure says more about single words than about the text
KEYWORDS = DEFAULT_KEYWORDS | {"_l": None, "_n": (1, 2)}
INSTEAD = {
    "translator": "interpreter (speaks) or translation (is written)",
    "invalid": "what is wrong and how to put it right",
    "click here": "the words of the place the link leads to",
    "please note": "the note itself",
    "citizen": "resident: everybody who lives here",
    "utilize": "use",
    "in order to": "to",
}
SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n+")
WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
VOWELS = re.compile(r"[aeiouy]+")


def files():
    return sorted(name for name in public_templates() | public_modules() if (ROOT / name).exists())


@pytest.mark.parametrize("name", files())
def test_sentences_are_short(name):
    long = [sentence for sentence in sentences(name) if count(sentence) > LONGEST_SENTENCE]
    assert long == []


@pytest.mark.parametrize("name", files())
def test_words_are_those_of_everyday(name):
    text = " ".join(sentences(name)).lower()
    assert {word: better for word, better in INSTEAD.items() if word in text} == {}


@pytest.mark.parametrize("name", files())
def test_most_people_can_read_it(name):
    found = sentences(name)
    if sum(map(count, found)) >= ENOUGH_WORDS:
        assert grade(found) <= HARDEST_GRADE


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The cat sat on the mat.", -2, 1),
        ("You can tell a liaison what you need. They pass it on to the city.", 0, 3),
        ("Demographic disaggregation necessitates methodological transparency.", 20, 50),
    ],
)
def test_the_measure_tells_plain_from_hard(text, low, high):
    assert low <= grade(SENTENCE_END.split(text)) <= high


def sentences(name):
    """The sentences of a file that people see."""
    method = "python" if name.endswith(".py") else "jinja2.ext:babel_extract"
    found = extract_from_file(method, str(ROOT / name), keywords=KEYWORDS)
    texts = [part for _line, message, *_rest in found for part in as_parts(message)]
    return [sentence for text in texts for sentence in SENTENCE_END.split(text) if sentence.strip()]


def as_parts(message):
    """Singular and plural, or the one text. A placeholder reads like one short word."""
    parts = message if isinstance(message, tuple) else (message,)
    return [PLACEHOLDER.sub("some", part) for part in parts if part]


def count(sentence):
    return len(WORD.findall(sentence))


def grade(found):
    words = [word for sentence in found for word in WORD.findall(sentence)]
    syllables = sum(map(count_syllables, words))
    return 0.39 * len(words) / len(found) + 11.8 * syllables / len(words) - 15.59


def count_syllables(word):
    """Groups of vowels, but for an e at the end that is not heard."""
    word = word.lower().strip("’'-")
    silent = word.endswith(("e", "es", "ed")) and not word.endswith(("le", "ted", "ded", "ses"))
    return max(1, len(VOWELS.findall(word)) - silent)
