"""What every answer carries, and how refusals look."""

import dataclasses

import pytest
from flask_babel import force_locale, gettext

from liaison.app import create_app
from liaison.db import db

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
    " connect-src 'self'; media-src 'self'; worker-src 'self'; manifest-src 'self';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
EXACTLY = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(self), geolocation=(self)",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
REFUSALS = {
    400: ("/sign-in", "We could not read what was sent"),
    403: ("/desk/accounts/", "You may not see this page"),
    404: ("/no/such/page", "We cannot find this page"),
    413: ("/sign-in", "The file is too big"),
}


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/nowhere", 404), ("/desk/", 302)])
def test_every_answer_carries_exactly_these_headers(client, path, status):
    headers = client.get(path, status=status).response.headers
    assert {name: headers[name] for name in EXACTLY} == EXACTLY
    assert "Strict-Transport-Security" not in headers
    assert "Server" not in headers


def test_pages_of_a_signed_in_browser_are_kept_nowhere(client):
    headers = client.sign_in("coordinator").get("/desk/").response.headers
    assert headers["Cache-Control"] == "no-store"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client):
    (cookie,) = client.get("/sign-in").response.headers.getlist("Set-Cookie")
    assert cookie.startswith("session=")
    assert cookie.endswith("; HttpOnly; Path=/; SameSite=Lax")


def test_behind_https_the_cookie_never_travels_without(settings):
    app = create_app(dataclasses.replace(settings, behind_https=True))
    response = app.test_client().get("/sign-in", base_url="https://localhost")
    with app.app_context():
        db.engine.dispose()  # this application is gone after the test
    assert "; Secure; HttpOnly; " in response.headers["Set-Cookie"]
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("token", [{}, {"csrf_token": "made up"}])
def test_a_form_from_elsewhere_is_refused(client, token):
    browser = client.sign_in("administrator")
    answer = browser.browser.post("/account/sign-out-everywhere", data=token)
    assert answer.status_code == 400
    browser.get("/desk/")


def refused(client, status, tag):
    """The page of a refusal in a language."""
    path = f"/{tag}{REFUSALS[status][0]}"
    if status == 403:
        return client.sign_in("analyst").get(path, status=403)
    if status == 404:
        return client.get(path, status=404)
    form = {"csrf_token": "made up", "email": "x" * (21_000_000 if status == 413 else 1)}
    return client._send("POST", path, status=status, data=form)


@pytest.mark.parametrize("status", REFUSALS)
@pytest.mark.parametrize(("tag", "direction"), [("es", "ltr"), ("ar", "rtl")])
def test_a_refusal_is_a_page_in_the_readers_language(client, status, tag, direction, caplog):
    caplog.set_level("INFO", logger="liaison.web.errors")
    page = refused(client, status, tag)
    assert (page.tree.get("lang"), page.tree.get("dir")) == (tag, direction)
    with force_locale(tag):
        assert "".join(page.tree.find(".//h1").itertext()) == gettext(REFUSALS[status][1])
    reference = page.tree.find(".//main//code").text
    assert f"reference {reference}" in caplog.text
