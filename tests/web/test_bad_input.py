"""Whatever is sent, the answer is a page that a person can use, and no stack trace."""

import logging
import re
import uuid

import pytest
from factories.events import make_event

from liaison.city.models import Department
from liaison.db import db
from liaison.languages import LANGUAGES

NOWHERE = uuid.UUID("00000000-0000-4000-8000-000000000000")
NOT_UTF_8 = b"\xff\xfe"


@pytest.fixture
def written(caplog):
    """What the log says of the requests of this test."""
    caplog.set_level(logging.WARNING)  # what a server that nobody configured writes down
    return caplog


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_address_answers_in_the_persons_language(client, written, language):
    page = client.get(f"/{language}/no/such/page", status=404)
    assert page.tree.get("lang") == language
    assert reference_on(page) in written.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_allowed_answers_in_the_persons_language(client, written, language):
    page = client.sign_in("liaison").get(f"/{language}/desk/", status=403)
    assert page.tree.get("lang") == language
    assert reference_on(page) in written.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_method_answers_in_the_persons_language(client, written, language):
    page = client.post(f"/{language}/privacy", {}, status=405)
    assert page.tree.get("lang") == language
    assert "GET" in page.response.headers["Allow"]
    assert reference_on(page) in written.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_too_big_answers_in_the_persons_language(client, written, language):
    too_big = b"x" * (client.app.config["MAX_CONTENT_LENGTH"] + 1)
    page = client.post(f"/{language}/sign-in", {"email": too_big}, status=413)
    assert page.tree.get("lang") == language
    assert reference_on(page) in written.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_without_its_token_answers_in_the_persons_language(client, written, language):
    page = client.post(f"/{language}/sign-in", {"csrf_token": "made up"}, status=400)
    assert page.tree.get("lang") == language
    assert reference_on(page) in written.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bug_answers_in_the_persons_language_and_tells_nothing(client, written, broken, language):
    page = client.get(f"/{language}/privacy", status=500)
    assert page.tree.get("lang") == language
    assert "Traceback" not in page.body
    assert "the secret of the bug" not in page.body
    assert reference_on(page) in written.text
    assert "the secret of the bug" in written.text


def test_two_at_the_same_moment_are_no_bug(client, written, monkeypatch):
    def store_twice():
        db.session.add_all([Department(name="Twins"), Department(name="Twins")])
        db.session.flush()

    store_twice.access = client.app.view_functions["home.show_privacy"].access
    monkeypatch.setitem(client.app.view_functions, "home.show_privacy", store_twice)
    page = client.get("/privacy", status=409)
    assert "Someone else changed this first" in page.body
    assert reference_on(page) in written.text


@pytest.fixture
def broken(app, monkeypatch):
    """A page with a bug in it."""

    def fail():
        raise ZeroDivisionError("the secret of the bug")

    fail.access = app.view_functions["home.show_privacy"].access
    monkeypatch.setitem(app.view_functions, "home.show_privacy", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)


@pytest.mark.parametrize("path", ["/desk/programs/{}", "/desk/programs/{}/edit"])
def test_what_is_not_yours_is_as_if_it_were_not_there(client, path):
    outsider = client.sign_in("outsider")
    theirs = outsider.get(path.format(client.cast.outreach.id), status=404)
    nobodys = outsider.get(path.format(NOWHERE), status=404)
    assert without_reference(theirs) == without_reference(nobodys)


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/desk/programs/1",
            "/desk/programs/%00",
            "/desk/programs/' OR 1=1--",
            "/static/../app.py",
        ),
        *("/desk/programs/" + "9" * 5000, "/%ff%fe", "/es", "/es/es/", "/xx/"),
    ],
)
def test_nonsense_in_an_address_is_not_found(client, path):
    client.sign_in("administrator").get(path, status=404 if path != "/es" else 200)


@pytest.mark.parametrize(
    "query",
    [
        *("page=0", "page=-1", "page=one", "page=999999999999999999999", "page=%ff"),
        *("sort=nothing", "sort=-", "text=%ff", "text=%25_", "area=1", "program=x"),
        *("month=2026-13", "day=2026-02-30", "language=xx", "state=nothing", "year=99999"),
    ],
)
def test_nonsense_in_a_query_leaves_every_list_readable(client, app, query):
    administrator = client.sign_in("administrator")
    for path in lists_in(app):
        administrator.get(f"{path}?{query}")


@pytest.mark.parametrize("query", ["text=%00", "%00=1", "text=\xff\xfe"])
def test_a_query_that_is_no_text_is_refused(client, query):
    client.get("/", status=400, environ_overrides={"QUERY_STRING": query})


def test_other_languages_are_offered_for_the_same_address(client):
    page = client.get("/no%3Fwhere?text=a%26b", status=404)
    assert 'href="/es/no%3Fwhere?text=a%26b"' in page.body


def test_bytes_that_are_no_text_are_refused_on_the_page(client):
    page = client.post("/sign-in", {"email": NOT_UTF_8, "password": "\0"}, status=422)
    assert page.errors()


def lists_in(app):
    """Addresses of pages without a parameter, which may still take a query."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and not rule.arguments and rule.rule.endswith("/")
    )


def reference_on(page):
    found = re.search(r"<code[^>]*>([0-9a-f]{10})</code>", page.body)
    assert found, "no reference on the page"
    return found[1]


def without_reference(page):
    return page.text.replace(reference_on(page), "")


def test_what_has_room_for_one_line_keeps_one(client, cast):
    event = make_event(cast.outreach)
    sent = {"title": "Open\r\nday", "summary": "One\r\ntwo"}
    client.sign_in("coordinator").submit(f"/desk/events/{event.id}/edit", sent)
    assert (event.title, event.summary.splitlines()) == ("Open day", ["One", "two"])
