"""Printed sheets and cards for tests."""

from liaison.db import db
from liaison.events.models.door import PaperKind
from liaison.events.operations.paper import print_batch
from liaison.i18n import settings
from liaison.permissions import SYSTEM


def make_batch(event, kind=PaperKind.SIGN_IN, *, printed=30, languages=("en", "es")):
    """A batch that was printed, stored."""
    batch = print_batch(
        actor=SYSTEM,
        event=event,
        kind=kind,
        languages=languages,
        printed=printed,
        zone=settings().zone(),
    )
    db.session.commit()
    return batch
