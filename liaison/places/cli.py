"""Bringing in boundaries and figures from the command line."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from liaison.permissions import Actor
from liaison.places.imports import read_areas, read_figures
from liaison.places.operations import AreaRow, add_area_set, store_figures
from liaison.web.imports import ImportSummary, Reading, import_file


def import_areas_file(
    path: Path,
    *,
    actor: Actor,
    skip_refused: bool = False,
    advance: Callable[[int], object] = int,
    **area_set: Any,
) -> ImportSummary:
    """Store a GeoJSON file as a set of areas; `area_set` is what `add_area_set` takes."""

    def take(reading: Reading[AreaRow]) -> int:
        add_area_set(actor=actor, rows=reading.rows, **area_set)
        return len(reading.rows)

    return import_file(
        path,
        read=partial(read_areas, actor),
        take=take,
        skip_refused=skip_refused,
        advance=advance,
    )


def import_figures_file(
    path: Path,
    *,
    actor: Actor,
    period: str,
    source: str,
    level: str = "",
    skip_refused: bool = False,
    advance: Callable[[int], object] = int,
) -> ImportSummary:
    """Store a file of population figures of a period."""
    return import_file(
        path,
        read=partial(read_figures, actor, level=level),
        take=lambda reading: store_figures(
            actor=actor, rows=reading.rows, period=period, source=source
        ),
        skip_refused=skip_refused,
        advance=advance,
    )
