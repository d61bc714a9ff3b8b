"""The worksheet as a tagged PDF, drawn by the worker."""

import io
import logging

import pypdf
import pytest
from factories.worksheets import answer_all, keep, start_worksheet, submit
from pdf_ua import broken_rules

from liaison import jobs
from liaison.db import db
from liaison.files import store
from liaison.worksheets import exports, operations
from liaison.worksheets.models import Content
from liaison.worksheets.operations import Entry


@pytest.fixture
def worksheet(client, cast):
    """Approved, with every kind of answer in it."""
    worksheet = start_worksheet(cast)
    entries = [
        Entry("setup.legal_basis", Content(is_not_applicable=True, reason="No law asks for it")),
        Entry(
            "affected.history",
            Content(is_unknown=True, evidence="Archive, box 4", evidence_strength="partial"),
        ),
        Entry("today.gap", Content(value="Người thuê nhà & 租户 & <b>renters</b>")),
    ]
    answer_all(cast, worksheet, leave_out={entry.question_key for entry in entries})
    manager, reviewer = cast.actor("manager"), cast.actor("reviewer")
    operations.save_answers(actor=manager, worksheet=worksheet, entries=entries)
    operations.submit_worksheet(actor=manager, worksheet=worksheet)
    operations.approve_worksheet(actor=reviewer, worksheet=worksheet)
    keep(worksheet)
    return worksheet


def words_of(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_is_asked_for_drawn_and_downloaded(client, worksheet, caplog):
    caplog.set_level(logging.ERROR)
    analyst = client.sign_in("analyst")
    asked = analyst.post(f"/desk/worksheets/{worksheet.id}/pdf", {})
    job = db.session.scalars(db.select(jobs.BackgroundJob)).one()
    jobs.run(job.id)
    assert "Download the file" in analyst.get(asked.location).text
    file = analyst.get(f"/desk/jobs/{job.id}/result")
    assert file.response.mimetype == "application/pdf"
    assert pypdf.PdfReader(io.BytesIO(file.response.data)).metadata.title == (
        "Equity planning guide: Parks outreach, 2026"
    )
    assert store().read(job.result) == file.response.data
    assert not caplog.records


def test_it_holds_every_question_and_where_it_came_from(worksheet, tmp_path):
    pdf = exports.worksheet_pdf(worksheet)
    words = words_of(pdf)
    for question in worksheet.template.parsed.questions:
        assert question.prompt in words, question.prompt
    for said in (
        "Does not apply: No law asks for it",
        "We do not know yet.",
        "Evidence: Some data, gaps known. Archive, box 4",
        "Người thuê nhà & 租户 & <b>renters</b>",
        "$1,200.50",
        "District 1",
        "Ask the renters of District 1",
        "Template equity-planning-guide, version 1.0.0",
    ):
        assert said in words, said
    packed = words.replace(" ", "")
    assert worksheet.template.sha256 in packed
    assert worksheet.answers_sha256 in packed
    assert broken_rules(pdf, tmp_path) == {}


def test_a_draft_says_what_is_not_answered(client, cast):
    words = words_of(exports.worksheet_pdf(start_worksheet(cast)))
    assert "Not answered yet" in words
    assert "There is no action plan yet." in words


def test_somebody_else_cannot_have_it_drawn(client, cast):
    worksheet = start_worksheet(cast)
    submit(cast, worksheet)
    client.sign_in("outsider").post(f"/desk/worksheets/{worksheet.id}/pdf", {}, status=404)
