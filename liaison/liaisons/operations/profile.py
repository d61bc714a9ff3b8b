"""Keeping a profile: by the liaison, or by those who keep the roster. Who may change which part is
in `policy.profile`."""

import uuid
from collections.abc import Collection
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from liaison import clock
from liaison.audit.operations import record
from liaison.db import Base, db
from liaison.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from liaison.i18n import _, settings
from liaison.languages import found_by
from liaison.liaisons.models.liaison import (
    Liaison,
    LiaisonAbsence,
    LiaisonArea,
    LiaisonCommunity,
    LiaisonConflict,
    LiaisonHours,
    LiaisonLanguage,
    ReachBy,
    Travel,
)
from liaison.liaisons.policy.profile import (
    Part,
    Viewer,
    may_agree_to_map,
    may_change,
    viewers,
)
from liaison.people.operations import edit_person, read_email, read_phone
from liaison.permissions import Actor

MOST_DAYS_AWAY = 730  # longer than that is no absence


def edit_reach(
    *,
    actor: Actor,
    liaison: Liaison,
    name: str,
    email: str,
    phone: str,
    reach_by: ReachBy,
    language: str | None,
) -> Liaison:
    """How they want to be named, and how to reach them. The person must be loaded."""
    _check(actor, liaison, Part.REACH)
    address, number = read_email(email, field="email"), read_phone(phone, field="phone")
    if reach_by is ReachBy.EMAIL and not address and number:
        raise InvalidInput("email", _("Enter an e-mail address, or choose another way."))
    if reach_by is not ReachBy.EMAIL and not number:
        raise InvalidInput("phone", _("Enter a telephone number, or choose another way."))
    liaison.person.language = language
    edit_person(actor=actor, person=liaison.person, name=name, email=address, phone=number)
    liaison.sort_name, liaison.reach_by = found_by(liaison.person.name), reach_by
    record(actor, "edit_profile", liaison)
    return liaison


def set_language(
    *,
    actor: Actor,
    liaison: Liaison,
    language: str,
    speaks: bool = False,
    interprets: bool = False,
    writes: bool = False,
) -> LiaisonLanguage:
    """What they do in a language. Whoever interprets speaks it, too."""
    _lock(actor, liaison, Part.LANGUAGES)
    if not (speaks or interprets or writes):
        raise InvalidInput("abilities", _("Choose at least one."))
    row = db.session.get(LiaisonLanguage, (liaison.id, language))
    row = row or LiaisonLanguage(liaison_id=liaison.id, language=language)
    row.speaks, row.interprets, row.writes = speaks or interprets, interprets, writes
    record(actor, "edit_profile", row)
    return row


def drop_language(*, actor: Actor, liaison: Liaison, language: str) -> None:
    _lock(actor, liaison, Part.LANGUAGES)
    _drop(actor, liaison, db.session.get(LiaisonLanguage, (liaison.id, language)))


def set_communities(*, actor: Actor, liaison: Liaison, communities: Collection[str]) -> Liaison:
    """The communities they link with, in their own words."""
    _lock(actor, liaison, Part.COMMUNITIES)
    known = select(LiaisonCommunity).where(LiaisonCommunity.liaison_id == liaison.id)
    held = {row.community: row for row in db.session.scalars(known)}
    for name in held.keys() - set(communities):
        db.session.delete(held[name])
    for name in set(communities) - held.keys():
        db.session.add(LiaisonCommunity(liaison_id=liaison.id, community=name))
    record(actor, "edit_profile", liaison, communities="changed")
    return liaison


def add_hours(
    *,
    actor: Actor,
    liaison: Liaison,
    weekdays: Collection[int],
    from_time: time,
    until_time: time,
) -> list[LiaisonHours]:
    """A part of one or more days of the week in which they can usually work."""
    _lock(actor, liaison, Part.HOURS)
    if from_time >= until_time:
        raise InvalidInput("until_time", _("Enter a time after the beginning."))
    overlapping = select(LiaisonHours).where(
        LiaisonHours.liaison_id == liaison.id,
        LiaisonHours.weekday.in_(weekdays),
        LiaisonHours.from_time < until_time,
        LiaisonHours.until_time > from_time,
    )
    if db.session.scalars(overlapping).first():
        raise Conflict("from_time", _("Part of this is on your list already. Remove that first."))
    rows = [
        LiaisonHours(liaison_id=liaison.id, weekday=day, from_time=from_time, until_time=until_time)
        for day in sorted(set(weekdays))
    ]
    _add(actor, liaison, *rows)
    return rows


def drop_hours(*, actor: Actor, liaison: Liaison, weekday: int, from_time: time) -> None:
    _lock(actor, liaison, Part.HOURS)
    _drop(actor, liaison, db.session.get(LiaisonHours, (liaison.id, weekday, from_time)))


def add_absence(
    *, actor: Actor, liaison: Liaison, first_on: date, last_on: date | None = None
) -> LiaisonAbsence:
    """Days on which they cannot work; one day where no last one is given."""
    _lock(actor, liaison, Part.ABSENCES)
    last = last_on or first_on
    if last < first_on:
        raise InvalidInput("last_on", _("Enter a day that is not before the first."))
    if last < clock.today(settings().zone()):
        raise InvalidInput("last_on" if last_on else "first_on", _("Enter a day still to come."))
    if (last - first_on).days > MOST_DAYS_AWAY:
        raise InvalidInput("last_on", _("Enter at most two years."))
    row = LiaisonAbsence(liaison_id=liaison.id, first_on=first_on, last_on=last)
    _add(actor, liaison, row)
    return row


def drop_absence(*, actor: Actor, liaison: Liaison, absence_id: uuid.UUID) -> None:
    _lock(actor, liaison, Part.ABSENCES)
    _drop(actor, liaison, _own(db.session.get(LiaisonAbsence, absence_id), liaison))


def set_travel(*, actor: Actor, liaison: Liaison, travel: Travel) -> Liaison:
    """How far they go for a job."""
    _check(actor, liaison, Part.TRAVEL)
    liaison.travel = travel
    record(actor, "edit_profile", liaison)
    return liaison


def set_quiet_hours(
    *, actor: Actor, liaison: Liaison, quiet_from: time | None, quiet_until: time | None
) -> Liaison:
    """When nobody asks them anything; the city's hours where they name none."""
    _check(actor, liaison, Part.QUIET)
    if (quiet_from is None) != (quiet_until is None):
        missing = "quiet_until" if quiet_until is None else "quiet_from"
        raise InvalidInput(missing, _("Enter both times, or neither."))
    if quiet_from is not None and quiet_from == quiet_until:
        raise InvalidInput("quiet_until", _("Enter another time than the beginning."))
    liaison.quiet_from, liaison.quiet_until = quiet_from, quiet_until
    record(actor, "edit_profile", liaison)
    return liaison


def add_conflict(
    *,
    actor: Actor,
    liaison: Liaison,
    program_id: uuid.UUID | None = None,
    department_id: uuid.UUID | None = None,
    words: str = "",
) -> LiaisonConflict:
    """A programme or department they should not work for."""
    _check(actor, liaison, Part.CONFLICTS)
    row = LiaisonConflict(
        liaison_id=liaison.id, program_id=program_id, department_id=department_id, words=words
    )
    try:
        with db.session.begin_nested():
            _add(actor, liaison, row)
    except IntegrityError:
        raise Conflict("other", _("This one is on the list already.")) from None
    return row


def drop_conflict(*, actor: Actor, liaison: Liaison, conflict_id: uuid.UUID) -> None:
    _check(actor, liaison, Part.CONFLICTS)
    _drop(actor, liaison, _own(db.session.get(LiaisonConflict, conflict_id), liaison))


def show_on_map(*, actor: Actor, liaison: Liaison) -> None:
    """They agreed to be shown to everybody. Without their own word nobody can agree for them."""
    as_what = _viewers(actor, liaison)
    if not may_agree_to_map(as_what, has_account=liaison.user_id is not None):
        raise NotAllowed
    if liaison.on_map_since is None:
        liaison.on_map_since = clock.now()
        record(actor, "show_on_map", liaison)


def hide_from_map(*, actor: Actor, liaison: Liaison) -> None:
    """They no longer agree: from this moment no public page, picture or file shows them."""
    _check(actor, liaison, Part.MAP)
    if liaison.on_map_since is not None:
        liaison.on_map_since = None
        record(actor, "hide_from_map", liaison)


def set_support(
    *,
    actor: Actor,
    liaison: Liaison,
    supporter_id: uuid.UUID | None,
) -> Liaison:
    """Whom they turn to."""
    _check(actor, liaison, Part.SUPPORTER)
    if supporter_id is not None and supporter_id == liaison.user_id:
        raise InvalidInput("supporter", _("Choose somebody else: nobody is their own support."))
    liaison.supporter_id = supporter_id
    record(actor, "edit_profile", liaison)
    return liaison


def _viewers(actor: Actor, liaison: Liaison) -> frozenset[Viewer]:
    if liaison.merged_into_id is not None:
        raise WrongState(_("This entry was merged into another."))
    areas = select(LiaisonArea.area_id).where(LiaisonArea.liaison_id == liaison.id)
    return viewers(actor, liaison, db.session.scalars(areas).all())


def _check(actor: Actor, liaison: Liaison, part: Part) -> None:
    if not may_change(part, _viewers(actor, liaison)):
        raise NotAllowed


def _lock(actor: Actor, liaison: Liaison, part: Part) -> None:
    """One change of a list at a time: the same form sent twice must not add a line twice."""
    _check(actor, liaison, part)
    db.session.refresh(liaison, ["state"], with_for_update=True)


def _own(
    row: LiaisonAbsence | LiaisonConflict | None, liaison: Liaison
) -> LiaisonAbsence | LiaisonConflict | None:
    return row if row and row.liaison_id == liaison.id else None


def _add(
    actor: Actor, liaison: Liaison, *rows: LiaisonHours | LiaisonAbsence | LiaisonConflict
) -> None:
    """The log says that there is more on the list, and not what: it outlives the person."""
    db.session.add_all(rows)
    record(actor, "edit_profile", liaison, added=rows[0].__tablename__)


def _drop(actor: Actor, liaison: Liaison, row: Base | None) -> None:
    """Raises NotFound where the line is gone, or another's."""
    if row is None:
        raise NotFound
    db.session.delete(row)
    record(actor, "edit_profile", liaison, removed=row.__tablename__)
