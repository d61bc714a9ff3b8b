"""Languages: which one a reader gets, and how numbers, dates and money are written in it.

The language is chosen by the address (`/es/events`), else by the cookie, else by what the person
set in their account, else by the browser.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import (
    format_date,
    format_datetime,
    format_skeleton,
    format_time,
    get_datetime_format,
    get_timezone_name,
)
from babel.lists import format_list
from babel.numbers import (
    NumberFormatError,
    format_currency,
    format_decimal,
    format_percent,
    parse_decimal,
)
from babel.support import NullTranslations
from flask import current_app, g, has_request_context, request
from flask_babel import force_locale, get_locale, get_translations
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from liaison.config import Settings
from liaison.languages import LANGUAGES, Language, spoken_language


def gettext(string: str, **variables: Any) -> str:
    """The words in the reader's language. A page asks for hundreds, so the way is short."""
    found: str = _catalogue(_kept_locale()).ugettext(string)
    return found % variables if variables else found


def ngettext(singular: str, plural: str, num: int, **variables: Any) -> str:
    """The words for so many things."""
    return plural_form(singular, plural, num) % ({"num": num} | variables)


def plural_form(singular: str, plural: str, num: int) -> str:
    """The same with its placeholders, which the template engine fills in itself."""
    found: str = _catalogue(_kept_locale()).ungettext(singular, plural, num)
    return found


def lazy_gettext(string: str, **variables: Any) -> LazyString:
    """Words that are translated when they are shown."""
    return LazyString(gettext, string, **variables)


def pgettext(context: str, string: str, **variables: Any) -> str:
    """Words that mean one thing here and another elsewhere; `context` tells translators which."""
    found: str = _catalogue(_kept_locale()).upgettext(context, string)
    return found % variables if variables else found


def page_text(string: str, **variables: Any) -> Markup:
    """The words of a template, with what is put into them escaped.

    A page asks for about a hundred, most of them always the same: they are looked up once.
    """
    locale = _kept_locale()
    return _on_page(locale, string) % variables if variables else _always_so(locale, string)


def _kept_locale() -> Locale | None:
    """Flask-Babel's answer, read where it keeps it: to ask it again takes four times as long."""
    try:
        kept: Locale | None = g._flask_babel.babel_locale  # noqa: SLF001  # its own way is below
    except (AttributeError, RuntimeError):  # not asked yet; outside of any request
        kept = None
    return kept or get_locale()


@lru_cache(maxsize=10_000)
def _on_page(locale: Locale | None, string: str) -> Markup:
    return Markup(_catalogue(locale).ugettext(string))  # noqa: S704  # our own words


@lru_cache(maxsize=10_000)
def _always_so(locale: Locale | None, string: str) -> Markup:
    return _on_page(locale, string) % {}


@cache
def _catalogue(locale: Locale | None) -> NullTranslations:
    """The words of a language; none outside a request."""
    return get_translations() if locale else NullTranslations()


_ = gettext
_l = lazy_gettext
_n = ngettext
_p = pgettext
_lp = partial(LazyString, pgettext)

_ENGLISH, _SPANISH_HERE = Locale("en"), Locale("es", "US")
COOKIE = "lang"
MINUS = "\N{MINUS SIGN}"  # as wide as a digit; screen readers say it, and a hyphen they may not
PREFIX = "liaison.language"  # in a request's environment: the language its address asks for


def settings() -> Settings:
    """The settings of the running application."""
    found: Settings = current_app.extensions["liaison.settings"]
    return found


def enabled_languages() -> list[Language]:
    """The languages this city has switched on, English first."""
    return [LANGUAGES[tag] for tag in settings().languages]


def choose_locale() -> Locale:
    """Babel's locale selector for this request."""
    return _locale_named(_choose_locale_name())


@cache
def _locale_named(name: str) -> Locale:
    """One object for each locale: what is kept by locale is found without comparing."""
    return Locale.parse(name)


def _choose_locale_name() -> str:
    if not has_request_context():
        return "en"
    offered = settings().languages
    preferred = getattr(g, "account_language", None)
    for tag in (request.environ.get(PREFIX), request.cookies.get(COOKIE), preferred):
        if tag in offered:
            return LANGUAGES[tag].locale
    best = request.accept_languages.best_match(_browser_tags(offered))
    return LANGUAGES[_from_browser(best)].locale if best else "en"


def _browser_tags(offered: Iterable[str]) -> list[str]:
    """What browsers call our languages: Chinese comes as zh, zh-CN or zh-Hans."""
    tags = list(offered)
    return [*tags, "zh", "zh-CN", "zh-SG"] if "zh-Hans" in tags else tags


def _from_browser(tag: str) -> str:
    return "zh-Hans" if tag.startswith("zh") else tag


def choose_time_zone() -> str:
    """Babel's time zone selector: the city's, for everybody."""
    return settings().time_zone


def current_language() -> Language:
    """The language this page is written in."""
    return _language_of(_kept_locale() or _ENGLISH)


@cache
def _language_of(locale: Locale) -> Language:
    return LANGUAGES.get(str(locale).replace("_", "-"), LANGUAGES["en"])


@contextmanager
def in_language(tag: str | None) -> Iterator[None]:
    """Write in another person's language (mail, documents); unknown tags give English."""
    with force_locale(LANGUAGES.get(tag or "en", LANGUAGES["en"]).locale):
        yield


# --- One formatter per kind of value, in the reader's locale -------------------------------------


def _formats() -> Locale:
    """How numbers, dates and times are written: Spanish as it is written in the city's country."""
    locale = _kept_locale() or _ENGLISH
    return _SPANISH_HERE if locale.language == "es" else locale


def read_number(text: str) -> Decimal:
    """A number as the reader's language writes it: 1,200.5, in Vietnamese 1.200,5.

    Raises ValueError where it could be read in two ways.
    """
    bare = re.sub(r"[\s$%\u00a0\u202f]", "", text).replace(MINUS, "-")
    amount = Decimal(parse_decimal(bare, locale=_formats(), strict=True))
    if not amount.is_finite() or abs(amount) > 10**15:
        raise NumberFormatError(text)
    return amount


def number(value: float | Decimal, digits: int | None = None) -> str:
    """1234.5 -> 1,234.5; `digits` fixes the decimals."""
    return _written_number(value, digits, _formats())


@lru_cache(maxsize=4096, typed=True)
def _written_number(value: float | Decimal, digits: int | None, locale: Locale) -> str:
    """Page numbers, counts and days of a month come again on every page."""
    pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(value, format=pattern, locale=locale))


def percent(share: float, digits: int = 0) -> str:
    """0.123 -> 12 %."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
    return str(format_percent(share, format=pattern, locale=_formats()))


def money(cents: int, currency: str = "USD") -> str:
    """Whole cents to an amount without needless decimals.

    The mark at the end of what is read from the right keeps the dollar sign beside its letters.
    """
    whole, formats = cents % 100 == 0, _formats()
    usual = formats.currency_formats["standard"].pattern
    written = format_currency(
        Decimal(cents) / 100,
        currency,
        locale=formats,
        currency_digits=not whole,
        format=usual.replace(".00", "") if whole else usual,
    ).replace("-", MINUS)
    return f"{written}\N{LEFT-TO-RIGHT MARK}" if formats.text_direction == "rtl" else written


def duration(minutes: int) -> str:
    """90 -> 1 h 30 min; 60 -> 1 h. What takes away has a minus in front."""
    hours, rest = divmod(abs(minutes), 60)
    said = {"h": number(hours), "min": number(rest)}
    if not hours:
        words = gettext("%(min)s min", **said)
    elif not rest:
        words = gettext("%(h)s h", **said)
    else:
        words = gettext("%(h)s h %(min)s min", **said)
    return MINUS * (minutes < 0) + words


def day(value: date | datetime, style: str = "long") -> str:
    """A date in words, on the city's calendar."""
    if isinstance(value, datetime):
        value = value.astimezone(settings().zone()).date()
    return _written_day(value, style, _formats())


@lru_cache(maxsize=4096)
def _written_day(value: date, style: str, locale: Locale) -> str:
    """Lists name the same days again and again, and writing one out takes a while."""
    return str(format_date(value, style, locale=locale))


def weekday_day(value: date | datetime) -> str:
    """A date with its weekday: Saturday, 7 March 2026."""
    return day(value, "full")


def time_of_day(value: datetime) -> str:
    """Wall-clock time in the city's zone."""
    return wall_time(value.astimezone(settings().zone()).time())


def wall_time(value: time) -> str:
    """A time of day that is of no day."""
    return _written_time(value, _formats())


def exact_time(value: datetime) -> str:
    """The same, with its zone in the night when the clocks show that time twice."""
    time = time_of_day(value)
    if not comes_twice(value, settings().zone()):
        return time
    return _("%(time)s (%(zone)s)", time=time, zone=zone_name(value))


def comes_twice(value: datetime, zone: ZoneInfo) -> bool:
    """Do the clocks show this wall time twice that night?"""
    local = value.astimezone(zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def time_of_end(end: datetime, start: datetime) -> str:
    """When something ends: the time, with the day where it is not the one it starts on."""
    zone, time = settings().zone(), time_of_day(end)
    if end.astimezone(zone).date() == start.astimezone(zone).date():
        return time
    return _("%(day)s, %(time)s", day=weekday_day(end), time=time)


@lru_cache(maxsize=2048)
def _written_time(value: time, locale: Locale) -> str:
    return str(format_time(value, "short", locale=locale))


def instant(value: datetime, style: str = "") -> str:
    """Date and time in the city's zone; to the second only where a style asks for it."""
    if style:
        return str(format_datetime(value, style, tzinfo=settings().zone(), locale=_formats()))
    joined = str(get_datetime_format("medium", locale=_formats()))  # as in "{1}, {0}"
    return joined.replace("{0}", exact_time(value)).replace("{1}", day(value, "medium"))


def zone_name(value: datetime) -> str:
    """The city's zone as it is called at that moment: Eastern Daylight Time."""
    local = value.astimezone(settings().zone())
    return str(get_timezone_name(local, "long", locale=_formats()))


def month_year(value: date) -> str:
    """A month and its year: March 2026."""
    return _written_month(value.year, value.month, str(_formats()))


@lru_cache(maxsize=1024)
def _written_month(year: int, month: int, locale: str) -> str:
    return str(format_skeleton("yMMMM", date(year, month, 1), locale=locale))


def month_name(value: date) -> str:
    """A month's short name: Mar."""
    return str(format_skeleton("MMM", value, locale=_formats()))


def weekday_name(value: date, style: str = "EEEE") -> str:
    """Saturday; with "EEE" Sat."""
    return _written_day(value, style, _formats())


def first_weekday() -> int:
    """On which day weeks begin in the city's country; Monday is 0."""
    return _first_weekday(settings().country)


@cache
def _first_weekday(country: str) -> int:
    try:
        return int(Locale.parse(f"und_{country}").first_week_day)
    except UnknownLocaleError:
        return 0


def listed(words: Iterable[str]) -> str:
    """Several things in a row, as the reader's language joins them: one, two and three."""
    return str(format_list(list(words), locale=_kept_locale() or _ENGLISH))


def in_parts(words: Iterable[str]) -> str:
    """The parts of one thing, such as a place and its address: no "and" before the last."""
    return current_language().comma.join(map(isolated, words))


def isolated(words: str) -> str:
    """Words of another direction within plain text, marked so that neither turns the other around.

    A telephone number in an Arabic sentence would read from its end. On pages this is <bdi>.
    """
    against = {"R", "AL"} if current_language().direction == "ltr" else {"L", "EN"}
    is_turned = any(unicodedata.bidirectional(letter) in against for letter in words)
    return f"\N{FIRST STRONG ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}" if is_turned else words


def language_name(tag: str) -> str:
    """A language as the reader's language calls it; else as its speakers do."""
    names: Any = (_kept_locale() or _ENGLISH).languages  # loaded anyway
    return str(names.get(tag.replace("-", "_")) or spoken_language(tag).name)


FILTERS: dict[str, Callable[..., Any]] = {
    "number": number,
    "percent": percent,
    "money": money,
    "duration": duration,
    "date": day,
    "weekday_date": weekday_day,
    "time_of_end": time_of_end,
    "time": time_of_day,
    "exact_time": exact_time,
    "datetime": instant,
    "language_name": language_name,
    "listed": listed,
    "in_parts": in_parts,
    "month_year": month_year,
    "weekday_name": weekday_name,
    "wall_time": wall_time,
    "zone_name": zone_name,
    "spoken_language": spoken_language,
}
