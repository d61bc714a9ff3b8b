"""Who sees, logs, changes and takes away which contacts."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false, or_

from liaison.contacts.models import Contact, ContactState
from liaison.i18n import _l
from liaison.permissions import Actor, Permission, Role
from liaison.programs.models import Program
from liaison.programs.policy import in_scope

# verb -> (from state, to state)
STEPS: dict[str, tuple[ContactState, ContactState]] = {
    "close_contact": (ContactState.OPEN, ContactState.CLOSED),
    "reopen_contact": (ContactState.CLOSED, ContactState.OPEN),
}
# A council office looks contacts up in its district; it never takes a list of them away.
TAKING_AWAY = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR, Role.PROGRAM_MANAGER})


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Contacts of the actor's programmes and areas, and those they logged themselves."""
    reached = in_scope(
        actor, Permission.CONTACT_VIEW, program_id=Contact.program_id, area_id=Contact.area_id
    )
    if actor.scope(Permission.CONTACT_VIEW).everywhere:
        return reached
    return or_(reached, logged_by(actor))


def logged_by(actor: Actor) -> ColumnElement[bool]:
    """The actor's own entries: all that a liaison sees."""
    return Contact.logged_by_id == actor.user_id if actor.user_id else false()


def counted_for(actor: Actor) -> ColumnElement[bool]:
    """Contacts that figures count: who reads a programme's report reads its counts."""
    return or_(
        in_scope(actor, Permission.REPORT_VIEW, program_id=Contact.program_id),
        in_scope(
            actor, Permission.CONTACT_VIEW, program_id=Contact.program_id, area_id=Contact.area_id
        ),
    )


def may_log_in(actor: Actor, area_id: uuid.UUID | None) -> bool:
    """May the actor log a contact there? Who works for areas only logs in those, or in words."""
    scope = actor.scope(Permission.CONTACT_LOG)
    works_anywhere = scope.everywhere or scope.department_ids or scope.program_ids
    return bool(works_anywhere) or area_id is None or area_id in scope.area_ids


def may_import_into(actor: Actor, program: Program, area_id: uuid.UUID | None) -> bool:
    """May a file bring a contact of this programme there? One without an area may come along."""
    scope = actor.scope(Permission.CONTACT_IMPORT)
    return (
        scope.everywhere
        or program.department_id in scope.department_ids
        or program.id in scope.program_ids
        or (bool(scope.area_ids) and area_id is None)
        or area_id in scope.area_ids
    )


def can_edit_contact(actor: Actor, contact: Contact) -> bool:
    """A contact that is visible may be mended by whoever logs contacts, or by who logged it."""
    return actor.may(Permission.CONTACT_LOG) or contact.logged_by_id == actor.user_id


def takeable_by(actor: Actor) -> ColumnElement[bool]:
    """Contacts the actor may download: those seen in a role that takes lists away."""
    grants = tuple(grant for grant in actor.grants if grant.role in TAKING_AWAY)
    return visible_to(replace(actor, grants=grants))


def can_take_away(actor: Actor) -> bool:
    """May they download lists of contacts?"""
    return actor.is_system or bool(actor.roles & TAKING_AWAY)


def next_step(
    *, last_on: date | None, trained_until: date | None, renew_from: date, is_worn: bool
) -> Any:
    """What to do about a liaison who has logged nothing for a while: one thing, and a kind one."""
    if is_worn:
        return _l("They gave much this quarter. Thank them, and leave them in peace.")
    if last_on is None:
        return _l("They have logged nothing yet. Offer to log the first contact together.")
    if trained_until is not None and trained_until <= renew_from:
        return _l("Their training ends soon. Ask whether they would like to renew it.")
    return _l("Call and ask how it goes. Invite them to the next event near them.")
