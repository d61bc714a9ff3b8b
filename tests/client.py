"""The page contract: every page a test fetches is inspected, as a careful reviewer would."""

import logging
from contextvars import Context
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask, g, session
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from liaison.accounts.operations.sign_in import start_sign_in
from liaison.db import db

UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
SOUGHT = ("input", "select", "textarea")


class ThrownAway(logging.Handler):
    """Remembers requests that wrote something and then lost it."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class PageClient:
    """A browser without scripts: keeps cookies, reads forms, checks every page."""

    def __init__(self, app: Flask, cast: Any) -> None:
        self.app, self.cast = app, cast
        self.browser = app.test_client()

    def sign_in(self, who: str) -> "PageClient":
        """Be one of the cast, in a new browser."""
        fresh = PageClient(self.app, self.cast)
        token = start_sign_in(user=self.cast.users[who], hours=8, has_second_factor=True)
        db.session.commit()
        with fresh.browser.session_transaction() as cookies:
            cookies["_user_id"], cookies["_fresh"] = token, True
        return fresh

    def get(self, path: str, *, status: int = 200, **options: Any) -> "Page":
        return self._send("GET", path, status=status, **options)

    def post(self, path: str, data: dict[str, Any], *, status: int = 302, **options: Any) -> "Page":
        """Send a form with a good token; expects a redirect unless told otherwise."""
        return self._send("POST", path, status=status, data=self._token() | data, **options)

    def submit(self, path: str, data: dict[str, Any], *, status: int = 302) -> "Page":
        """Open the page, keep what its form holds, change `data`, send it to its own action."""
        page = self.get(path)
        form = page.form()
        action = form.get("action") or path
        return self._send("POST", action, status=status, data=page.values(form) | data)

    def _token(self) -> dict[str, str]:
        """A token as the browser's pages would carry it."""
        with self.app.test_request_context(), self.browser.session_transaction() as cookies:
            g.pop("csrf_token", None)  # kept for a page; a test's context outlives many
            token = generate_csrf()
            cookies["csrf_token"] = session["csrf_token"]
        return {"csrf_token": token}

    def _send(self, method: str, path: str, *, status: int, **options: Any) -> "Page":
        lost = ThrownAway()
        logger = logging.getLogger("liaison.web.transactions")
        logger.addHandler(lost)
        try:
            # outside the test's own application context: a request has a session of its own
            response = Context().run(self.browser.open, path, method=method, **options)
        finally:
            logger.removeHandler(lost)
        assert response.status_code == status, (
            f"{method} {path}: {response.status}\n{response.text}"
        )
        assert not lost.messages
        db.session.expire_all()
        page = Page(response)
        if response.mimetype == "text/html" and not 300 <= status < 400:
            page.inspect()
        return page


class Page:
    """An answer, and what is on it."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.location = response.headers.get("Location", "")
        self._tree: Element | None = None

    @property
    def text(self) -> str:
        """The words of the main part, spaces collapsed."""
        main = self.tree.find(".//main")
        return " ".join(" ".join((main if main is not None else self.tree).itertext()).split())

    @property
    def body(self) -> str:
        return self.response.text

    @property
    def tree(self) -> Element:
        if self._tree is None:
            parser = html5lib.HTMLParser(namespaceHTMLElements=False)
            self._tree = parser.parse(self.response.data, transport_encoding="utf-8")
            faults = [fault for fault in parser.errors if fault[1] != "expected-doctype"]
            assert not faults, f"not valid HTML: {faults[:3]}"
        return self._tree

    def form(self, index: int = 0) -> Element:
        """A form of the main part."""
        return self.tree.findall(".//main//form")[index]

    def values(self, form: Element) -> dict[str, Any]:
        """What the form would send if nothing were changed."""
        sent: dict[str, Any] = {}
        for field in form.iter():
            name = field.get("name")
            if field.tag not in SOUGHT or not name or field.get("type") in {"submit", "file"}:
                continue
            if field.get("type") in {"checkbox", "radio"} and field.get("checked") is None:
                continue
            sent.setdefault(name, []).append(_value(field))
        return sent

    def errors(self) -> list[str]:
        """The lines of the error summary."""
        found = self.tree.findall(".//*[@class='govuk-list govuk-error-summary__list']/li")
        return ["".join(line.itertext()).strip() for line in found]

    def inspect(self) -> None:
        """The contract itself."""
        tree = self.tree
        headings = tree.findall(".//h1")
        assert len(headings) == 1, f"{len(headings)} h1"
        heading = " ".join("".join(headings[0].itertext()).split())
        title = " ".join((tree.findtext(".//title") or "").split())
        assert title.partition(": ")[2].startswith(heading) or title.startswith(heading), title
        assert tree.get("lang")
        assert tree.get("dir") in {"ltr", "rtl"}
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), "ids repeat"
        for element in tree.iter():
            _check_element(element)
        _check_labels(tree)
        _check_summary(tree, ids)
        for form in tree.findall(".//form"):
            # A form that says why it is anonymous has no token: that needs a cookie.
            is_anonymous = bool(form.get("data-anonymous"))
            if (form.get("method") or "get").lower() == "post" and not is_anonymous:
                names = {field.get("name") for field in form.iter("input")}
                assert "csrf_token" in names, "a form without its token"


def _check_element(element: Element) -> None:
    tag = element.tag
    if not isinstance(tag, str):
        return
    assert "style" not in element.attrib, f"inline style on {tag}"
    assert not [name for name in element.attrib if name.startswith("on")], f"script on {tag}"
    assert tag != "style", "a style element"
    assert tag != "script" or element.get("src"), "an inline script"
    assert tag != "img" or element.get("alt") is not None, "a picture without a text"


def _check_labels(tree: Element) -> None:
    labelled = {label.get("for") for label in tree.iter("label")}
    inside = {id(field) for label in tree.iter("label") for field in label.iter()}
    for field in tree.iter():
        if field.tag not in SOUGHT or field.get("type") in UNLABELLED:
            continue
        named = field.get("aria-label") or field.get("aria-labelledby")
        assert named or field.get("id") in labelled or id(field) in inside, (
            f"no label: {field.get('name')}"
        )


def _check_summary(tree: Element, ids: list[str]) -> None:
    """Each problem on top leads to its field, in the order in which the fields stand."""
    links = tree.findall(".//*[@class='govuk-list govuk-error-summary__list']/li/a")
    targets = [link.get("href", "") for link in links]
    fields = [target[1:] for target in targets if target.startswith("#")]  # not on another page
    assert set(fields) <= set(ids), "a problem that leads nowhere"
    assert fields == sorted(fields, key=ids.index), f"problems out of order: {fields}"


def _value(field: Element) -> str:
    if field.tag == "textarea":
        return (field.text or "").removeprefix("\n")
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return chosen[0].get("value", chosen[0].text or "") if chosen else ""
    return field.get("value", "on" if field.get("type") in {"checkbox", "radio"} else "")
