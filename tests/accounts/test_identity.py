"""Signing in through the city's identity provider, spoken with over HTTP."""

import dataclasses
from urllib.parse import urlsplit

import httpx
import pytest
from identity_provider import CLIENT, OTHER_KEY, SECRET, open_provider
from sqlalchemy import select

from liaison.accounts.models import UserState
from liaison.audit.models import AuditEntry
from liaison.db import db

COORDINATOR = {"email": "Coordinator@example.org", "email_verified": True}


@pytest.fixture
def provider(app, settings, monkeypatch):
    """A provider, and a city that uses it."""
    with open_provider() as provider:
        tied = dataclasses.replace(
            settings,
            oidc_issuer=provider.issuer,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
        )
        monkeypatch.setitem(app.extensions, "liaison.settings", tied)
        yield provider


def travel(client, *, query=""):
    """Leave for the provider; returns the path it sends the browser back to."""
    away = client.get(f"/sign-in/city{query}", status=302).location
    back = urlsplit(httpx.get(away).headers["location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == "http://127.0.0.1:8000/sign-in/city/back"
    return f"{back.path}?{back.query}"


def test_the_way_in_is_a_plain_link_and_only_there_when_set_up(client):
    assert "city&#39;s account" not in client.get("/sign-in").body
    client.get("/sign-in/city", status=404)
    client.get("/sign-in/city/back?code=x&state=y", status=404)


def test_a_known_address_is_signed_in_and_tied(client, cast, provider):
    assert "/sign-in/city" in client.get("/sign-in").body
    provider.claims = COORDINATOR
    assert client.get(travel(client), status=302).location == "/desk/"
    client.get("/desk/")
    user = cast.users["coordinator"]
    assert user.identity_subject == f"{provider.issuer} person-7"
    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.actor_id == user.id))
    assert {"link_identity", "sign_in"} <= set(actions)


def test_from_then_on_the_subject_counts_and_not_the_address(client, provider):
    provider.claims = COORDINATOR
    client.get(travel(client), status=302)
    provider.claims = {"email": "analyst@example.org", "email_verified": True}
    client.post("/sign-out", {})
    client.get(travel(client), status=302)
    assert "Coordinator" in client.get("/account").text
    provider.claims = COORDINATOR | {"sub": "somebody-else"}
    client.get(travel(client), status=403)


def test_the_page_asked_for_comes_next_but_no_other_site(client, provider):
    provider.claims = COORDINATOR
    back = travel(client, query="?next=/desk/?page=2")
    assert client.get(back, status=302).location == "/desk/?page=2"
    back = travel(client, query="?next=//evil.example")
    assert client.get(back, status=302).location == "/desk/"


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@example.org", "email_verified": True},
        {"email": "coordinator@example.org", "email_verified": False},
        {"email": "coordinator@example.org"},
        {},
    ],
)
def test_who_has_no_account_is_told_so(client, provider, claims):
    provider.claims = claims
    page = client.get(travel(client), status=403)
    assert "you have no account here yet" in page.text
    client.get("/desk/", status=302)
    refused = select(AuditEntry).where(AuditEntry.action == "refused_identity")
    assert len(db.session.scalars(refused).all()) == 1


def test_a_closed_account_stays_closed(client, cast, provider):
    cast.users["coordinator"].state = UserState.CLOSED
    db.session.commit()
    provider.claims = COORDINATOR
    client.get(travel(client), status=403)


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "of another browser"},
        {"aud": "another application"},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
        {"iat": 33_000_000_000},
        {"sub": None},
    ],
)
def test_a_statement_that_is_not_meant_for_us_is_refused(client, provider, lie):
    provider.claims = COORDINATOR | lie
    client.get(travel(client), status=503)
    client.get("/desk/", status=302)


def test_a_statement_signed_by_somebody_else_is_refused(client, provider):
    provider.claims = COORDINATOR
    provider.signing_key = OTHER_KEY
    client.get(travel(client), status=503)


def test_a_browser_that_did_not_set_out_does_not_arrive(client, provider):
    provider.claims = COORDINATOR
    path = travel(client)
    client.sign_in("liaison").get(path, status=400)
    client.get(f"{path}x", status=400)
    client.get(path, status=400)  # the journey is over after one try


def test_a_code_works_once(client, provider):
    provider.claims = COORDINATOR
    path = travel(client)
    provider.codes.clear()
    client.get(path, status=503)


def test_who_turns_back_is_back_at_the_sign_in(client, provider):
    travel(client)
    state = provider.asked["state"]
    path = f"/sign-in/city/back?error=access_denied&state={state}"
    assert client.get(path, status=302).location == "/sign-in"


@pytest.mark.parametrize(
    "described",
    [{"issuer": "https://elsewhere.example"}, {"token_endpoint": "http://insecure.example/"}],
)
def test_a_provider_that_describes_itself_wrongly_is_not_trusted(client, provider, described):
    provider.described = described
    provider.claims = COORDINATOR
    if "issuer" in described:
        client.get("/sign-in/city", status=503)
    else:
        client.get(travel(client), status=503)


def test_a_second_factor_given_there_is_not_asked_for_again(client, app, provider, monkeypatch):
    asked = dataclasses.replace(app.extensions["liaison.settings"], require_second_factor=True)
    monkeypatch.setitem(app.extensions, "liaison.settings", asked)
    provider.claims = COORDINATOR
    assert client.get(travel(client), status=302).location == "/sign-in/set-up"
    client.post("/sign-out", {})
    provider.claims = COORDINATOR | {"amr": ["pwd", "mfa"]}
    assert client.get(travel(client), status=302).location == "/desk/"
