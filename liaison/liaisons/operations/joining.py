"""Offering to become a liaison. Whoever offers is a prospect, and has no rights."""

import uuid
from collections.abc import Collection

from liaison import mail
from liaison.audit.operations import record
from liaison.city.queries import find_city_settings
from liaison.db import db
from liaison.liaisons.messages.joining import note_to_city, thanks
from liaison.liaisons.models.liaison import (
    Liaison,
    LiaisonArea,
    LiaisonCommunity,
    LiaisonKind,
    LiaisonLanguage,
    ReachBy,
)
from liaison.liaisons.operations.roster import create_liaison
from liaison.liaisons.operations.steps import write_step
from liaison.liaisons.queries.waiting import find_same_that_waits
from liaison.people.operations import read_email, read_phone
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

    Who waits for an answer and offers again waits once: what is new is added. Nobody learns from
    the answer whether somebody is known: where an entry is older than that, the two are shown to
    those who keep the roster, who may merge them.
    """
    known = db.session.get(Liaison, key)
    if known:
        return known
    way = read_email(email, field="email"), read_phone(phone, field="phone")
    waiting = find_same_that_waits(name, *way)
    if waiting:
        person = waiting.person
        person.email, person.phone = person.email or way[0], person.phone or way[1]
        _add_what_is_new(waiting, languages, communities, area_ids)
        return _answer(waiting, language, through)
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
    city = find_city_settings()
    if city and city.contact_email:
        mail.queue(note_to_city(liaison.id, city.contact_email))
    return _answer(liaison, language, through)


def _add_what_is_new(
    liaison: Liaison,
    languages: Collection[str],
    communities: Collection[str],
    area_ids: Collection[uuid.UUID],
) -> None:
    """What they did not say the first time; nothing they said then is lost."""
    spoken = {row.language for row in liaison.languages}
    known = {row.community for row in liaison.communities}
    covered = {row.area_id for row in liaison.areas}
    liaison.languages += [LiaisonLanguage(language=tag) for tag in sorted({*languages} - spoken)]
    liaison.communities += [
        LiaisonCommunity(community=name) for name in sorted({*communities} - known)
    ]
    liaison.areas += [LiaisonArea(area_id=area_id) for area_id in {*area_ids} - covered]


def _answer(liaison: Liaison, language: str, through: str) -> Liaison:
    """The same whether they offer for the first time or again."""
    liaison.person.language = language
    liaison.joined_through = liaison.joined_through or through
    liaison.reach_by = ReachBy.EMAIL if liaison.person.email else ReachBy.CALL
    record(VISITOR, "apply_as_liaison", liaison)
    write_step(VISITOR, liaison, "apply_as_liaison", liaison.state)
    if liaison.person.email:
        mail.queue(thanks(liaison.person))
    return liaison
