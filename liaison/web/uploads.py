"""Importing a file in the browser: choose it, look at what would be taken, confirm.

How a feature uses it (events is the example to follow):

* `imports.py`: `read_things(actor, content, **options) -> Reading[Row]`, which may look up rows but
  writes nothing. The options are what the form asks beside the file, as plain text.
* `jobs.py`: `take_things(actor, reading, *, source, **options) -> int`, which stores the rows; the
  `ImportFlow`, and a job `<kind>.import` with the arguments `owner_id`, `upload_id` and
  `skip_refused`, which answers with `flow.carry_out(...)`. The command line uses
  `flow.take_file`.
* `views`: three routes: one with an `UploadForm`, which calls `flow.keep` and goes to the second,
  `preview_import`, which answers with `flow.preview_page`; the third, `refused_rows`, answers with
  `flow.refused_rows`. `components/import_preview.html` draws the second.

The files of an upload stand in a folder of the person who brought it, so nobody else can open it;
the file itself is deleted as soon as its rows are taken.
"""

import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from liaison import db
from liaison.i18n import _, _l, current_language, in_language
from liaison.permissions import Actor
from liaison.web.fields import CheckboxField, FileField, Required, SubmitField
from liaison.web.forms import Form, form_page
from liaison.web.imports import ImportSummary, Reading, RefusedRow, read_file
from liaison.web.tables import Column

ROWS_ON_PAGE = 100  # refused rows the page shows; the file holds them all
ROWS_TO_LOOK_AT = 20  # of those that would be taken
REFUSED = (
    Column(_l("Line"), is_number=True),
    Column(_l("Why it cannot be taken")),
    Column(_l("The row")),
)


class Shelf(Protocol):
    """Where files are kept: `liaison.files.Store`."""

    def write(self, name: str, content: bytes) -> None: ...
    def read(self, name: str) -> bytes: ...
    def exists(self, name: str) -> bool: ...
    def delete(self, name: str) -> None: ...


class UploadForm(Form):
    """Choose a file. A feature adds what else it must know."""

    file = FileField(
        _l("File"),
        [Required(_l("Choose a file."))],
        description=_l("A CSV or XLSX file with a header row."),
    )
    submit = SubmitField(_l("Look at the rows"))


class ConfirmImportForm(Form):
    """Take the rows. Where some are refused, the person must say that the others are enough."""

    skip_refused = CheckboxField(_l("Take the other rows without these"))
    submit = SubmitField(_l("Import"))

    def require_consent(self, refused: int) -> bool:
        """Is it clear what to do about the refused rows?"""
        if refused and not self.skip_refused.data:
            words = _("Tick this to take the other rows, or mend the file and choose it again.")
            self.skip_refused.errors = [*self.skip_refused.errors, words]
            return False
        return True


@dataclass(frozen=True)
class Preview:
    """What a file holds, or after the import what was taken of it. Counts are of rows."""

    file_name: str
    options: dict[str, Any]
    count: int
    refused: int
    notes: dict[str, int]  # what was read differently than written -> how often
    first_refused: list[RefusedRow]
    first_rows: list[list[str]]  # that would be taken, as the feature shows them
    language: str  # in which it was read: names of columns and of choices are looked for in it
    job_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Upload:
    """A file somebody brought and what is known about it."""

    shelf: Shelf
    kind: str
    owner_id: uuid.UUID
    id: uuid.UUID

    def _name(self, part: str) -> str:
        return f"imports/{self.kind}/{self.owner_id}/{self.id}.{part}"

    @property
    def content(self) -> bytes:
        """The file as it was sent. Raises NotFound."""
        return self.shelf.read(self._name("file"))

    @property
    def preview(self) -> Preview:
        """What would be taken. Raises NotFound."""
        return self._load("preview.json")

    @property
    def outcome(self) -> Preview | None:
        """What was taken, once the import is over."""
        done = self.shelf.exists(self._name("outcome.json"))
        return self._load("outcome.json") if done else None

    @property
    def refused_csv(self) -> bytes:
        """The refused rows with the reasons. Raises NotFound."""
        return self.shelf.read(self._name("refused.csv"))

    def keep(
        self,
        content: bytes,
        reading: Reading[Any],
        file_name: str,
        first_rows: Sequence[Sequence[str]],
        **options: Any,
    ) -> None:
        """Store the file, what reading it gave, and what is shown of that."""
        self.shelf.write(self._name("file"), content)
        facts = {"file_name": file_name, "options": options, "first_rows": first_rows}
        self._store("preview.json", reading, len(reading.rows), facts)

    def finish(self, reading: Reading[Any], taken: int) -> str | None:
        """Write down how the import ended; returns the name of the file of refused rows, if any."""
        before = self.preview
        facts = {"file_name": before.file_name, "options": before.options, "first_rows": []}
        self._store("outcome.json", reading, taken, facts)
        self.shelf.delete(self._name("file"))
        return self._name("refused.csv") if reading.refused else None

    def set_job(self, job_id: uuid.UUID) -> None:
        """Remember which job does it, so that a second click does not ask for another."""
        facts = json.loads(self.shelf.read(self._name("preview.json")))
        self.shelf.write(
            self._name("preview.json"), json.dumps(facts | {"job_id": str(job_id)}).encode()
        )

    def _store(self, part: str, reading: Reading[Any], count: int, said: dict[str, Any]) -> None:
        shown = reading.refused[:ROWS_ON_PAGE]
        facts = said | {
            "count": count,
            "refused": len(reading.refused),
            "notes": reading.notes,
            "language": current_language().tag,
            "first_refused": [[row.line, row.reason, row.cells] for row in shown],
        }
        self.shelf.write(self._name("refused.csv"), reading.refused_csv().encode())
        self.shelf.write(self._name(part), json.dumps(facts).encode())

    def _load(self, part: str) -> Preview:
        facts = json.loads(self.shelf.read(self._name(part)))
        facts["first_refused"] = [
            RefusedRow(line, reason, tuple(cells)) for line, reason, cells in facts["first_refused"]
        ]
        job_id = facts.pop("job_id", None)
        return Preview(**facts, job_id=uuid.UUID(job_id) if job_id else None)


class Job(Protocol):
    """What asking for work gives: `liaison.jobs.BackgroundJob`."""

    id: Any


@dataclass(frozen=True)
class ImportFlow:
    """One feature's import. `shelf` is `files.store`, `enqueue` is `jobs.enqueue`.

    `take` stores what was read and returns how many; beside the options it is told the `source`:
    the name of the file, unless the options hold another. `show` gives the cells by which a person
    recognises a row, before anything is taken.
    """

    kind: str
    read: Callable[..., Reading[Any]]
    take: Callable[..., int]
    shelf: Callable[[], Shelf]
    enqueue: Callable[..., Job]
    show: Callable[[Any], Sequence[str]] | None = None

    def keep(self, *, actor: Actor, file: FileStorage, **options: Any) -> Upload:
        """Read the chosen file and store it. Raises InvalidInput('file') where it is no table."""
        content = file.read()
        reading = self.read(actor, content, **options)
        upload = self.upload(_owner(actor), uuid.uuid4())
        show = self.show
        shown = [show(row) for row in reading.rows[:ROWS_TO_LOOK_AT]] if show else []
        upload.keep(content, reading, file.filename or "", shown, **options)
        return upload

    def upload(self, owner_id: uuid.UUID, upload_id: uuid.UUID) -> Upload:
        return Upload(self.shelf(), self.kind, owner_id, upload_id)

    def open(self, actor: Actor, upload_id: uuid.UUID) -> Upload:
        """The actor's own upload. Its properties raise NotFound where there is none."""
        return self.upload(_owner(actor), upload_id)

    def preview_page(
        self, template: str, upload_id: uuid.UUID, *, actor: Actor, **context: Any
    ) -> ResponseReturnValue:
        """Look at what would be taken, and take it; afterwards, what was taken."""
        upload = self.open(actor, upload_id)
        preview, outcome = upload.preview, upload.outcome
        form = ConfirmImportForm()
        if not outcome and form.validate_on_submit() and form.require_consent(preview.refused):
            job_id = self.confirm(upload, skip_refused=form.skip_refused.data)
            here = url_for(request.endpoint or "", **(request.view_args or {}))
            return redirect(url_for("desk.show_job", job_id=job_id, next=here))
        return form_page(
            template,
            form=form,
            upload=upload,
            preview=preview,
            outcome=outcome,
            columns=REFUSED,
            **context,
        )

    def confirm(self, upload: Upload, *, skip_refused: bool) -> uuid.UUID:
        """Ask for the import; returns the job's id, the same one for a second click."""
        known = upload.preview.job_id
        if known:
            return known
        job = self.enqueue(
            f"{self.kind}.import",
            asked_by_id=upload.owner_id,
            owner_id=str(upload.owner_id),
            upload_id=str(upload.id),
            skip_refused=skip_refused,
        )
        job_id: uuid.UUID = job.id
        db.after_commit(lambda: upload.set_job(job_id))
        return job_id

    def carry_out(self, *, actor: Actor, upload_id: str, skip_refused: bool) -> str | None:
        """The work of the job: read again, take, write down what came of it.

        Done a second time it does nothing; rows are taken all or none, unless the person said
        otherwise. Returns the name of the file of refused rows, if any.
        """
        upload = self.open(actor, uuid.UUID(upload_id))
        if upload.outcome:
            return None
        preview = upload.preview
        with in_language(preview.language):
            with db.reading():  # nobody has to wait while the file is read
                reading = self.read(actor, upload.content, **preview.options)
                db.db.session.rollback()
            told = {"source": preview.file_name} | preview.options
            taken = self._take(actor, reading, skip_refused=skip_refused, **told)
            db.db.session.commit()  # stored before anybody is told so
            return upload.finish(reading, taken)

    def take_file(
        self,
        path: Path,
        *,
        actor: Actor,
        skip_refused: bool = False,
        advance: Callable[[int], object] = int,
        **options: Any,
    ) -> ImportSummary:
        """The command line's import, all rows or none unless `skip_refused`; the caller commits.

        `advance` is told after each of the two steps, reading and storing, for a progress bar.
        Raises InvalidInput('file') where the file cannot be opened or is no such table.
        """
        reading = self.read(actor, read_file(path), **options)
        advance(1)
        told = {"source": path.name} | options
        taken = self._take(actor, reading, skip_refused=skip_refused, **told)
        advance(1)
        return ImportSummary(taken, tuple(reading.refused), reading.notes, reading.refused_csv())

    def _take(self, actor: Actor, reading: Reading[Any], *, skip_refused: bool, **told: Any) -> int:
        if reading.refused and not skip_refused:
            return 0
        return self.take(actor, reading, **told)

    def refused_rows(self, actor: Actor, upload_id: uuid.UUID) -> Response:
        """The refused rows as a download."""
        response = Response(self.open(actor, upload_id).refused_csv, mimetype="text/csv")
        name = f"{self.kind}-refused-rows.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _owner(actor: Actor) -> uuid.UUID:
    if actor.user_id is None:
        raise ValueError("only a signed-in person brings files")
    return actor.user_id
