"""The languages of the interface and of those who are served; words as they are searched."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError


@dataclass(frozen=True)
class Language:
    """A language of the interface, by its BCP 47 tag and the name its readers give it."""

    tag: str
    name: str
    locale: str
    direction: str = "ltr"
    comma: str = ", "


LANGUAGES = {
    language.tag: language
    for language in (
        Language("en", "English", "en"),
        Language("es", "Español", "es"),
        Language("zh-Hans", "简体中文", "zh_Hans", comma="\N{FULLWIDTH COMMA}"),
        Language("vi", "Tiếng Việt", "vi"),
        Language("ar", "العربية", "ar", "rtl", comma="\N{ARABIC COMMA} "),
    )
}


# Languages people are served in beyond those of the interface: what forms offer, by tag, with the
# name their speakers look for. Written out, because the locale data of all of them takes 35 MB.
_SPOKEN_NAMES = {
    "en": "English",
    "es": "Español",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
    "yue": "廣東話",
    "vi": "Tiếng Việt",
    "ar": "العربية",
    "am": "አማርኛ",
    "ase": "American Sign Language",
    "bn": "বাংলা",
    "chk": "Chuuk",
    "fa": "فارسی",
    "fil": "Filipino (Tagalog)",
    "fr": "Français",
    "gu": "ગુજરાતી",
    "he": "עברית",
    "hi": "हिन्दी",
    "hmn": "Hmoob",
    "ht": "Kreyòl Ayisyen",
    "it": "Italiano",
    "ja": "日本語",
    "km": "ខ្មែរ",
    "ko": "한국어",
    "lo": "ລາວ",
    "mam": "Mam",
    "mh": "Kajin M̧ajeļ",
    "my": "မြန်မာ",
    "ne": "नेपाली",
    "om": "Oromoo",
    "pa": "ਪੰਜਾਬੀ",
    "pl": "Polski",
    "ps": "پښتو",
    "pt": "Português",
    "quc": "Kʼicheʼ",
    "ru": "Русский",
    "sm": "Gagana Sāmoa",
    "so": "Soomaali",
    "sq": "Shqip",
    "sw": "Kiswahili",
    "th": "ไทย",
    "ti": "ትግርኛ",
    "tr": "Türkçe",
    "uk": "Українська",
    "ur": "اردو",
    "yi": "ייִדיש",
}
SPOKEN = tuple(_SPOKEN_NAMES)
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "yi"})


@cache
def spoken_language(tag: str) -> Language:
    """Any language by the name its speakers give it; an unknown tag stands for itself."""
    if tag in _SPOKEN_NAMES:
        direction = "rtl" if tag in _RIGHT_TO_LEFT else "ltr"
        return Language(tag, _SPOKEN_NAMES[tag], tag.replace("-", "_"), direction)
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Language(tag, tag, tag)
    direction = "rtl" if locale.character_order == "right-to-left" else "ltr"
    own = str(locale.get_display_name() or tag)
    return Language(tag, own[0].upper() + own[1:], str(locale), direction)


# Letters that Unicode does not take apart. static/js/door_words.js does the same.
_ONE_FOR_ONE = ("đðøłıħςةى", "ddolihσهي")
_SPACES = "-‐‑–—.,·・"
_NOTHING = "'’‘ʼ`´ـ\u200c\u200d"
_PLAIN: dict[int, int | str | None] = {
    **dict(zip(map(ord, _ONE_FOR_ONE[0]), _ONE_FOR_ONE[1], strict=True)),
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _NOTHING)),
    **{ord(letter): pair for letter, pair in zip("ßæœþ", ("ss", "ae", "oe", "th"), strict=True)},
}
_UNTOUCHED = re.compile("[A-Za-z0-9 ]*").fullmatch


def fold(text: str) -> str:
    """Words as they are searched: small, without marks, so that nguyen finds Nguyễn."""
    if text.isascii() and _UNTOUCHED(text):
        return text.lower()  # most names, and far faster
    apart = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(letter for letter in apart if not unicodedata.category(letter).startswith("M"))
    return bare.translate(_PLAIN)


def found_by(*words: str) -> str:
    """What a text is found by, and what is looked for in it: folded, with single spaces."""
    return " ".join(fold(" ".join(words)).split())
