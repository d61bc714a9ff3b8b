"""Importing contacts from the command line."""

from dataclasses import dataclass
from pathlib import Path

from liaison.contacts.imports import read_contacts
from liaison.contacts.jobs import take_contacts
from liaison.errors import InvalidInput
from liaison.permissions import Actor, Permission
from liaison.programs.queries import get_program_by_key
from liaison.web.imports import RefusedRow


@dataclass(frozen=True)
class ImportSummary:
    """What came of a file: nothing of it is hidden."""

    taken: int
    refused: tuple[RefusedRow, ...]
    notes: dict[str, int]  # what was read differently than written -> how often
    refused_csv: str


def import_contacts_file(
    path: Path, *, program_key: str, actor: Actor, skip_refused: bool = False, source: str = ""
) -> ImportSummary:
    """Take the rows of a file, all or none unless `skip_refused`; whoever calls it commits.

    `source` is what the file is called in the records; its own name if nothing else is given.
    Raises NotFound for an unknown programme, InvalidInput('file') where it is no such table.
    """
    program = get_program_by_key(actor, program_key, Permission.CONTACT_IMPORT)
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise InvalidInput("file", f"{path}: {fault.strerror}") from None
    reading = read_contacts(actor, content, program_id=str(program.id))
    taken = 0
    if skip_refused or not reading.refused:
        taken = take_contacts(
            actor, reading, source=source or path.name, program_id=str(program.id)
        )
    return ImportSummary(taken, tuple(reading.refused), reading.notes, reading.refused_csv())
