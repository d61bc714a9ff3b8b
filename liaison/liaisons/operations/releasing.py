"""Jobs to come of somebody who no longer fits them: they go back to be matched."""

import uuid

from liaison.db import db
from liaison.i18n import settings
from liaison.liaisons.models.booking import Booking
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.operations.offers import release_booking
from liaison.liaisons.policy.candidates import Period, days_of
from liaison.liaisons.policy.fitting import lost_by
from liaison.liaisons.queries.jobs import ask_jobs_to_come
from liaison.permissions import Actor


def hold_jobs(liaison_id: uuid.UUID) -> None:
    """Before the liaison, as all do who lock both: else two could wait for each other for ever."""
    db.session.execute(ask_jobs_to_come(liaison_id).with_for_update())


def release_lost_jobs(*, actor: Actor, liaison: Liaison) -> list[Booking]:
    """Give back what they paused, left or lost their training for; which jobs these are.

    The liaison, and whoever asked for or found somebody, are told.
    """
    lost = [
        booking
        for booking in db.session.scalars(ask_jobs_to_come(liaison.id)).all()
        if lost_by(
            liaison.state,
            liaison.trained_until,
            days_of(Period(booking.starts_at, booking.ends_at), settings().zone())[1],
            needs_credential=booking.needs_credential,
        )
    ]
    for booking in lost:
        release_booking(actor=actor, booking=booking)
    return lost
