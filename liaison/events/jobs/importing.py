"""Importing events in the background."""

import uuid
from datetime import UTC

from liaison import files, jobs
from liaison.accounts.queries import actor_of
from liaison.events.imports.files import read_events
from liaison.events.operations.importing import HeldEvent, import_events
from liaison.events.policy.events import STATES
from liaison.i18n import instant, settings
from liaison.permissions import Actor, Permission
from liaison.programs.queries import get_program
from liaison.web.imports import Reading
from liaison.web.uploads import ImportFlow


def take_events(actor: Actor, reading: Reading[HeldEvent], *, source: str, program_id: str) -> int:
    """Store what was read; returns how many."""
    program = get_program(actor, uuid.UUID(program_id), Permission.EVENT_EDIT)
    return import_events(
        actor=actor,
        program=program,
        rows=reading.rows,
        source=f"{program.key}/{source}",  # two programmes may bring a file of the same name
        zone=settings().zone(),
    )


def show_event(row: HeldEvent) -> tuple[str, str, str, str]:
    """What a person recognises it by: what, when, where, and as what it would be taken."""
    said = row.details
    starts_at = said.starts_at.astimezone(UTC)  # as it is stored: the clocks may jump over it
    return said.title, instant(starts_at), said.place_name, str(STATES[row.state])


flow = ImportFlow(
    "events",
    read=read_events,
    take=take_events,
    shelf=files.store,
    enqueue=jobs.enqueue,
    show=show_event,
)


@jobs.job("events.import")
def carry_out_import(*, owner_id: str, upload_id: str, skip_refused: bool) -> str | None:
    """Take what the person looked at and confirmed."""
    actor = actor_of(uuid.UUID(owner_id))
    return flow.carry_out(actor=actor, upload_id=upload_id, skip_refused=skip_refused)
