"""Letters and certificates of everybody who completed a run, and what their numbers open."""

import uuid
from datetime import UTC, datetime

import pytest
from factories.courses import enrol, make_run
from sqlalchemy import select

from liaison.db import db
from liaison.errors import WrongState
from liaison.files import RENDERED, store
from liaison.jobs import BackgroundJob, JobState
from liaison.liaisons.models.credential import Credential
from liaison.liaisons.operations.credentials import revoke_credential
from liaison.permissions import SYSTEM
from liaison.training.models.enrolment import EnrolmentState, Mark
from liaison.training.operations import attendance, completion, enrolments, runs
from liaison.training.policy.own_links import make_token
from liaison.training.queries.enrolments import list_enrolments
from liaison.training.queries.runs import list_sessions


@pytest.fixture
def run(cast, at):
    """Ended: Ana completed it, Binh withdrew."""
    at(datetime(2026, 2, 10, 17, tzinfo=UTC))
    run = make_run(cast.outreach)
    ana, binh = enrol(run), enrol(run, "Binh Vo")
    enrolments.withdraw_enrolment(actor=SYSTEM, run=run, enrolment=binh)
    at(datetime(2026, 4, 1, 17, tzinfo=UTC))
    for session in list_sessions(run.id):
        made = {"run": run, "enrolment": ana, "session": session, "mark": Mark.PRESENT}
        attendance.mark(actor=SYSTEM, **made)
    runs.end_run(actor=SYSTEM, run=run)
    db.session.commit()
    return run


def credential():
    return db.session.scalars(select(Credential)).one()


def test_all_are_ordered_at_once_and_a_page_says_how_far_it_is(client, run):
    desk = client.sign_in("coordinator")
    assert "Letters and certificates" in desk.get(f"/desk/training/runs/{run.id}").text
    page = desk.post(f"/desk/training/runs/{run.id}/certificates", {}, status=302)
    job = db.session.scalars(select(BackgroundJob)).one()
    assert job.arguments["credential_ids"] == [str(credential().id)]
    assert str(job.id) in page.location
    desk.get(page.location)
    client.sign_in("manager").post(f"/desk/training/runs/{run.id}/certificates", {}, status=403)


def test_the_number_says_course_and_validity_and_not_whose_it_is(client, run):
    text = client.get(f"/certificates/{credential().number}").text
    assert "Three evenings" in text
    assert "Ana" not in text


def test_what_is_revoked_says_so_there(client, run):
    revoke_credential(actor=SYSTEM, credential=credential(), reason="Issued by mistake")
    db.session.commit()
    text = client.get(f"/certificates/{credential().number}").text
    assert "Revoked" in text
    assert "Ana" not in text


def test_nobody_who_withdrew_completes_it_whatever_the_reason(run):
    (binh,) = list_enrolments(run.id, [EnrolmentState.WITHDRAWN])
    with pytest.raises(WrongState):
        completion.complete_enrolment(actor=SYSTEM, run=run, enrolment=binh, reason="Please")
    assert credential().person_id != binh.person_id


def test_who_has_no_account_downloads_it_by_the_link_in_their_letter(client, run):
    by_state = {one.state: one for one in list_enrolments(run.id)}
    ana, binh = by_state[EnrolmentState.COMPLETED], by_state[EnrolmentState.WITHDRAWN]
    page = f"/enrolments/{make_token(ana.id)}"
    assert "Have your certificate as a PDF" in client.get(page).text
    drawing = client.submit(page, {}, status=303).location
    again = client.submit(page, {}, status=303).location
    assert drawing == again
    assert "It is being drawn." in client.get(drawing).text
    job = db.session.get(BackgroundJob, uuid.UUID(drawing.rsplit("/", 1)[1]))
    job.state, job.result = JobState.DONE, f"{RENDERED}{job.id}/certificates.pdf"
    store().write(job.result, b"%PDF-1.7")
    db.session.commit()
    assert f"{drawing}/certificate.pdf" in client.get(drawing).body
    assert client.browser.get(f"{drawing}/certificate.pdf").data.startswith(b"%PDF")
    other = f"/enrolments/{make_token(binh.id)}"
    client.get(drawing.replace(page, other), status=404)
    client.post(f"{other}/certificate", {}, status=404)
    assert "certificate" not in client.get(other).text
