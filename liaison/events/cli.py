"""Importing events from the command line."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from liaison.events.imports import read_events
from liaison.events.jobs import take_events
from liaison.permissions import Actor, Permission
from liaison.programs.queries import get_program_by_key
from liaison.web.imports import ImportSummary, import_file


def import_events_file(
    path: Path,
    *,
    program_key: str,
    actor: Actor,
    skip_refused: bool = False,
    source: str = "",
    advance: Callable[[int], object] = int,
) -> ImportSummary:
    """Take the rows of a file, all or none unless `skip_refused`; whoever calls it commits.

    `source` is what the file is called in the records; its own name if nothing else is given.
    Raises NotFound for an unknown programme, InvalidInput('file') where it is no such table.
    """
    program = get_program_by_key(actor, program_key, Permission.EVENT_EDIT)
    program_id = str(program.id)
    return import_file(
        path,
        read=partial(read_events, actor, program_id=program_id),
        take=partial(take_events, actor, source=source or path.name, program_id=program_id),
        skip_refused=skip_refused,
        advance=advance,
    )
