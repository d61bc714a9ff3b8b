"""Importing contacts in the background."""

import uuid

from liaison import files, jobs
from liaison.accounts.queries import actor_of
from liaison.contacts.imports import read_contacts
from liaison.contacts.operations.files import ContactRow, store_contacts
from liaison.permissions import Actor, Permission
from liaison.programs.queries import get_program
from liaison.web.imports import Reading
from liaison.web.uploads import ImportFlow


def take_contacts(
    actor: Actor, reading: Reading[ContactRow], *, source: str, program_id: str
) -> int:
    """Store what was read; returns how many."""
    program = get_program(actor, uuid.UUID(program_id), Permission.CONTACT_IMPORT)
    return store_contacts(
        actor=actor,
        program=program,
        rows=reading.rows,
        source=f"{program.key}/{source}",  # two programmes may bring a file of the same name
    )


flow = ImportFlow(
    "contacts", read=read_contacts, take=take_contacts, shelf=files.store, enqueue=jobs.enqueue
)


@jobs.job("contacts.import")
def carry_out_import(*, owner_id: str, upload_id: str, skip_refused: bool) -> str | None:
    """Take what the person looked at and confirmed."""
    actor = actor_of(uuid.UUID(owner_id))
    return flow.carry_out(actor=actor, upload_id=upload_id, skip_refused=skip_refused)
