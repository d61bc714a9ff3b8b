"""Sheets and cards drawn in the worker."""

import uuid

from liaison.accounts.queries import actor_of
from liaison.events.exports.sheets import draw_batch
from liaison.events.queries.events import get_event
from liaison.events.queries.paper import get_batch
from liaison.files import RENDERED, store
from liaison.jobs import job
from liaison.permissions import Permission

DRAW_BATCH = "events.draw_batch"


@job(DRAW_BATCH)
def draw(event_id: str, code: str, for_user_id: str, paper: str, *, with_picture: bool) -> str:
    """Draw a batch for somebody who may plan the event; returns the stored file's name."""
    actor = actor_of(uuid.UUID(for_user_id))
    event = get_event(actor, uuid.UUID(event_id), Permission.EVENT_EDIT)
    batch = get_batch(event.id, code)
    content = draw_batch(batch, event, paper=paper, with_picture=with_picture)
    kind = batch.kind.replace("_", "-")
    name = f"{RENDERED}{uuid.uuid4()}/{kind}-{batch.code.lower()}.pdf"
    store().write(name, content)
    return name
