"""Every form, sent with nonsense: the answer says where the fault is and keeps what was typed."""

from contextvars import Context

import pytest
from addresses import addresses
from client import Page
from factories.town import build_town

NONSENSE = "Typed words"
# Looks somebody up by POST, so that names stay out of addresses: any words are good words to it.
LOOKS_UP = "/desk/people/"
TYPED = {"text", "email", "tel", "number", None}


@pytest.fixture
def administrator(client):
    return client.sign_in("administrator")


def test_every_form_answers_nonsense_with_a_page(app, administrator):
    faults = []
    for _endpoint, path in addresses(app, build_town(), "POST"):
        page = open_page(administrator, path)
        for form in page.tree.findall(".//main//form") if page else ():
            if (form.get("method") or "").lower() == "post" and not form.get("action"):
                faults += [f"{path}: {fault}" for fault in faults_of(administrator, path, form)]
    assert not faults, "\n".join(faults)


def open_page(client, path):
    """The page of an address, if it has one for us."""
    response = Context().run(client.browser.get, path)
    return Page(response) if response.status_code == 200 else None


def faults_of(client, path, form):
    typed = {field.get("name") for field in form.iter("input") if field.get("type") in TYPED}
    typed |= {field.get("name") for field in form.iter("textarea")}
    chosen = {field.get("name") for field in form.iter("select")}
    sent = dict.fromkeys(typed, NONSENSE) | dict.fromkeys(chosen, "nonsense")
    if (token := form.find(".//input[@name='csrf_token']")) is not None:
        sent["csrf_token"] = token.get("value")
    # outside the test's own application context: a request has a session of its own
    response = Context().run(client.browser.post, path, data=sent)
    if response.status_code in {302, 303, 404, 409} or path == LOOKS_UP:
        return  # it was no nonsense to this form, or the state does not allow it
    if response.status_code != 422:
        yield f"answered {response.status}"
        return
    page = Page(response)
    page.inspect()
    ids = {element.get("id") for element in page.tree.iter() if element.get("id")}
    links = [link.get("href") for link in page.tree.iter("a") if link.get("href", "")[:1] == "#"]
    yield from (f"leads nowhere: {link}" for link in links if link[1:] not in ids)
    if not typed:
        return  # nobody can choose what is not offered: a page that says so is enough
    if not page.errors():
        yield "no summary of what is wrong"
    if NONSENSE not in page.body:
        yield "lost what was typed"
