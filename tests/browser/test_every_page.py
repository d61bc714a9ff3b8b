"""Every page of every role, in a real browser."""

import re

import pytest
from addresses import addresses
from browser.conftest import DESK, session_of
from browser.visitor import Visitor

ROLES = (
    *("administrator", "coordinator", "manager", "liaison", "staff", "aide_of_2"),
    *("analyst", "privacy_officer", "reviewer", "partner"),
)
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
# What differs between two answers that are the same page.
CHANGING = re.compile(r'name="csrf_token"[^>]*value="[^"]*"|<bdi>[^<]*</bdi>|[0-9a-f]{32}')


@pytest.fixture(scope="module")
def seen():
    """What has been looked at: many roles get the same pages, and each is looked at once."""
    return set()


@pytest.fixture
def window_of(chromium, town_app, town_server):
    """A window in which one of the cast, or nobody, is signed in."""
    with chromium.new_context(viewport=DESK, base_url=town_server) as context:

        def open_for(who):
            if who != "visitor":
                context.add_cookies([session_of(who, town_app, town_server)])
            return Visitor(context.new_page())

        yield open_for


@pytest.mark.parametrize("who", ["visitor", *ROLES])
def test_every_page_a_role_may_open(window_of, town_app, town, seen, who):
    window, faults = window_of(who), []
    for path in new_pages(window, [path for _endpoint, path in addresses(town_app, town)], seen):
        try:
            window.visit(path)
        except AssertionError as fault:
            faults.append(str(fault))
        window.complaints.clear()
    assert not faults, "\n\n".join(faults)


def new_pages(window, paths, seen):
    """Those that answer this visitor with a page nobody has looked at yet."""
    for path in paths:
        answer = window.page.request.get(path, max_redirects=0)
        assert answer.status < 500, path
        if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
            continue
        page = path, CHANGING.sub("", MAIN.search(answer.text())[0])
        if page not in seen:
            seen.add(page)
            yield path
