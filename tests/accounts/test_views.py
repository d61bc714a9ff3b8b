"""Signing in and out over HTTP."""

from client import PageClient


def test_desk_asks_a_visitor_to_sign_in(client: PageClient) -> None:
    assert client.get("/desk/", status=302).location.startswith("/sign-in")


def test_coordinator_sees_the_week(client: PageClient) -> None:
    assert "This week" in client.sign_in("coordinator").get("/desk/").text


def test_liaison_has_no_desk(client: PageClient) -> None:
    client.sign_in("liaison").get("/desk/", status=403)


def test_pages_keep_the_language_of_their_address(client: PageClient) -> None:
    page = client.get("/ar/")
    assert (page.tree.get("lang"), page.tree.get("dir")) == ("ar", "rtl")
    assert "/ar/privacy" in page.body
