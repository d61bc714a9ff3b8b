"""Taking in boundaries and figures in the background."""

import uuid
from typing import Any

from liaison import files, jobs
from liaison.permissions import Actor
from liaison.places import operations
from liaison.places.imports import read_areas, read_figures
from liaison.places.operations import AreaRow, FigureRow
from liaison.web.imports import Reading
from liaison.web.uploads import ImportFlow


def take_areas(actor: Actor, reading: Reading[AreaRow], **area_set: Any) -> int:
    """Store a drawing of the map; `area_set` is what `add_area_set` takes."""
    operations.add_area_set(actor=actor, rows=reading.rows, **area_set)
    return len(reading.rows)


def take_figures(
    actor: Actor, reading: Reading[FigureRow], *, period: str, source: str, **_options: Any
) -> int:
    """Store the population figures of a period."""
    return operations.store_figures(actor=actor, rows=reading.rows, period=period, source=source)


areas = ImportFlow(
    "areas", read=read_areas, take=take_areas, shelf=files.store, enqueue=jobs.enqueue
)
figures = ImportFlow(
    "figures", read=read_figures, take=take_figures, shelf=files.store, enqueue=jobs.enqueue
)


@jobs.job("areas.import")
def import_areas(*, owner_id: str, upload_id: str, skip_refused: bool) -> str | None:
    """Take the boundaries somebody looked at and confirmed."""
    actor = Actor(user_id=uuid.UUID(owner_id))
    return areas.carry_out(actor=actor, upload_id=upload_id, skip_refused=skip_refused)


@jobs.job("figures.import")
def import_figures(*, owner_id: str, upload_id: str, skip_refused: bool) -> str | None:
    """Take the figures somebody looked at and confirmed."""
    actor = Actor(user_id=uuid.UUID(owner_id))
    return figures.carry_out(actor=actor, upload_id=upload_id, skip_refused=skip_refused)
