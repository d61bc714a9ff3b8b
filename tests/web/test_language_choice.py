"""The language of a page: its address, then the cookie, then the browser."""

from client import PageClient

SPANISH_BROWSER = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}


def language(page):
    return page.tree.get("lang")


def test_the_browser_decides_where_nothing_else_does(client: PageClient) -> None:
    assert language(client.get("/", headers=SPANISH_BROWSER)) == "es"
    assert language(client.get("/", headers={"Accept-Language": "zh-CN"})) == "zh-Hans"
    assert language(client.get("/", headers={"Accept-Language": "xx"})) == "en"


def test_an_address_in_a_language_is_remembered(client: PageClient) -> None:
    assert language(client.get("/vi/about", headers=SPANISH_BROWSER)) == "vi"
    assert language(client.get("/about", headers=SPANISH_BROWSER)) == "vi"
    assert language(client.get("/en/about", headers=SPANISH_BROWSER)) == "en"
    assert language(client.get("/about", headers=SPANISH_BROWSER)) == "en"


def test_the_anonymous_form_leaves_no_cookie(client: PageClient) -> None:
    page = client.get("/ar/answer")
    assert language(page) == "ar"
    assert "Set-Cookie" not in page.response.headers
