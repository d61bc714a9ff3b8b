"""How many statements a visit sends to the database, counted inside this process."""

from flask import Flask
from werkzeug.test import TestResponse

from benchmarks.visits import Cookies, Visit, cookies_of, hidden_fields
from tests.statements import counted


def count_statements(app: Flask, visit: Visit, cookies: Cookies) -> int:
    """Of the page, or for a form of sending it. Measured on the second visit: the first one also
    reads what is kept in memory afterwards."""
    browser = app.test_client()
    for name, value in cookies_of(cookies, visit).items():
        browser.set_cookie(name, value)
    browser.get(visit.path)
    with counted() as sent:
        page = browser.get(visit.path)
    assert page.status_code == 200, page.text
    if visit.typed is not None:
        values = {**hidden_fields(page.text), **visit.typed(0)}
        with counted() as sent:
            answer: TestResponse = browser.post(visit.path, data=values)
        assert 300 <= answer.status_code < 400, answer.text
    return len(sent)
