"""Importing liaisons in the background."""

import uuid

from liaison import files, jobs
from liaison.accounts.queries import actor_of
from liaison.languages import spoken_language
from liaison.liaisons.imports import read_liaisons
from liaison.liaisons.operations.importing import LiaisonRow, import_liaisons
from liaison.permissions import Actor
from liaison.web.imports import Reading
from liaison.web.uploads import ImportFlow


def take_liaisons(actor: Actor, reading: Reading[LiaisonRow], *, source: str) -> int:
    """Store what was read; returns how many."""
    return import_liaisons(actor=actor, rows=reading.rows, source=source)


def show_row(row: LiaisonRow) -> list[str]:
    """By what a person recognises a row before anything is stored."""
    spoken = ", ".join(spoken_language(tag).name for tag in row.languages)
    return [row.name, row.email or row.phone, spoken]


flow = ImportFlow(
    "liaisons",
    read=read_liaisons,
    take=take_liaisons,
    shelf=files.store,
    enqueue=jobs.enqueue,
    show=show_row,
)


@jobs.job("liaisons.import")
def carry_out_import(*, owner_id: str, upload_id: str, skip_refused: bool) -> str | None:
    """Take what the person looked at and confirmed."""
    actor = actor_of(uuid.UUID(owner_id))
    return flow.carry_out(actor=actor, upload_id=upload_id, skip_refused=skip_refused)
