"""Two people write one worksheet; a third one approves it."""

from datetime import date

import pytest
from factories.worksheets import answer_all, get_worksheet, keep, start_worksheet, submit
from sqlalchemy import select

from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.errors import InvalidInput, NotAllowed, WrongState
from liaison.worksheets import figures, operations, policy, queries
from liaison.worksheets.models import Content, EvidenceStrength, WorksheetState
from liaison.worksheets.operations import AnswersMissing, Entry, SavedMeanwhile

KEY = "purpose.what"


@pytest.fixture
def worksheet(cast):
    return start_worksheet(cast)


@pytest.fixture
def save(cast, worksheet):
    """Save one answer as somebody, typed over a revision."""

    def save_one(who, words, revision=0, key=KEY):
        entry = Entry(key, Content(value=words), revision)
        return operations.save_answers(actor=cast.actor(who), worksheet=worksheet, entries=[entry])

    return save_one


def stored(worksheet, key=KEY):
    return queries.find_answers(worksheet.id)[key]


def test_what_was_not_changed_is_not_saved(save, worksheet):
    assert save("manager", "First") == [KEY]
    assert save("manager", "First", revision=1) == []
    assert stored(worksheet).revision == 1


def test_every_earlier_answer_is_kept(save, worksheet, cast):
    save("manager", "First")
    save("staff", "Second", revision=1)
    assert stored(worksheet).content.value == "Second"
    (before,) = queries.list_revisions(worksheet.id, KEY)
    assert (before.content.value, before.by_id) == ("First", cast.users["manager"].id)


def test_two_who_change_the_same_answer_are_told(save, worksheet):
    save("manager", "First")
    save("staff", "Theirs", revision=1)
    with pytest.raises(SavedMeanwhile) as clash:
        save("manager", "Mine", revision=1)
    assert clash.value.answers[KEY].content.value == "Theirs"
    save("manager", "Mine and theirs", revision=2)
    assert [one.content.value for one in queries.list_revisions(worksheet.id, KEY)] == [
        "First",
        "Theirs",
    ]


def test_two_who_answer_an_empty_question_are_told(save):
    save("staff", "Theirs")
    with pytest.raises(SavedMeanwhile):
        save("manager", "Mine")


def test_what_the_writer_left_alone_keeps_what_the_other_wrote(save, worksheet):
    save("manager", "First")
    save("staff", "Theirs", revision=1)
    assert save("manager", "First", revision=1) == []
    assert stored(worksheet).content.value == "Theirs"


def test_nobody_is_in_their_own_way(save, worksheet):
    save("manager", "A word")
    save("manager", "A word more", revision=0)
    save("manager", "A word", revision=0)
    assert stored(worksheet).content.value == "A word"


def test_the_log_names_the_questions_and_not_the_words(save):
    save("manager", "Ana's telephone number")
    (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "save_answers"))
    assert entry.changes == {"answers": [KEY]}


def test_submitting_needs_the_required_answers(cast, worksheet):
    answer_all(cast, worksheet, leave_out={KEY})
    with pytest.raises(AnswersMissing) as lack:
        operations.submit_worksheet(actor=cast.actor("manager"), worksheet=worksheet)
    assert [item.question.key for item in lack.value.missing] == [KEY]


def test_submitting_needs_an_action(cast, worksheet):
    with pytest.raises(AnswersMissing) as lack:
        operations.submit_worksheet(actor=cast.actor("manager"), worksheet=worksheet)
    assert lack.value.lacks_actions


def test_not_applicable_and_unknown_are_answers(cast, worksheet):
    answer_all(cast, worksheet, leave_out={KEY, "today.gap"})
    entries = [
        Entry(KEY, Content(is_not_applicable=True, reason="No service is meant")),
        Entry("today.gap", Content(is_unknown=True)),
    ]
    operations.save_answers(actor=cast.actor("manager"), worksheet=worksheet, entries=entries)
    operations.submit_worksheet(actor=cast.actor("manager"), worksheet=worksheet)
    assert worksheet.state is WorksheetState.IN_REVIEW


def test_approved_answers_are_fixed_and_fingerprinted(cast, worksheet, save):
    submit(cast, worksheet)
    operations.approve_worksheet(actor=cast.actor("reviewer"), worksheet=worksheet)
    db.session.commit()
    approved = get_worksheet(worksheet.id)
    assert approved.state is WorksheetState.APPROVED
    assert approved.approved_by_name == "Reviewer"
    assert len(approved.answers_sha256) == 64
    assert approved.revisit_on > approved.approved_on
    with pytest.raises(WrongState):
        save("manager", "Too late", revision=1)
    verbs = [step.verb for step, _name in queries.list_steps(worksheet.id)]
    assert verbs == ["start_worksheet", "submit_worksheet", "approve_worksheet"]


def test_nobody_approves_what_they_started(cast, worksheet):
    submit(cast, worksheet)
    worksheet.started_by_id = cast.users["reviewer"].id
    keep(worksheet)
    with pytest.raises(NotAllowed):
        operations.approve_worksheet(actor=cast.actor("reviewer"), worksheet=worksheet)


@pytest.mark.parametrize("who", ["manager", "administrator", "analyst"])
def test_only_reviewers_approve(cast, worksheet, who):
    submit(cast, worksheet, "staff")
    with pytest.raises(NotAllowed):
        operations.approve_worksheet(actor=cast.actor(who), worksheet=worksheet)


def test_changes_are_asked_for_in_words_and_can_be_made(cast, worksheet, save):
    submit(cast, worksheet)
    reviewer = cast.actor("reviewer")
    with pytest.raises(InvalidInput):
        operations.request_changes(actor=reviewer, worksheet=worksheet, note="")
    operations.request_changes(actor=reviewer, worksheet=worksheet, note="Name the group")
    save("manager", "Better", revision=1)
    operations.submit_worksheet(actor=cast.actor("manager"), worksheet=worksheet)
    assert worksheet.state is WorksheetState.IN_REVIEW


def test_a_step_is_not_taken_twice(cast, worksheet):
    submit(cast, worksheet)
    with pytest.raises(WrongState):
        operations.submit_worksheet(actor=cast.actor("manager"), worksheet=worksheet)


def test_meters_count_and_never_score(cast, worksheet):
    answer_all(cast, worksheet, leave_out={KEY})
    entry = Entry("today.gap", Content(value="Renters", evidence_strength="solid"), 1)
    operations.save_answers(actor=cast.actor("manager"), worksheet=worksheet, entries=[entry])
    template, contents = worksheet.template.parsed, queries.find_contents(worksheet.id)
    filled = policy.measure_completeness(template, contents)
    assert (filled.answered, filled.required) == (filled.required - 1, 36)
    assert policy.count_evidence(template, contents)[EvidenceStrength.SOLID] == 1
    unfounded = [item.question.key for item in policy.list_without_evidence(template, contents)]
    assert "today.could" in unfounded
    assert "today.gap" not in unfounded


def test_the_report_is_told_states_and_actions(cast, worksheet):
    submit(cast, worksheet)
    (row,) = figures.state(cast.actor("analyst"), program_id=cast.outreach.id, year=2026)
    assert (row.state, row.answered, row.required) == (WorksheetState.IN_REVIEW, 36, 36)
    assert [action.owner_name for action in row.actions_open] == ["Ana Pérez"]
    assert row.actions_open[0].due_on == date(2026, 6, 1)
    assert figures.state(cast.actor("outsider"), program_id=cast.outreach.id, year=2026) == []
