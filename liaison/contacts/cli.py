"""Importing contacts from the command line."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from liaison.contacts.imports import read_contacts
from liaison.contacts.jobs import take_contacts
from liaison.permissions import Actor, Permission
from liaison.programs.queries import get_program_by_key
from liaison.web.imports import ImportSummary, import_file


def import_contacts_file(
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
    program = get_program_by_key(actor, program_key, Permission.CONTACT_IMPORT)
    program_id = str(program.id)
    return import_file(
        path,
        read=partial(read_contacts, actor, program_id=program_id),
        take=partial(take_contacts, actor, source=source or path.name, program_id=program_id),
        skip_refused=skip_refused,
        advance=advance,
    )
