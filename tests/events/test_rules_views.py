"""The city's rules for all events."""

import pytest

from liaison.db import db
from liaison.events.models.plan import EventRules

PATH = "/desk/event-rules/"


def test_the_page_opens_with_the_usual_rules(client):
    page = client.sign_in("administrator").get(PATH)
    values = page.values(page.form())
    usual = {"interpreter_days": ["8"], "close_days": ["1"], "close_time": ["17:00"]}
    assert {name: values[name] for name in usual} == usual
    assert values["required_access"] == [
        "step_free",
        "accessible_toilet",
        "interpreter_on_request",
    ]


def test_the_city_sets_its_own(client):
    administrator = client.sign_in("administrator")
    sent = {"interpreter_days": "10", "close_time": "5:30 pm", "text_languages": ["es", "vi"]}
    administrator.submit(PATH, sent)
    administrator.submit(PATH, {"place_days": "30"})
    rules = db.session.get(EventRules, 1)
    assert (rules.interpreter_days, rules.place_days, rules.close_time.hour) == (10, 30, 17)
    assert rules.text_languages == ["es", "vi"]


@pytest.mark.parametrize(
    ("name", "typed", "error"),
    [
        ("place_days", "-1", "Enter a number of days, from 0 to 365."),
        ("place_days", "400", "Enter a number of days, from 0 to 365."),
        ("keep_days", "0", "Enter a number of days, from 1 to 730."),
        ("offer_hours", "999", "Enter a number of hours, from 1 to 336."),
        ("close_time", "", "Enter the time sign-up closes."),
    ],
)
def test_rules_that_make_no_sense_are_refused(client, name, typed, error):
    page = client.sign_in("administrator").submit(PATH, {name: typed}, status=422)
    assert page.errors() == [error]
    assert db.session.get(EventRules, 1).place_days == 28


def test_only_those_who_keep_the_citys_settings_change_them(client):
    client.sign_in("coordinator").get(PATH, status=403)
    client.sign_in("coordinator").post(PATH, {}, status=403)
