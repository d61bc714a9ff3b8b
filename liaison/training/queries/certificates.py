"""The certificates a run led to."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from liaison.db import db
from liaison.liaisons.models.credential import Credential
from liaison.training.models.enrolment import Enrolment


def list_credentials_of_run(run_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Those that were not revoked."""
    return db.session.scalars(
        select(Credential.id)
        .join(Enrolment, Enrolment.id == Credential.enrolment_id)
        .where(Enrolment.run_id == run_id, Credential.revoked_at.is_(None))
        .order_by(Credential.id)
    ).all()
