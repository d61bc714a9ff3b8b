"""Who may call a view at all. A view without a mark is closed.

`@requires(Permission.EVENT_EDIT)` answers the first of the three questions; which rows, and in
which state, are answered by the feature's queries and operations.
"""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from liaison.errors import NotAllowed
from liaison.permissions import VISITOR, Actor, Owner, Permission

View = TypeVar("View", bound=Callable[..., object])
PUBLIC = "public"
SIGNED_IN = "signed in"
SIGNING_IN = "signing in"


def _mark(view: View, access: str) -> View:
    view.access = access  # type: ignore[attr-defined]  # a mark on a function
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Open the view to actors who hold the permission somewhere."""
    return lambda view: _mark(view, permission.value)


def public(view: View) -> View:
    """Open the view to everybody."""
    return _mark(view, PUBLIC)


def signed_in(view: View) -> View:
    """Open the view to everybody with an account."""
    return _mark(view, SIGNED_IN)


def signing_in(view: View) -> View:
    """Open the view to everybody whose password was right, even while a second factor is owed."""
    return _mark(view, SIGNING_IN)


def commits(view: View) -> View:
    """What this view wrote is stored even when the method or the status alone would not say so.

    That is a 200 to an unsafe request (autosave, offline sync), and a GET that another site sends
    the browser back with (the identity provider).
    """
    view.commits = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def stands_open(view: View) -> View:
    """A page of a screen that everybody passes: no refusal leads away from it, only back to it."""
    view.stands_open = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def sets_no_cookies(view: View) -> View:
    """Nothing this view answers leaves a trace in the browser."""
    view.sets_no_cookies = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def access_of(endpoint: str | None) -> str | None:
    """The access mark of an endpoint; None: closed."""
    view = current_app.view_functions.get(endpoint or "")
    mark: str | None = getattr(view, "access", None)
    return mark


def may_open(endpoint: str, owner: Owner | None = None) -> bool:
    """Is this view open to whoever sent this request; if it is about a row, for what is `owner`'s?

    What a link asks before it is shown: one that answers with 403 or 404 helps nobody.
    """
    access = access_of(endpoint)
    if access is None or access == PUBLIC:
        return access is not None
    actor = current_actor()
    return actor.may(access) and (owner is None or actor.scope(access).reaches(owner))


def current_actor() -> Actor:
    """Whoever sent this request."""
    actor: Actor = getattr(current_user, "actor", VISITOR)
    return actor


def tie_to(app: Flask, *, on_refusal: Callable[[Actor, str], None]) -> None:
    """Check every request. `on_refusal(actor, endpoint)` writes down who was refused what."""
    app.extensions["liaison.on_refusal"] = on_refusal
    app.before_request(check_access)
    public(app.view_functions["static"])


def check_access() -> ResponseReturnValue | None:
    """Let the request pass, send it to sign-in, or refuse it."""
    if request.endpoint is None:
        return None  # no such address: the router answers
    access = access_of(request.endpoint)
    if access == PUBLIC:
        return None
    if access is None:
        abort(403)
    actor = current_actor()
    here = None
    if request.method == "GET":
        here = f"{request.script_root}{request.full_path.rstrip('?')}"
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in", next=here))
    if access == SIGNING_IN:
        return None
    if current_user.detour:  # something to do before anything else opens, such as a code to give
        return redirect(url_for(current_user.detour, next=here))
    if access == SIGNED_IN or actor.may(access):
        return None
    current_app.extensions["liaison.on_refusal"](actor, request.endpoint)
    raise NotAllowed
