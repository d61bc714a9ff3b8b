"""Self check-in on a tablet nobody is signed in on. It shows no one else's data.

Whoever has the address may check people in at this one event, on its day; nothing can be read.
A name that is not on the list is answered as one that is: nobody learns who signed up.
"""

import uuid
from datetime import timedelta

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, URLSafeSerializer

from liaison import clock
from liaison.accounts.operations.attempts import Limit, count_attempt, is_spent, network_of
from liaison.errors import NotFound, TooManyTries
from liaison.events.forms.door import KioskForm
from liaison.events.models.door import CameBy
from liaison.events.models.event import Event
from liaison.events.operations.door_entries import (
    Act,
    DoorEntry,
    as_code,
    looks_like_code,
    take_entry,
)
from liaison.events.queries.door import find_by_code
from liaison.events.queries.public import get_public_event
from liaison.events.views.door_sync import answer_entries, day_after, read_entries
from liaison.i18n import _, settings
from liaison.permissions import VISITOR
from liaison.web.forms import form_page
from liaison.web.guards import commits, public, stands_open

blueprint = Blueprint("event_kiosk", __name__, url_prefix="/door/kiosk")
# of one event from one network: some tablets at a busy door, and far too few to guess a code
TRIES = Limit("kiosk", tries=300, minutes=10)
OPENS_BEFORE = timedelta(hours=24)
ACTS = frozenset({Act.ARRIVE, Act.WALK_IN})


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="kiosk of an event's door")


def kiosk_address(event_id: uuid.UUID) -> str:
    """The address to open on the tablet."""
    return url_for("event_kiosk.check_in", token=kiosk_token(event_id), _external=True)


def kiosk_token(event_id: uuid.UUID) -> str:
    """What the address carries."""
    return str(_signer().dumps(event_id.hex))


@blueprint.route("/<token>", methods=["GET", "POST"])
@public
@stands_open
def check_in(token: str) -> ResponseReturnValue:
    """Type a code, or a name and say that it is right, or just say how many walk in."""
    event = _event_of(token)
    form = KioskForm(key=str(uuid.uuid4()))
    asks = False
    if form.validate_on_submit():
        if not _may_try(event):
            # on the page itself: that of an error would lead away from the kiosk
            form.form_errors.append(
                _("Many people have sent this form from your network just now.")
            )
        elif form.name.data and _is_unknown_code(event, form.name.data):
            form.name.errors = [
                *form.name.errors,
                _("We do not know this code. Check each letter."),
            ]
        elif _needs_confirming(event, form):
            form.confirmed.data, asks = form.name.data, True
        else:
            take_entry(actor=VISITOR, event=event, entry=_entry(form))
            flash(_("Welcome! You are checked in."))
            return redirect(url_for(".check_in", token=token))
    return form_page("events/kiosk/check_in.html", form=form, event=event, token=token, asks=asks)


@blueprint.get("/<token>/")
@blueprint.get("/<token>/<path:_rest>")
@public
@stands_open
def lead_back(token: str, _rest: str = "") -> ResponseReturnValue:
    """An address that is none: the page that says so would show the way out of the kiosk."""
    return redirect(url_for(".check_in", token=token))


def _may_try(event: Event, times: int = 1) -> bool:
    """Count tries, right codes and wrong ones alike; False: there were too many from there."""
    whose = str(event.id), network_of(request.remote_addr or "")
    if is_spent(TRIES, *whose):
        return False
    for _try in range(times):
        count_attempt(TRIES, *whose)
    return True


def _is_unknown_code(event: Event, text: str) -> bool:
    return looks_like_code(text) and find_by_code(event.id, as_code(text)) is None


def _needs_confirming(event: Event, form: KioskForm) -> bool:
    """A name is shown once more as it was typed; nothing tells whether it is on the list."""
    name = form.name.data
    if not name or form.confirmed.data == name:
        return False
    return find_by_code(event.id, as_code(name)) is None


def _entry(form: KioskForm) -> DoorEntry:
    try:
        key = uuid.UUID(form.key.data)
    except (TypeError, ValueError):
        key = uuid.uuid4()
    return DoorEntry(
        key=key,
        act=Act.ARRIVE if form.name.data else Act.WALK_IN,
        people=form.people.data or 1,
        came_by=CameBy.KIOSK,
        name=form.name.data or "",
    )


@blueprint.get("/<token>/token")
@public
def show_token(token: str) -> ResponseReturnValue:
    """What a form sent from this tablet must carry."""
    _event_of(token)
    return {"token": generate_csrf()}


@blueprint.post("/<token>/entries")
@public
@commits
def send_entries(token: str) -> ResponseReturnValue:
    """Take what the tablet kept while it had no network. Refused, it keeps it for another time."""
    event = _event_of(token)
    if not _may_try(event, times=len(read_entries())):
        raise TooManyTries
    return answer_entries(VISITOR, event, only=ACTS)


def _event_of(token: str) -> Event:
    """The event, from the day before until the devices forget it. Raises NotFound."""
    try:
        event_id = uuid.UUID(_signer().loads(token))
    except (BadSignature, TypeError, ValueError, AttributeError):
        raise NotFound from None
    event = get_public_event(event_id)
    if not event.starts_at - OPENS_BEFORE <= clock.now() < day_after(event):
        raise NotFound
    return event
