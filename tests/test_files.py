"""Stored files: what is only waited for goes by itself, everything else stays."""

from datetime import UTC, datetime, timedelta

import boto3
import pytest
from botocore.stub import Stubber
from sqlalchemy import select

from liaison import clock, files
from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.files import LocalFolder, S3Bucket, StoredFile
from liaison.home.jobs import delete_expired_files
from liaison.jobs import BackgroundJob, JobState

UPLOAD = ("imports/events/a/1.file", "imports/events/a/1.refused.csv", "imports/events/a/2.file")
DRAWN = "rendered/1/parks-2026.pdf"
STAYS = ("reports/snapshots/p/2026/en.json", "charts/ab.json", "charts/ab.svg")


@pytest.fixture
def shelf(app, cast, tmp_path, monkeypatch):
    """A store with some of everything."""
    folder = LocalFolder(tmp_path)
    monkeypatch.setitem(app.extensions, "liaison.files", folder)
    for name in (*UPLOAD, DRAWN, *STAYS):
        folder.write(name, b"x")
    return folder


def left(shelf):
    return {name for name in (*UPLOAD, DRAWN, *STAYS) if shelf.exists(name)}


def test_nothing_goes_before_its_time(shelf, at):
    at(clock.now() + timedelta(days=6, hours=23))
    delete_expired_files()
    assert left(shelf) == {*UPLOAD, DRAWN, *STAYS}
    assert db.session.scalars(_entries()).all() == []


def test_after_a_week_uploads_and_drawn_documents_go_and_are_counted(shelf, at):
    at(clock.now() + timedelta(days=7, minutes=1))
    delete_expired_files()
    assert left(shelf) == set(STAYS)
    entry = db.session.scalars(_entries()).one()
    assert entry.changes == {"imports": 3, "rendered": 1}
    delete_expired_files()
    assert len(db.session.scalars(_entries()).all()) == 1


def _entries():
    return select(AuditEntry).where(AuditEntry.action == "delete_expired_files")


def test_a_file_that_is_gone_is_not_offered(shelf, cast, client, at):
    now = clock.now()
    job = BackgroundJob(
        name="evaluation.render_report",
        arguments={},
        state=JobState.DONE,
        asked_by_id=cast.users["coordinator"].id,
        asked_at=now,
        ended_at=now,
        result=DRAWN,
    )
    db.session.add(job)
    db.session.commit()
    browser = client.sign_in("coordinator")
    page = f"/desk/jobs/{job.id}"
    assert "Download the file" in browser.get(page).text
    later = now + timedelta(days=7, minutes=1)
    at(later)
    delete_expired_files()
    db.session.commit()
    at(now)  # the sign-in is still good
    assert "Download the file" not in browser.get(page).text
    browser.get(f"{page}/result", status=404)


@pytest.mark.pure
def test_a_bucket_lists_all_of_its_pages():
    client = boto3.client(
        "s3", region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )
    when = datetime(2026, 3, 2, tzinfo=UTC)
    pages = [["imports/a.file", "imports/b.file"], ["imports/c.file"]]
    with Stubber(client) as answers:
        for number, names in enumerate(pages):
            more = {"IsTruncated": True, "NextContinuationToken": "on"} if number == 0 else {}
            found = [{"Key": name, "LastModified": when} for name in names]
            sent = {"ContinuationToken": "on"} if number else {}
            expected = {"Bucket": "city", "Prefix": "imports/"} | sent
            answers.add_response("list_objects_v2", {"Contents": found} | more, expected)
        listed = list(S3Bucket("city", client).list_below("imports/"))
    assert listed == [StoredFile(name, when) for names in pages for name in names]


@pytest.mark.pure
def test_a_folder_nobody_wrote_to_is_empty(tmp_path):
    assert list(LocalFolder(tmp_path).list_below(files.IMPORTS)) == []
