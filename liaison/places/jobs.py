"""Taking in boundaries and figures in the background."""

import uuid
from typing import Any

from liaison import files, jobs
from liaison.permissions import Actor
from liaison.places import operations
from liaison.places.imports import read_areas, read_figures
from liaison.web.uploads import Upload


def _open(kind: str, owner_id: str, upload_id: str) -> Upload:
    return Upload(files.store(), kind, uuid.UUID(owner_id), uuid.UUID(upload_id))


def _may_go_on(upload: Upload, *, skip_refused: bool) -> bool:
    """Not where it was done before, nor where rows are refused and nobody agreed to that."""
    return upload.outcome is None and (skip_refused or not upload.preview.refused)


@jobs.job("areas.import")
def import_areas(*, owner_id: str, upload_id: str, skip_refused: bool) -> str | None:
    """Store a drawing of the map."""
    upload = _open("areas", owner_id, upload_id)
    if not _may_go_on(upload, skip_refused=skip_refused):
        return None
    actor, options = Actor(user_id=upload.owner_id), dict(upload.preview.options)
    reading = read_areas(actor, upload.content)
    operations.add_area_set(actor=actor, rows=reading.rows, **options)
    return upload.finish(reading, len(reading.rows))


@jobs.job("figures.import")
def import_figures(*, owner_id: str, upload_id: str, skip_refused: bool) -> str | None:
    """Store population figures."""
    upload = _open("figures", owner_id, upload_id)
    if not _may_go_on(upload, skip_refused=skip_refused):
        return None
    actor, options = Actor(user_id=upload.owner_id), dict[str, Any](upload.preview.options)
    reading = read_figures(actor, upload.content, level=options["level"])
    taken = operations.store_figures(
        actor=actor, rows=reading.rows, period=options["period"], source=options["source"]
    )
    return upload.finish(reading, taken)
