"""Offering to become a liaison. Whoever offers is a prospect, and has no rights."""

import uuid
from collections.abc import Collection

from liaison import mail
from liaison.audit.operations import record
from liaison.city.queries import find_city_settings
from liaison.db import db
from liaison.liaisons.messages.joining import note_to_city, thanks
from liaison.liaisons.models.liaison import Liaison, LiaisonKind, ReachBy
from liaison.liaisons.operations.roster import create_liaison
from liaison.liaisons.operations.steps import write_step
from liaison.permissions import SYSTEM, VISITOR


def apply_as_liaison(
    *,
    name: str,
    email: str,
    phone: str,
    language: str,
    languages: Collection[str],
    communities: Collection[str],
    area_ids: Collection[uuid.UUID],
    through: str,
    key: uuid.UUID,
) -> Liaison:
    """Somebody agreed to be kept, so that the city can talk with them; sent twice, one entry.

    Nobody learns from the answer whether the address is known: two entries of one person are shown
    to those who keep the roster, who may merge them.
    """
    known = db.session.get(Liaison, key)
    if known:
        return known
    liaison = create_liaison(
        actor=SYSTEM,
        name=name,
        kind=LiaisonKind.VOLUNTEER,
        email=email,
        phone=phone,
        languages=languages,
        communities=communities,
        area_ids=area_ids,
        key=key,
    )
    liaison.person.language, liaison.joined_through = language, through
    liaison.reach_by = ReachBy.EMAIL if liaison.person.email else ReachBy.CALL
    record(VISITOR, "apply_as_liaison", liaison)
    write_step(VISITOR, liaison, "apply_as_liaison", liaison.state)
    if liaison.person.email:
        mail.queue(thanks(liaison.person))
    city = find_city_settings()
    if city and city.contact_email:
        mail.queue(note_to_city(liaison.id, city.contact_email))
    return liaison
