"""Worksheets in the browser: filling, two people at once, review, action plan, who sees what."""

from uuid import UUID

import pytest
from factories.worksheets import answer_all, get_worksheet, keep, start_worksheet, submit
from statements import counted

from liaison.worksheets import operations, queries

HOME = "/desk/worksheets/"


@pytest.fixture
def worksheet(client, cast):
    return start_worksheet(cast)


@pytest.fixture
def manager(client):
    return client.sign_in("manager")


def typed_on(page):
    """What the page's form holds, to be sent later."""
    return {key: value for key, value in page.values(page.form()).items() if key != "csrf_token"}


def page_of(worksheet, part=""):
    return f"{HOME}{worksheet.id}{part}"


def template_of(path):
    return get_worksheet(UUID(path.rpartition("/")[2])).template_version_id


def stored(worksheet, key):
    return queries.find_answers(worksheet.id)[key]


def test_a_manager_starts_one(manager, cast):
    started = manager.submit(f"{HOME}new", {"program_id": str(cast.outreach.id), "year": "2027"})
    page = manager.get(started.location)
    assert "Equity planning guide" in page.text
    assert "0 of 36 required questions" in page.text
    assert "Parks outreach" in manager.get(f"{HOME}?year=2027").text


def test_a_form_sent_twice_starts_one(manager, cast):
    chosen = {"program_id": str(cast.outreach.id), "year": "2027", "key": "as shown on the page"}
    first = manager.submit(f"{HOME}new", chosen).location
    assert manager.submit(f"{HOME}new", chosen).location == first
    assert manager.submit(f"{HOME}new", chosen | {"key": "another page"}).location != first


def test_the_template_is_published_once_for_all(manager, cast):
    chosen = {"program_id": str(cast.outreach.id), "year": "2027"}
    first, second = (manager.submit(f"{HOME}new", chosen).location for _ in range(2))
    ids = {template_of(path) for path in (first, second)}
    assert len(ids) == 1


def test_starting_needs_a_programme(manager):
    page = manager.submit(f"{HOME}new", {"program_id": ""}, status=422)
    assert page.errors() == ["Choose a programme."]


@pytest.mark.parametrize("section", range(9))
def test_every_section_can_be_opened_and_saved_as_it_is(manager, worksheet, section):
    key = worksheet.template.parsed.sections[section].key
    manager.submit(page_of(worksheet, f"/sections/{key}"), {})
    assert queries.find_answers(worksheet.id) == {}


@pytest.mark.parametrize("section", range(9))
def test_what_is_stored_comes_back_unchanged(manager, worksheet, cast, section):
    answer_all(cast, worksheet)
    before = queries.find_contents(worksheet.id)
    key = worksheet.template.parsed.sections[section].key
    manager.submit(page_of(worksheet, f"/sections/{key}"), {})
    assert queries.find_contents(worksheet.id) == before
    assert {answer.revision for answer in queries.find_answers(worksheet.id).values()} == {1}


def test_a_table_keeps_its_rows(manager, worksheet):
    path = page_of(worksheet, "/sections/barriers")
    typed = {
        "barriers-table-0-barrier": "other",
        "barriers-table-0-barrier_detail": "No bus after 8",
        "barriers-table-0-who": ["renters", "youth"],
        "barriers-table-2-how_known": "Liaisons said so",
    }
    manager.submit(path, typed)
    assert stored(worksheet, "barriers.table").content.value == [
        {"barrier": "other", "barrier_detail": "No bus after 8", "who": ["renters", "youth"]},
        {"how_known": "Liaisons said so"},
    ]


def test_more_rows_are_offered_on_request(manager, worksheet):
    path = page_of(worksheet, "/sections/setup")
    answer = manager.submit(path, {"setup-team-0-role": "Adviser", "more": "setup.team"})
    assert answer.location.endswith("?more=setup.team#q-setup-team")
    body = manager.get(answer.location.partition("#")[0]).body
    assert "setup-team-5-role" in body
    assert "setup-team-6-role" not in body
    assert ">\nAdviser</textarea>" in body


def test_numbers_money_and_dates_are_taken_as_people_type_them(manager, worksheet):
    typed = {
        "resources-table-0-cost": "$1,200.50",
        "resources-table-0-item": "Interpreters",
    }
    manager.submit(page_of(worksheet, "/sections/resources"), typed)
    assert stored(worksheet, "resources.table").content.value[0]["cost"] == "1200.50"
    revisit = {"accountable-revisit": ["7", "3", "2027"]}
    manager.submit(page_of(worksheet, "/sections/accountable"), revisit)
    assert stored(worksheet, "accountable.revisit").content.value == "2027-03-07"
    assert "$1,200.50" in manager.get(page_of(worksheet, "/answers")).text


@pytest.mark.parametrize(
    ("section", "typed", "said"),
    [
        ("accountable", {"accountable-revisit": ["31", "2", "2027"]}, "Enter a day, a month"),
        ("purpose", {"purpose-money": "plenty"}, "Enter a number"),
        ("purpose", {"purpose-decisions-0-by_when": "soon"}, "Enter a date"),
        ("setup", {"setup-stage": "dream"}, "Not a valid choice"),
        ("setup", {"setup-name-status": "not_applicable"}, "Say why this does not apply."),
    ],
)
def test_the_wrong_shape_is_refused_and_kept(manager, worksheet, section, typed, said):
    path = page_of(worksheet, f"/sections/{section}")
    words = {"setup-missing_voice": "Kept", "purpose-what": "Kept"} | typed
    page = manager.submit(path, words, status=422)
    assert page.errors()[0].startswith(said)
    assert section == "accountable" or "Kept" in page.body
    for value in typed.values():
        parts = value if isinstance(value, list) else [value]
        assert all(f'value="{part}"' in page.body for part in parts if part != "dream")
    assert queries.find_answers(worksheet.id) == {}


def test_too_many_words_are_only_remarked_on(manager, worksheet):
    path = page_of(worksheet, "/sections/setup")
    manager.submit(path, {"setup-name": "word " * 25, "go": "overview"})
    assert "You wrote 25 words. About 20 are easier to read" in manager.get(path).text


def test_two_people_see_both_texts_and_lose_neither(client, manager, worksheet):
    path = page_of(worksheet, "/sections/purpose")
    mine = manager.get(path)
    client.sign_in("staff").submit(path, {"purpose-what": "Theirs, about <parks>"})
    typed = typed_on(mine) | {"purpose-what": "Mine", "purpose-outcome": "Also mine"}
    page = manager.post(path, typed, status=422)
    assert "Somebody else changed this answer" in page.errors()[0]
    assert "What Staff saved meanwhile: Theirs, about <parks>" in page.text
    assert "Mine" in page.body
    assert "Also mine" in page.body
    manager.post(path, typed_on(page))
    assert stored(worksheet, "purpose.what").content.value == "Mine"
    history = manager.get(page_of(worksheet, "/answers/purpose.what"))
    assert "Theirs, about <parks>" in history.text


def test_two_people_on_different_questions_do_not_meet(client, manager, worksheet):
    path = page_of(worksheet, "/sections/purpose")
    mine = manager.get(path)
    client.sign_in("staff").submit(path, {"purpose-what": "Theirs"})
    manager.post(path, typed_on(mine) | {"purpose-outcome": "Mine"})
    assert stored(worksheet, "purpose.what").content.value == "Theirs"
    assert stored(worksheet, "purpose.outcome").content.value == "Mine"


def test_autosave_stores_what_is_being_written(client, manager, worksheet):
    path = page_of(worksheet, "/sections/purpose")
    values = typed_on(manager.get(path))
    for words in ("A", "A w", "A word"):
        sent = values | {"purpose-what": words}
        answer = manager.post(f"{path}/autosave", sent, status=200)
        assert answer.response.json == {"saved": True}
    assert stored(worksheet, "purpose.what").content.value == "A word"
    client.sign_in("staff").submit(path, {"purpose-what": "Theirs"})
    manager.post(f"{path}/autosave", values | {"purpose-what": "Mine"}, status=409)
    manager.post(f"{path}/autosave", values | {"purpose-money": "plenty"}, status=422)
    assert stored(worksheet, "purpose.what").content.value == "Theirs"


def test_submitting_lists_what_is_missing_with_links(manager, worksheet, cast):
    answer_all(cast, worksheet, leave_out={"purpose.what"})
    page = manager.submit(page_of(worksheet, "/submit"), {}, status=422)
    assert page.errors() == ["In plain words, what does this do and for whom?"]
    assert "/sections/purpose#q-purpose-what" in page.body
    assert 'id="q-purpose-what"' in manager.get(page_of(worksheet, "/sections/purpose")).body


def test_a_worksheet_goes_to_review_and_is_approved(client, manager, worksheet, cast):
    answer_all(cast, worksheet)
    manager.submit(page_of(worksheet, "/submit"), {})
    manager.get(page_of(worksheet, "/sections/purpose"), status=409)
    reviewer = client.sign_in("reviewer")
    assert "Worksheets waiting for you" in reviewer.get("/desk/").text
    asked = {"decision": "request_changes", "note": ""}
    page = reviewer.submit(page_of(worksheet, "/review"), asked, status=422)
    assert page.errors() == ["Say what should change."]
    reviewer.submit(page_of(worksheet, "/review"), {"decision": "approve_worksheet"})
    shown = manager.get(page_of(worksheet)).text
    assert "Approved" in shown
    assert "by Reviewer" in shown


def test_a_reviewer_who_started_it_is_told_so(client, worksheet, cast):
    submit(cast, worksheet)
    worksheet.started_by_id = cast.users["reviewer"].id
    keep(worksheet)
    page = client.sign_in("reviewer").get(page_of(worksheet, "/review"))
    assert "you started it yourself" in page.text


def test_actions_are_planned_and_kept_up_to_date(manager, worksheet, cast):
    path = page_of(worksheet, "/actions")
    page = manager.submit(path, {"text": "", "owner_name": "Ana"}, status=422)
    assert page.errors() == ["Say what will be done.", "Enter the day it is due."]
    manager.submit(path, {"text": "Ask", "owner_name": "Ana", "due_on": ["1", "6", "2026"]})
    (action,) = queries.list_actions(worksheet.id)
    update = f"{path}/{action.id}"
    done = {"verb": "finish_action", "evidence": "Minutes"}
    assert manager.submit(update, done, status=422).errors() == ["Enter the day it was done."]
    manager.submit(update, done | {"done_on": ["2", "6", "2026"]})
    assert "done June 2, 2026" in manager.get(path).text


def test_what_is_not_known_yet_offers_an_action(manager, worksheet):
    section = page_of(worksheet, "/sections/today")
    manager.submit(section, {"today-gap-status": "unknown"})
    path = page_of(worksheet, "/actions")
    assert "Plan to find out" in manager.get(path).text
    offered = manager.get(f"{path}?about=today.gap").body
    assert "Find out: Comparing the two, who is missing?" in offered


@pytest.mark.parametrize(
    ("who", "answers"),
    [
        ("manager", (200, 200, 403)),
        ("staff", (200, 200, 403)),
        ("coordinator", (200, 200, 403)),
        ("analyst", (200, 403, 403)),
        ("reviewer", (200, 403, 200)),
        ("administrator", (200, 200, 403)),
        ("outsider", (404, 404, 403)),
        ("partner", (403, 403, 403)),
        ("liaison", (403, 403, 403)),
    ],
)
def test_who_may_what(client, worksheet, who, answers):
    reads, writes, reviews = answers
    someone = client.sign_in(who)
    for part in ("", "/answers", "/actions"):
        someone.get(page_of(worksheet, part), status=reads)
    for part in ("/sections/setup", "/submit"):
        someone.get(page_of(worksheet, part), status=writes)
    someone.get(page_of(worksheet, "/review"), status=reviews)


@pytest.mark.parametrize("part", ["/sections/nothing", "/answers/no.such", "/actions/" + "0" * 32])
def test_what_is_not_there_is_not_found(manager, worksheet, part):
    manager.get(page_of(worksheet, part), status=404)


@pytest.mark.parametrize("part", ["", "/answers", "/sections/outreach", "/actions"])
def test_pages_ask_little_of_the_database(manager, worksheet, cast, part):
    submit(cast, worksheet)
    operations.request_changes(actor=cast.actor("reviewer"), worksheet=worksheet, note="More")
    keep(worksheet)
    with counted() as statements:
        manager.get(page_of(worksheet, part))
    assert len(statements) <= 8
