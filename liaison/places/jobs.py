"""Taking in boundaries and figures in the background."""

import uuid

from liaison import files, jobs
from liaison.permissions import Actor
from liaison.places import operations
from liaison.places.imports import read_areas, read_figures
from liaison.places.operations import AreaRow, FigureRow
from liaison.web.imports import Reading
from liaison.web.uploads import ImportFlow, Preview

areas = ImportFlow("areas", read=read_areas, shelf=files.store, enqueue=jobs.enqueue)
figures = ImportFlow("figures", read=read_figures, shelf=files.store, enqueue=jobs.enqueue)


@jobs.job("areas.import")
def import_areas(*, owner_id: str, upload_id: str, skip_refused: bool) -> str | None:
    """Store a drawing of the map."""
    actor = Actor(user_id=uuid.UUID(owner_id))

    def take(reading: Reading[AreaRow], preview: Preview) -> int:
        operations.add_area_set(actor=actor, rows=reading.rows, **preview.options)
        return len(reading.rows)

    return areas.carry_out(actor=actor, upload_id=upload_id, skip_refused=skip_refused, take=take)


@jobs.job("figures.import")
def import_figures(*, owner_id: str, upload_id: str, skip_refused: bool) -> str | None:
    """Store population figures."""
    actor = Actor(user_id=uuid.UUID(owner_id))

    def take(reading: Reading[FigureRow], preview: Preview) -> int:
        period, source = preview.options["period"], preview.options["source"]
        return operations.store_figures(
            actor=actor, rows=reading.rows, period=period, source=source
        )

    return figures.carry_out(actor=actor, upload_id=upload_id, skip_refused=skip_refused, take=take)
