"""What a city's own cards ask: plain text, the same in every language."""

import pytest
from factories.cards import answer, make_carded_run, right_answers
from sqlalchemy import select

from liaison.db import db
from liaison.errors import InvalidInput
from liaison.training.models.assessment import Card, CardKind
from liaison.training.policy.card_text import read_items_in, write_items
from liaison.training.policy.cards import read_items
from liaison.training.queries.cards import list_sheets

PATH = "/desk/training/courses/liaison/cards/knowledge"
ENGLISH = "Which number?\n* 311\n- 911\n\nWho may ask?\n- Owners\n* Anybody"
SPANISH = "¿Qué número?\n* 311\n- 911\n\n¿Quién puede preguntar?\n- Dueños\n* Cualquiera"


@pytest.fixture
def run(cast):
    return make_carded_run(cast.outreach)


def read(**texts):
    return read_items(read_items_in(CardKind.KNOWLEDGE, texts))


def test_questions_and_answers_as_they_are_typed():
    first, second = read(en=ENGLISH, es=SPANISH)
    assert first.words == {"en": "Which number?", "es": "¿Qué número?"}
    assert [words["en"] for words in second.choices.values()] == ["Owners", "Anybody"]
    assert second.choices[second.right]["es"] == "Cualquiera"


@pytest.mark.parametrize("course", ["liaison", "academy"])
@pytest.mark.parametrize("kind", CardKind)
def test_every_shipped_card_can_be_written_and_read_again(session, course, kind):
    items = list_sheets(course)[kind].items
    texts = {tag: write_items(items, tag) for tag in ("en", "es", "zh-Hans", "vi", "ar")}
    again = read_items(read_items_in(kind, texts))
    assert {tag: write_items(again, tag) for tag in texts} == texts


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"es": SPANISH}, "en"),
        ({"en": "Which number?"}, "en"),
        ({"en": "Which number?\n* 311"}, "en"),
        ({"en": "Which number?\n- 311\n- 911"}, "en"),
        ({"en": "Which number?\n* 311\n* 911"}, "en"),
        ({"en": "Which number?\n* 311\n911"}, "en"),
        ({"en": ENGLISH, "es": SPANISH.partition("\n\n")[0]}, "es"),
        ({"en": ENGLISH, "es": SPANISH.replace("* 311\n- 911", "- 311\n* 911")}, "es"),
        ({"en": "\n\n".join(ENGLISH for _time in range(11))}, "en"),
    ],
)
def test_what_is_no_card_is_refused_where_it_has_to_be_mended(session, texts, field):
    with pytest.raises(InvalidInput) as refusal:
        read(**texts)
    assert refusal.value.field == field


def test_a_new_version_is_asked_from_the_next_run_on(client, cast, run):
    answer(run, "before", **right_answers(run))
    client.sign_in("coordinator").submit(PATH, {"en": ENGLISH, "es": SPANISH} | without_others())
    assert list_sheets("liaison", run.id)[CardKind.KNOWLEDGE].version == 1
    later = make_carded_run(cast.outreach)
    assert "Which number?" in client.get(f"/cards/{later.card_code}/before").text
    assert "Which number?" in client.get(f"/vi/cards/{later.card_code}/before").text


def test_two_who_write_at_once_do_not_overwrite_each_other(client, run):
    coordinator = client.sign_in("coordinator")
    opened = coordinator.get(PATH)
    seen = {name: opened.values(opened.form())[name] for name in ("key", "seen_version")}
    late = seen | {"en": ENGLISH} | without_others("es")
    coordinator.submit(PATH, {"en": ENGLISH, "es": SPANISH} | without_others())
    page = coordinator.post(PATH, late, status=422)
    assert page.errors() == ["Somebody wrote a newer card meanwhile. Look at it first."]
    versions = db.session.scalars(select(Card.version).order_by(Card.version)).all()
    assert versions == [1, 2]


def test_who_may_write_cards(client, run):
    client.sign_in("manager").get(PATH, status=403)
    client.sign_in("coordinator").get("/desk/training/courses/knitting/cards/knowledge", status=404)


def without_others(*more):
    return dict.fromkeys(("zh-Hans", "vi", "ar", *more), "")
