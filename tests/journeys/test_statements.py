"""No page asks much of the database: eight statements at the most, and never one for each row."""

from addresses import addresses
from factories.town import build_town
from statements import counted

AT_MOST = 8


def test_no_page_takes_more_than_eight_statements(app, client):
    town = build_town()
    browser = client.sign_in("administrator")
    busy = {}
    for endpoint, address in addresses(app, town):
        with counted() as sent:
            browser.browser.get(address)
        if len(sent) > AT_MOST:
            busy[endpoint] = len(sent)
    assert busy == {}
