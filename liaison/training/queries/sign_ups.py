"""The places of somebody in a course at the doors of its sessions."""

import uuid
from collections.abc import Mapping

from sqlalchemy import select

from liaison.db import db
from liaison.events.models.sign_up import SignUp, SignUpState
from liaison.training.models.course import Session
from liaison.training.models.enrolment import Enrolment


def own_places(enrolment: Enrolment) -> Mapping[uuid.UUID, uuid.UUID]:
    """Their sign-up by event: where they say what they need to take part, and find their code."""
    rows = db.session.execute(
        select(SignUp.event_id, SignUp.id)
        .join(Session, Session.event_id == SignUp.event_id)
        .where(
            Session.run_id == enrolment.run_id,
            SignUp.person_id == enrolment.person_id,
            SignUp.state == SignUpState.SIGNED_UP,
        )
    )
    return {row.event_id: row.id for row in rows}
