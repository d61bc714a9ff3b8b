"""Writing to the people of a booking, at an hour at which they do not mind."""

import uuid
from datetime import datetime

from sqlalchemy import select

from liaison import clock, mail
from liaison.accounts.models import User, UserState
from liaison.db import db
from liaison.i18n import settings
from liaison.liaisons.messages.bookings import Reader, write_to_liaison, write_to_staff
from liaison.liaisons.models.booking import Booking, BookingOffer
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.policy.candidates import Period
from liaison.liaisons.policy.care import next_awake
from liaison.liaisons.queries.care import quiet_hours_of
from liaison.people.models import Person
from liaison.programs.models import Program


def tell_liaison(
    liaison_id: uuid.UUID | None,
    booking: Booking,
    verb: str,
    *,
    offer: BookingOffer | None = None,
    before: Period | None = None,
) -> datetime | None:
    """Queue the message; when it goes out, None where nobody can write to them but has to call.

    In their quiet hours it waits until these end, but not beyond the start of a job to come, nor
    beyond that `before` it was moved.
    """
    if liaison_id is None:
        return None
    reader = _reader(liaison_id)
    program = db.session.scalars(select(Program.name).where(Program.id == booking.program_id)).one()
    answer_by = offer.answer_by if offer else None
    message = write_to_liaison(
        reader, booking, verb, program=program, answer_by=answer_by, before=before
    )
    if message is None:
        return None
    row = mail.queue(message, _key_of_question(offer, verb) if offer else None)
    starts = [period.starts_at for period in (booking, before) if period]
    to_come = [starts_at for starts_at in starts if starts_at > clock.now()]
    row.try_after = max(row.try_after, min([awake_at(liaison_id), *to_come]))
    return row.try_after


def _key_of_question(offer: BookingOffer, verb: str) -> uuid.UUID:
    """Whoever is asked again knows of the job already: that question has a key of its own."""
    return offer.id if verb == "offer_booking" else uuid.uuid5(offer.id, verb)


def forget_to_ask(offer: BookingOffer) -> bool:
    """What is settled while the question waits for the morning is not asked any more; True: it had
    not gone out, and they know nothing of the job."""
    mail.take_back(_key_of_question(offer, "move_booking"))
    return drop_question(offer)


def drop_question(offer: BookingOffer) -> bool:
    """The same of the first question: they know nothing of the job if that had not gone out."""
    return mail.take_back(_key_of_question(offer, "offer_booking"))


def tell_of_ended_offer(offer: BookingOffer, booking: Booking, verb: str) -> None:
    """Whoever was never asked is not told that it ended either."""
    if not forget_to_ask(offer):
        tell_liaison(offer.liaison_id, booking, verb)


def awake_at(liaison_id: uuid.UUID) -> datetime:
    """When they may be asked something next: now, or when their quiet hours end."""
    liaison = db.session.get_one(Liaison, liaison_id)
    return next_awake(clock.now(), *quiet_hours_of(liaison), settings().zone())


def _reader(liaison_id: uuid.UUID) -> Reader:
    row = db.session.execute(
        select(
            Person.email,
            Person.phone,
            Person.language,
            Liaison.reach_by,
            Liaison.user_id.is_not(None),
        )
        .join(Liaison, Liaison.person_id == Person.id)
        .where(Liaison.id == liaison_id)
    ).one()
    return Reader(*row, has_texts=settings().sends_texts())


def tell_staff(
    user_id: uuid.UUID | None, booking: Booking, verb: str, *, liaison_name: str
) -> None:
    """Queue the message to who asked for it or who made the offer, if they still work here."""
    user = db.session.get(User, user_id) if user_id else None
    if user and user.state is UserState.ACTIVE:
        mail.queue(
            write_to_staff(user.email, user.language, booking, verb, liaison_name=liaison_name)
        )
