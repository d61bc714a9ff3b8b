"""What keeps liaisons from being worn out."""

import uuid
from datetime import date

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db, write_once
from liaison.errors import InvalidInput, WrongState
from liaison.i18n import _, settings
from liaison.liaisons.models.care import Ask, AskKind, HardContact, Recognition
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.queries.care import find_supporter_name
from liaison.permissions import Actor


def note_ask(
    *, actor: Actor, liaison: Liaison, kind: AskKind, booking_id: uuid.UUID | None = None
) -> Ask:
    """The city asked something of a liaison today; it counts towards the ceiling of the quarter."""
    ask = Ask(
        liaison_id=liaison.id,
        kind=kind,
        asked_on=clock.today(settings().zone()),
        booking_id=booking_id,
        by_id=actor.user_id,
    )
    record(actor, "note_ask", ask)
    return ask


def flag_hard_contact(*, liaison: Liaison, words: str, key: uuid.UUID | None = None) -> HardContact:
    """Tell the supporter that a contact was hard. Raises WrongState.

    The audit log keeps silent about it: others read the log, and nobody else is to know.
    """
    supporter_id = liaison.supporter_id
    if supporter_id is None or find_supporter_name(liaison) is None:
        raise WrongState(_("Nobody is named to support you yet. Ask your coordinator."))

    def write(flag_id: uuid.UUID) -> HardContact:
        flag = HardContact(
            id=flag_id,
            liaison_id=liaison.id,
            supporter_id=supporter_id,
            words=words.strip(),
            flagged_at=clock.now(),
        )
        db.session.add(flag)
        db.session.flush()
        return flag

    return write_once(HardContact, key, write)


def note_talk(*, flag: HardContact) -> None:
    """The supporter spoke with the liaison about it today."""
    flag.talked_on = flag.talked_on or clock.today(settings().zone())
    db.session.flush()


def note_recognition(
    *,
    actor: Actor,
    liaison: Liaison,
    noted_on: date,
    words: str,
    key: uuid.UUID | None = None,
) -> Recognition:
    """Something somebody connected or learned, worth remembering. Raises InvalidInput."""
    if noted_on > clock.today(settings().zone()):
        raise InvalidInput("noted_on", _("Enter a day that is not in the future."))

    def write(recognition_id: uuid.UUID) -> Recognition:
        noted = Recognition(
            id=recognition_id,
            liaison_id=liaison.id,
            noted_on=noted_on,
            words=words.strip(),
            by_id=actor.user_id,
        )
        record(actor, "note_recognition", noted)
        return noted

    return write_once(Recognition, key, write)
