"""Documents on paper: HTML to tagged PDF. The only place that knows the PDF engine.

Called by jobs and commands, never inside a web request: a document of 40 pages takes seconds and
300 MB. What is drawn can come only from the HTML itself: the engine may open nothing but `data:`
addresses, so words typed by a person cannot make it read a file or call another server.
"""

import base64
import ctypes
import html
import logging
import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from markupsafe import Markup

from liaison.config import resource_folder

log = logging.getLogger(__name__)

# What static/css/document.css asks the system for, language by language.
FONT_FAMILIES = {
    "en": ("Noto Sans",),
    "es": ("Noto Sans",),
    "vi": ("Noto Sans",),
    "zh-Hans": ("Noto Sans CJK SC",),
    "ar": ("Noto Sans Arabic",),
}


def render_pdf(
    html: str, *, title: str, language: str, accent: str = "", copies: Sequence[int] = ()
) -> bytes:
    """A whole HTML document as PDF/UA-1. `accent` is the city's colour, such as #005ea2.

    `copies` says of each page how often it comes: laid out once, it is only drawn again.
    """
    with _complaints_logged(title):
        document = _layout_engine(accent)(html, language)
        if copies:
            often = zip(document.pages, copies, strict=True)
            document = document.copy([page for page, count in often for _copy in range(count)])
        return _write(document, title)


def render_parts(
    parts: Sequence[str],
    *,
    title: str,
    language: str,
    accent: str = "",
    on_part: Callable[[int], None],
) -> bytes:
    """Several HTML documents as one, one behind the other; `on_part` hears how many are laid out.

    Laying out is what takes long, and what is laid out at once takes memory while it lasts.
    """
    with _complaints_logged(title):
        lay_out = _layout_engine(accent)
        laid_out = []
        for count, part in enumerate(parts, start=1):
            laid_out.append(lay_out(part, language))
            on_part(count)
        pages = [page for document in laid_out for page in document.pages]
        return _write(laid_out[0].copy(pages), title)


def _layout_engine(accent: str) -> Callable[[str, str], Any]:
    """What lays an HTML document out in pages, with its style sheets read once."""
    # 60 MB and 2 s that only the worker and the commands need
    from weasyprint import CSS, HTML, URLFetcher  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fetcher = URLFetcher(allowed_protocols={"data"})
    fonts = FontConfiguration()
    styles = [document_style(), f":root {{ --civic: {accent}; }}" if accent else ""]
    sheets = [
        CSS(string=style, url_fetcher=fetcher, font_config=fonts) for style in styles if style
    ]

    def lay_out(html: str, language: str) -> Any:
        source = HTML(string=html, url_fetcher=fetcher, media_type="print")
        source.etree_element.set("lang", language)
        _settle_directions(source.etree_element)
        return source.render(font_config=fonts, stylesheets=sheets, pdf_variant="pdf/ua-1")

    return lay_out


def _write(document: Any, title: str) -> bytes:
    document.metadata.title = title
    written: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return written


_FIRST_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def _settle_directions(root: Any) -> None:
    """What is marked `dir="auto"` reads as its first letter does; the engine knows no `auto`."""
    for element in root.iter():
        if element.get("dir") == "auto":
            kinds = map(unicodedata.bidirectional, "".join(element.itertext()))
            strong = next((kind for kind in kinds if kind in _FIRST_STRONG), None)
            if strong:
                element.set("dir", _FIRST_STRONG[strong])
            else:
                del element.attrib["dir"]


@cache
def document_style() -> str:
    """The style sheet of every document."""
    return (resource_folder("static") / "css" / "document.css").read_text(encoding="utf-8")


def picture(svg: bytes, alt: str) -> Markup:
    """An SVG as an image that carries its content in its own address."""
    drawn = _WORDS.sub(_in_drawing_order, svg.decode()).encode()
    address = "data:image/svg+xml;base64," + base64.b64encode(drawn).decode("ascii")
    return Markup('<img src="{}" alt="{}">').format(address, alt)


# The engine draws the words of a picture letter by letter from left to right. Arabic letters would
# stand apart and backwards, so they are given in the order and the joined forms they are drawn in.
_WORDS = re.compile(r"(<text\b[^>]*>)([^<]*[\u0600-\u06ff][^<]*)(?=</text>)")
_LEFT_TO_RIGHT = r"[^\W\u0600-\u06ff](?:[^\u0600-\u06ff]*[^\W\u0600-\u06ff])?%?"
_PIECES = re.compile(rf"{_LEFT_TO_RIGHT}|[\u0600-\u06ff]+|.")
_MIRROR = str.maketrans("()[]«»", ")(][»«")


def _in_drawing_order(words: re.Match[str]) -> str:
    pieces = [
        _join_letters(piece)[::-1] if "\u0600" <= piece[0] <= "\u06ff" else piece
        for piece in _PIECES.findall(html.unescape(words[2]))
    ]
    turned = (one.translate(_MIRROR) if len(one) == 1 else one for one in reversed(pieces))
    return words[1] + html.escape("".join(turned))


def _join_letters(word: str) -> str:
    """An Arabic word in the forms its letters take beside each other, without vowel signs."""
    forms = _letter_forms()
    bare = "".join(letter for letter in word if not unicodedata.combining(letter))
    units = re.findall("\u0644[\u0622\u0623\u0625\u0627]|.", bare)  # lam and alef are one
    joins = [
        "<initial>" in forms.get(one, ()) and "<final>" in forms.get(following, ())
        for one, following in zip(units, [*units[1:], ""], strict=True)
    ]
    drawn = []
    for unit, before, after in zip(units, [False, *joins], joins, strict=False):
        ends = "<final>" if before else "<isolated>"
        form = ("<medial>" if before else "<initial>") if after else ends
        drawn.append(forms.get(unit, {}).get(form, unit))
    return "".join(drawn)


@cache
def _letter_forms() -> dict[str, dict[str, str]]:
    """The shapes of each letter, from the character database."""
    forms: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFBB2), *range(0xFE80, 0xFEFD)):
        form, *letters = unicodedata.decomposition(chr(code)).split()
        forms.setdefault("".join(chr(int(one, 16)) for one in letters), {})[form] = chr(code)
    return forms


@contextmanager
def _complaints_logged(title: str) -> Iterator[None]:
    """What the engine mutters while it draws (a letter no font has, a picture refused) is an error.

    It would go on and print boxes or gaps; the log says so, and tests fail on it.
    """
    listener = _Complaints(title)
    engine = logging.getLogger("weasyprint")
    engine.setLevel(logging.WARNING)  # whatever the rest of the application may be quiet about
    engine.addHandler(listener)
    try:
        yield
    finally:
        engine.removeHandler(listener)


class _Complaints(logging.Handler):
    def __init__(self, title: str) -> None:
        super().__init__(logging.WARNING)
        self.title = title
        self.thread = threading.get_ident()  # another document may be drawn beside this one

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread:
            log.error("document %r: %s", self.title, record.getMessage())


def fonts_missing(languages: Iterable[str]) -> list[str]:
    """The font families these languages need in documents and this machine lacks."""
    wanted = {family for tag in languages for family in FONT_FAMILIES[tag]}
    return sorted(family for family in wanted if not _has_family(family))


class _FontSet(ctypes.Structure):
    _fields_ = (("count", ctypes.c_int), ("size", ctypes.c_int), ("fonts", ctypes.c_void_p))


@cache
def _fontconfig() -> Any:
    """The library by which the engine finds its fonts; asking it gives the engine's own answer."""
    library = ctypes.CDLL("libfontconfig.so.1")
    for name in ("FcPatternCreate", "FcObjectSetCreate"):
        getattr(library, name).restype = ctypes.c_void_p
    library.FcPatternAddString.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)
    library.FcFontList.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
    library.FcFontList.restype = ctypes.POINTER(_FontSet)
    for name in ("FcPatternDestroy", "FcObjectSetDestroy", "FcFontSetDestroy"):
        getattr(library, name).argtypes = (ctypes.c_void_p,)
    return library


def _has_family(family: str) -> bool:
    library = _fontconfig()
    pattern, objects = library.FcPatternCreate(), library.FcObjectSetCreate()
    library.FcPatternAddString(pattern, b"family", family.encode())
    found = library.FcFontList(None, pattern, objects)
    count: int = found.contents.count
    library.FcFontSetDestroy(found)
    library.FcObjectSetDestroy(objects)
    library.FcPatternDestroy(pattern)
    return count > 0
