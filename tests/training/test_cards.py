"""Cards before and after a course, as somebody with a phone and no account fills them in."""

from datetime import UTC, datetime

import pytest
from factories.cards import answer, make_carded_run, right_answers
from sqlalchemy import select

from liaison.accounts.models import Attempt
from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.training.figures.results import results_of_run
from liaison.training.models.assessment import Card, CardAnswer, CardKind, Occasion
from liaison.training.models.course import RunState
from liaison.training.operations.cards import WRONG_CODE, seal_cards
from liaison.training.operations.runs import cancel_run
from liaison.training.queries.cards import list_sheets

LANGUAGES = {"en", "es", "zh-Hans", "vi", "ar"}


@pytest.fixture(autouse=True)
def _day(at):
    at(datetime(2026, 3, 7, 16, tzinfo=UTC))


@pytest.fixture
def run(cast):
    return make_carded_run(cast.outreach)


def stored():
    return db.session.scalars(select(CardAnswer)).all()


def send(client, run, occasion, *, status=302, language="", **sent):
    """Send a card as a browser without a session would: no token."""
    path = f"{language}/cards/{run.card_code}/{occasion}"
    values = client.get(path).values(client.get(path).form())
    return client._send("POST", path, status=status, data=values | sent)


def test_a_card_is_counted_and_leads_to_nobody(client, run):
    send(client, run, "before", own_code="M 07-42", **right_answers(run, but=2))
    [card] = stored()
    assert (card.score, card.most, card.occasion) == (3, 5, Occasion.BEFORE)
    assert "0742" not in card.code_hash
    assert card.id.version == 5  # of the form's random key: no order, no time
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_the_same_code_is_the_same_however_it_is_typed(client, run):
    send(client, run, "before", own_code="M 07-42", **right_answers(run))
    send(client, run, "after", own_code="m٠٧٤٢", **right_answers(run))
    before, after = stored()
    assert before.code_hash == after.code_hash


def test_afterwards_all_three_cards_are_asked_and_only_one_is_matched(client, run):
    ratings = {"enter-before": "2", "enter-now": "4", "recommend": "5"}
    send(client, run, "after", own_code="M0742", **right_answers(run), **ratings)
    cards = {card.card_id: card for card in stored()}
    kinds = {row.kind: cards[row.id] for row in db.session.scalars(select(Card))}
    assert kinds[CardKind.CONFIDENCE].answers == {"enter": [2, 4]}
    assert kinds[CardKind.REACTION].answers == {"recommend": 5}
    assert kinds[CardKind.KNOWLEDGE].code_hash
    assert kinds[CardKind.REACTION].code_hash is kinds[CardKind.CONFIDENCE].code_hash is None


def test_half_of_a_pair_says_nothing(client, run):
    send(client, run, "after", **{"enter-before": "2", "useful": "4"})
    [card] = stored()
    assert card.answers == {"useful": 4}


def test_sent_twice_is_stored_once(client, run):
    path = f"/cards/{run.card_code}/before"
    values = client.get(path).values(client.get(path).form()) | right_answers(run)
    for _time in range(2):
        client._send("POST", path, status=302, data=values)
    assert len(stored()) == 1


def test_an_empty_card_comes_back(client, run):
    page = send(client, run, "before", status=422)
    assert page.errors() == ["Answer one question at least."]


def test_a_code_that_is_too_short_is_said_and_what_was_ticked_is_kept(client, run):
    page = send(client, run, "before", status=422, own_code="M0", **right_answers(run))
    assert page.errors() == ["Make your code 4 to 20 letters and digits long."]
    kept = page.values(page.form())
    assert (kept["own_code"], kept["emergency"]) == (["M0"], ["call_911"])
    assert stored() == []


def test_what_is_not_on_the_card_is_refused(client, run):
    send(client, run, "before", status=422, emergency="the moon")
    send(client, run, "after", status=422, useful="9")
    assert stored() == []


def test_no_cookie_is_set_on_the_way(client, run):
    code = f"/cards/{run.card_code}"
    pages = [client.get("/cards/"), client.get(code), client.get(f"{code}/before")]
    pages.append(send(client, run, "before", **right_answers(run)))
    pages.append(client.get(pages[-1].location))
    assert not [page for page in pages if "Set-Cookie" in page.response.headers]


def test_a_tablet_is_handed_on(client, run):
    path = f"/cards/{run.card_code}/before?mode=tablet"
    thanks = client._send("POST", path, status=302, data=right_answers(run)).location
    assert f"/cards/{run.card_code}/before?mode=tablet" in client.get(thanks).body


@pytest.mark.parametrize(
    ("state", "occasions"),
    [
        (RunState.PLANNED, ""),
        (RunState.OPEN, "before after"),
        (RunState.RUNNING, "before after"),
        (RunState.ENDED, ""),
        (RunState.CANCELLED, ""),
    ],
)
def test_cards_are_open_while_the_run_is(client, cast, state, occasions):
    run = make_carded_run(cast.outreach, state=state)
    for occasion in ("before", "after"):
        status = 200 if occasion in occasions.split() else 410
        client.get(f"/cards/{run.card_code}/{occasion}", status=status)


def test_nobody_looks_back_before_the_first_day(client, run, at):
    at(datetime(2026, 3, 6, 16, tzinfo=UTC))
    assert "After the course" not in client.get(f"/cards/{run.card_code}").text
    client.get(f"/cards/{run.card_code}/after", status=410)


def test_a_typed_code_leads_to_the_cards(client, run):
    code = run.card_code.lower()
    page = client.get(f"/cards/?code={code[:4]}-{code[4:]}", status=302)
    assert page.location == f"/cards/{run.card_code}"


def test_guessing_codes_is_limited_and_right_ones_leave_no_trace(client, run):
    client.get(f"/cards/{run.card_code}")
    assert db.session.scalars(select(Attempt)).all() == []
    client.get("/cards/?code=ZZZZ", status=422)
    for _try in range(WRONG_CODE.tries - 1):
        client.get("/cards/ZZZZZZZZ", status=404)
    client.get(f"/cards/{run.card_code}", status=429)


def test_every_language_asks_in_its_own_words(client, run):
    for tag, words in {
        "es": "¿Qué hace primero?",
        "zh-Hans": "您首先做什么？",
        "vi": "Quý vị làm gì trước tiên?",
        "ar": "ماذا تفعل أولًا؟",
    }.items():
        assert words in client.get(f"/{tag}/cards/{run.card_code}/before").text


@pytest.mark.parametrize("course", ["liaison", "academy"])
def test_every_shipped_card_is_whole(session, course):
    sheets = list_sheets(course)
    assert set(sheets) == set(CardKind)
    for item in (item for sheet in sheets.values() for item in sheet.items):
        assert set(item.words) == LANGUAGES
        assert all(set(words) == LANGUAGES for words in item.choices.values())
    for item in sheets[CardKind.KNOWLEDGE].items:
        assert item.right in item.choices


def test_a_run_goes_on_with_the_version_it_began_with(client, run, cast):
    send(client, run, "before", own_code="M0742", **right_answers(run))
    [old] = db.session.scalars(select(Card)).all()
    items = {"items": old.items["items"][:1]}
    db.session.add(Card(course="liaison", kind=CardKind.KNOWLEDGE, version=2, items=items))
    db.session.commit()
    assert list_sheets("liaison", run.id)[CardKind.KNOWLEDGE].version == 1
    later = make_carded_run(cast.outreach)
    assert list_sheets("liaison", later.id)[CardKind.KNOWLEDGE].version == 2


def test_after_the_end_no_code_is_kept_and_pairs_stay_pairs(run, cast):
    other = make_carded_run(cast.outreach)
    for one in (run, other):
        answer(one, "before", code="M0742", **right_answers(one))
        answer(one, "after", code="M0742", useful="4", **right_answers(one))
    of_run = select(CardAnswer.id, CardAnswer.code_hash).where(CardAnswer.run_id == run.id)
    of_other = select(CardAnswer.code_hash).where(CardAnswer.run_id == other.id)
    kept, before = set(db.session.scalars(of_other)), dict(db.session.execute(of_run).all())
    seal_cards(run)
    after = dict(db.session.execute(of_run).all())
    assert not before.keys() & after.keys()  # nothing says which were sent together
    assert len(after) == 3
    assert not {code for code in before.values() if code} & set(after.values())
    assert set(db.session.scalars(of_other)) == kept
    assert results_of_run(run).knowledge.matched == 1


def test_cards_are_sealed_when_the_run_ends(run, cast):
    answer(run, "before", code="M0742", **right_answers(run))
    [key] = db.session.scalars(select(CardAnswer.id))
    cancel_run(actor=cast.actor("coordinator"), run=run)
    assert key not in db.session.scalars(select(CardAnswer.id)).all()
