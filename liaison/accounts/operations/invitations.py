"""Invitations: a link by which someone makes their own account."""

import secrets
import uuid
from datetime import timedelta

from liaison import clock, mail
from liaison.accounts import messages
from liaison.accounts.models import Invitation, User
from liaison.accounts.operations import passwords
from liaison.accounts.operations.users import check_grant, create_user
from liaison.accounts.policy import can_edit_accounts
from liaison.accounts.queries import find_invitation, find_user_by_email, hash_token
from liaison.audit.operations import record
from liaison.db import db, reading_first, write_once
from liaison.errors import Conflict, NotAllowed, NotFound
from liaison.i18n import _
from liaison.permissions import Actor, Grant

DAYS = 7


def invite(
    *,
    actor: Actor,
    email: str,
    name: str,
    grant: Grant,
    language: str | None,
    sends: bool = True,
    key: uuid.UUID | None = None,
) -> str:
    """Invite somebody, under the same `key` once; returns the link, or "" if it was sent before.

    The message carries the link and nothing stores it. Raises NotAllowed, Conflict('email') if
    there is such an account, InvalidInput('place').
    """
    if not can_edit_accounts(actor):
        raise NotAllowed
    check_grant(grant)
    email, token = email.strip().lower(), _new_token()

    def write(invitation_id: uuid.UUID) -> Invitation:
        if find_user_by_email(email) is not None:
            raise Conflict("email", _("Somebody with this e-mail address has an account."))
        invitation = Invitation(
            id=invitation_id,
            email=email,
            name=name.strip(),
            role=grant.role,
            department_id=grant.department_id,
            program_id=grant.program_id,
            area_id=grant.area_id,
            invited_by_id=actor.user_id,
        )
        _issue(actor, "invite", invitation, token, language=language, sends=sends)
        return invitation

    made = write_once(Invitation, key, write)
    return _link(token, language) if made.token_hash == hash_token(token) else ""


def send_invitation_again(*, actor: Actor, invitation: Invitation, language: str | None) -> None:
    """A new link for as long as a first one; the old link stops working."""
    token = _new_token()
    _issue(actor, "send_invitation_again", invitation, token, language=language, sends=True)


def withdraw_invitation(*, actor: Actor, invitation: Invitation) -> None:
    """The link stops working."""
    record(actor, "withdraw_invitation", invitation)
    db.session.delete(invitation)
    db.session.flush()


def accept_invitation(*, token: str, name: str, password: str, language: str | None) -> User:
    """Make the account. Raises NotFound when the link is of no use, Conflict, InvalidInput."""
    with reading_first():  # a password takes a tenth of a second to hash
        passwords.check_strength(password, email=_get_invitation(token).email)
    password_hash = passwords.hash_password(password)
    invitation = _get_invitation(token)  # it may have been used or withdrawn meanwhile
    # The account acts for itself here: there is nobody else behind the link.
    user = create_user(
        actor=Actor(),
        email=invitation.email,
        name=name,
        grants=(
            Grant(
                invitation.role,
                invitation.department_id,
                invitation.program_id,
                invitation.area_id,
            ),
        ),
        language=language,
        password_hash=password_hash,
    )
    invitation.accepted_at = clock.now()
    record(Actor(user_id=user.id, name=user.name), "accept_invitation", invitation)
    return user


def _get_invitation(token: str) -> Invitation:
    """Raises NotFound."""
    found = find_invitation(token)
    if found is None:
        raise NotFound
    return found


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def _link(token: str, language: str | None) -> str:
    return mail.address_of(f"/invitations/{token}", language)


def _issue(
    actor: Actor,
    action: str,
    invitation: Invitation,
    token: str,
    *,
    language: str | None,
    sends: bool,
) -> None:
    now = clock.now()
    invitation.token_hash = hash_token(token)
    invitation.invited_at, invitation.expires_at = now, now + timedelta(days=DAYS)
    record(actor, action, invitation)
    if sends:
        message = messages.invitation(
            to=invitation.email,
            name=invitation.name,
            link=_link(token, language),
            days=DAYS,
            language=language,
        )
        mail.queue(message)
