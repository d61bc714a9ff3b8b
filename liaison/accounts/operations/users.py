"""Users: creating, changing, roles, closing, erasing."""

import uuid

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from liaison import clock
from liaison.accounts.models import Invitation, RoleGrant, User, UserState
from liaison.accounts.operations.sign_in import sign_out_everywhere
from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import Conflict, InvalidInput, WrongState
from liaison.i18n import _
from liaison.permissions import Actor, Grant, Role


def create_user(
    *,
    actor: Actor,
    email: str,
    name: str,
    grants: tuple[Grant, ...] = (),
    language: str | None = None,
    password_hash: str | None = None,
    is_invented: bool = False,
) -> User:
    """A new user. Raises Conflict('email') if the address is taken, InvalidInput('place')."""
    for grant in grants:
        check_grant(grant)
    user = User(
        email=email.strip().lower(),
        name=name.strip(),
        language=language,
        password_hash=password_hash,
        created_at=clock.now(),
        is_invented=is_invented,
        grants=[_row(grant) for grant in grants],
    )
    try:
        with db.session.begin_nested():
            record(actor, "create_user", user, roles=[grant.role.value for grant in grants])
    except IntegrityError:
        raise Conflict("email", _("Somebody with this e-mail address has an account.")) from None
    return user


def edit_own_account(*, actor: Actor, user: User, name: str, language: str | None) -> None:
    """Change how the user is called and in which language Liaison speaks to them."""
    user.name, user.language = name.strip(), language
    record(actor, "edit_own_account", user)


def check_grant(grant: Grant) -> None:
    """Raises InvalidInput('place') where the role does not fit the place it would be held in."""
    if grant.role is Role.ADMINISTRATOR and not grant.is_citywide:
        # whoever manages accounts could give themselves any role
        raise InvalidInput("place", _("An administrator works for the whole city."))
    if grant.role is Role.COUNCIL_OFFICE and grant.area_id is None:
        raise InvalidInput("place", _("A council office sees its own area only. Choose the area."))
    if grant.role is Role.PARTNER and grant.is_citywide:
        raise InvalidInput("place", _("A partner sees what it shares only. Choose its programme."))


def add_role(*, actor: Actor, user: User, grant: Grant) -> None:
    """Give a role. Raises Conflict('role') if the user holds it there already."""
    check_grant(grant)
    held = db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == user.id)).all()
    if grant in {row.as_grant() for row in held}:
        raise Conflict("role", _("This person has this role there already."))
    row = _row(grant)
    row.user_id = user.id
    db.session.add(row)
    record(actor, "add_role", user, role=[None, grant.role], **_places(grant))


def remove_role(*, actor: Actor, user: User, grant_id: uuid.UUID) -> None:
    """Take a role away. Raises WrongState for one's own and the last administrator's."""
    row = db.session.scalar(
        select(RoleGrant).where(RoleGrant.id == grant_id, RoleGrant.user_id == user.id)
    )
    if row is None:
        return  # taken away already: sent twice
    if row.role is Role.ADMINISTRATOR:
        if actor.user_id == user.id:
            raise WrongState(_("You cannot take your own administrator role away."))
        _keep_an_administrator(user)
    grant = row.as_grant()
    db.session.delete(row)
    record(actor, "remove_role", user, role=[grant.role, None], **_places(grant))


def close_account(*, actor: Actor, user: User) -> None:
    """Nobody signs in with it any more; every browser is signed out. Its history stays."""
    if user.state is UserState.CLOSED:
        raise WrongState(_("This account is closed already."))
    if actor.user_id == user.id:
        raise WrongState(_("You cannot close your own account."))
    _keep_an_administrator(user)
    user.state = UserState.CLOSED
    record(actor, "close_account", user)
    sign_out_everywhere(actor=actor, user=user)


def reopen_account(*, actor: Actor, user: User) -> None:
    """The roles it had are in force again."""
    if user.state is not UserState.CLOSED:
        raise WrongState(_("This account is open already."))
    user.state = UserState.ACTIVE
    record(actor, "reopen_account", user)


def erase_user(*, actor: Actor, user: User) -> None:
    """Close the account for good and empty it; its key stays, for the history of what it did."""
    if user.state is UserState.ACTIVE:
        close_account(actor=actor, user=user)
    user.email, user.name = f"erased-{user.id}", ""
    user.language = user.password_hash = user.totp_secret = user.identity_subject = None
    user.totp_last_step = None
    record(actor, "erase_user", user)


def erase_invitations(*, email: str) -> None:
    """Take back what was sent to an address, used or not: the rows name it."""
    rows = db.session.scalars(select(Invitation).where(Invitation.email == email.lower()))
    for row in rows:
        db.session.delete(row)


def _keep_an_administrator(user: User) -> None:
    """Raises WrongState if no other administrator would be left.

    The rows are locked, so that two administrators cannot remove each other at once.
    """
    others = db.session.scalars(
        select(RoleGrant.user_id)
        .join(User, RoleGrant.user_id == User.id)
        .where(RoleGrant.role == Role.ADMINISTRATOR, User.state == UserState.ACTIVE)
        .with_for_update()
    )
    administrators = set(others)
    if administrators == {user.id}:
        raise WrongState(_("This is the last administrator. Make somebody else one first."))


def _row(grant: Grant) -> RoleGrant:
    return RoleGrant(
        role=grant.role,
        department_id=grant.department_id,
        program_id=grant.program_id,
        area_id=grant.area_id,
    )


def _places(grant: Grant) -> dict[str, str]:
    """Where a role is held, for the audit log."""
    places = {
        "department_id": grant.department_id,
        "program_id": grant.program_id,
        "area_id": grant.area_id,
    }
    return {name: str(place_id) for name, place_id in places.items() if place_id}
