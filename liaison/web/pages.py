"""What every page knows: the city, the reader's language and direction, assets, filters."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, has_request_context, request
from jinja2 import StrictUndefined

from liaison import clock, i18n
from liaison.config import resource_folder
from liaison.web import tables
from liaison.web.guards import current_actor, may_open

A_YEAR = 31_536_000  # seconds
CITY_IS_FRESH = timedelta(seconds=30)


@dataclass
class _CityCache:
    """The city's settings change rarely; each process asks for them again twice a minute."""

    load: Callable[[], Any]
    value: Any = None
    until: datetime | None = None

    def get(self) -> Any:
        now = clock.now()
        if self.until is None or now >= self.until:
            self.value, self.until = self.load(), now + CITY_IS_FRESH
        return self.value


@dataclass(frozen=True)
class LanguageChoice:
    """A language the reader can switch to, and this page's address in it."""

    tag: str
    name: str
    url: str
    is_current: bool


def root_path() -> str:
    """What stands before every address of ours, without the language prefix."""
    prefix = request.environ.get(i18n.PREFIX)
    root = request.root_path.rstrip("/")
    return root.removesuffix(f"/{prefix}") if prefix else root


def language_choices() -> list[LanguageChoice]:
    current = i18n.current_language().tag
    # quoted again: an address may hold what no page can
    path, query = quote(request.path), quote(request.query_string, safe="!$&'()*+,-./:;=?@_~%")
    return [
        LanguageChoice(
            language.tag,
            language.name,
            f"{root_path()}/{language.tag}{path}{f'?{query}' if query else ''}",
            language.tag == current,
        )
        for language in i18n.enabled_languages()
    ]


def _manifest() -> dict[str, str]:
    path: Path = resource_folder("static") / "vendor" / "manifest.json"
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return names


def _remember_language(response: Response) -> Response:
    """Whoever opens a page in a language by its address finds the next visit in it, too."""
    chosen = request.environ.get(i18n.PREFIX)
    view = current_app.view_functions.get(request.endpoint or "")
    if (
        chosen
        and response.mimetype == "text/html"
        and request.cookies.get(i18n.COOKIE) != chosen
        and not getattr(view, "sets_no_cookies", False)
    ):
        response.set_cookie(
            i18n.COOKIE,
            chosen,
            max_age=A_YEAR,
            secure=i18n.settings().behind_https,
            httponly=True,
            samesite="Lax",
        )
    return response


def tie_to(app: Flask, *, load_city: Callable[[], Any]) -> None:
    """Set up templates: strictness, filters and the context of every page."""
    app.after_request(_remember_language)
    city = _CityCache(load_city)
    manifest = _manifest()

    def asset(name: str) -> str:
        return f"{root_path()}/static/vendor/{manifest[name]}"

    def context() -> dict[str, Any]:
        language = i18n.current_language()
        always = {"city": city.get(), "direction": language.direction, "locale": language.tag}
        always["comma"] = language.comma
        if not has_request_context():  # a document drawn in the worker: nobody is reading a page
            return always
        return always | {"actor": current_actor(), "languages": language_choices()}

    app.jinja_env.undefined = StrictUndefined
    install_words = app.jinja_env.install_gettext_callables  # type: ignore[attr-defined]  # the i18n extension adds it
    install_words(i18n.gettext, i18n.plural_form, newstyle=True, pgettext=i18n.pgettext)
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"] = i18n.page_text
    app.jinja_env.globals["_p"] = app.jinja_env.globals["pgettext"]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {"address": tables.address, "asset": asset, "may_open": may_open}
    app.jinja_env.filters |= i18n.FILTERS
    app.context_processor(context)
