"""The form people answer, as a stranger meets it: no account, no cookie, no script."""

from sqlalchemy import select

from liaison.accounts.models import Attempt
from liaison.db import db
from liaison.demographics.models import DemographicResponse, Mode
from liaison.demographics.operations import WRONG_CODE


def stored():
    return db.session.scalars(select(DemographicResponse)).all()


def answer(client, point, *, query="", **ticked):
    """Send the form as a browser without a session would: no token."""
    path = f"/answer/{point.code}{query}"
    values = client.get(path).values(client.get(path).form())
    return client._send("POST", path, status=302, data=values | ticked)


def test_an_empty_form_is_taken_and_thanked_for(client, point):
    page = answer(client, point)
    assert "Thank you" in client.get(page.location).text
    assert set(stored()[0].answers.values()) == {"left_blank"}


def test_nothing_is_ticked_or_required_and_every_question_can_be_declined(client, point):
    page = client.get(f"/answer/{point.code}")
    controls = page.form().iter()
    assert not [c for c in controls if {"checked", "selected", "required"} & set(c.attrib)]
    assert page.body.count('value="prefer_not"') == 8
    assert "These questions are your choice." in page.text


def test_answers_are_stored_in_the_language_they_were_given_in(client, point):
    ticked = {"race_ethnicity": ["asian", "white"], "lang_which": "vi", "area": "1"}
    client._send("POST", f"/vi/answer/{point.code}", status=302, data=ticked)
    row = stored()[0]
    assert (row.language, row.mode) == ("vi", Mode.PHONE)
    assert row.answers["race_ethnicity"] == ["asian", "white"]
    assert (row.answers["area"], row.answers["first_contact"]) == (["1"], "left_blank")


def test_no_cookie_is_set_on_the_way(client, point):
    path = f"/answer/{point.code}"
    pages = [client.get("/answer"), client.get(path), answer(client, point)]
    pages.append(client.get(pages[-1].location))
    assert not [page for page in pages if "Set-Cookie" in page.response.headers]


def test_a_tablet_is_handed_on_to_the_next_person(client, point):
    page = answer(client, point, query="?mode=tablet")
    assert stored()[0].mode is Mode.TABLET
    thanks = client.get(page.location)
    assert f"/answer/{point.code}?mode=tablet" in thanks.body


def test_every_language_asks_in_its_own_words(client, point):
    for tag, words in {
        "es": "¿En qué grupo de edad está usted?",
        "zh-Hans": "您属于哪个年龄段？",
        "vi": "Quý vị thuộc nhóm tuổi nào?",
        "ar": "ما هي فئتك العمرية؟",
    }.items():
        assert words in client.get(f"/{tag}/answer/{point.code}").text


def test_a_typed_code_leads_to_the_form(client, point):
    page = client.get(f"/answer?code={point.code.lower()}", status=302)
    assert page.location == f"/answer/{point.code}"


def test_a_wrong_code_is_said_beside_the_field_and_kept(client, point):
    page = client.get("/answer?code=zzzzzz", status=422)
    assert page.errors() == ["Check the code. We have no form for this one."]
    assert 'value="ZZZZZZ"' in page.body


def test_closed_and_unknown_codes_have_clear_pages(client, closed_point):
    assert "March 2, 2024" in client.get(f"/answer/{closed_point.code}", status=410).text
    assert "no form for this code" in client.get("/answer/ZZZZZZ", status=404).text
    client._send("POST", f"/answer/{closed_point.code}", status=410, data={})
    assert stored() == []


def test_guessing_is_limited_and_right_codes_leave_no_trace(client, point):
    client.get(f"/answer/{point.code}")
    assert db.session.scalars(select(Attempt)).all() == []
    for _try in range(WRONG_CODE.tries):
        client.get("/answer/ZZZZZZ", status=404)
    client.get(f"/answer/{point.code}", status=429)


def test_an_answer_that_is_not_on_the_form_is_refused(client, point):
    client._send("POST", f"/answer/{point.code}", status=422, data={"area": "the moon"})
    assert stored() == []
