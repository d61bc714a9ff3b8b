"""At the door: the page of a phone or tablet, and what it sends, with a network or hours later."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    jsonify,
    redirect,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from liaison.errors import InvalidInput
from liaison.events.forms.door import WalkInForm
from liaison.events.models.event import Event
from liaison.events.operations.door_entries import Act, Outcome, Receipt, read_entry, take_entry
from liaison.events.policy.door import CAME_BY
from liaison.events.queries import door as queries
from liaison.events.views.door_sync import answer_entries, day_after, entry_of
from liaison.events.views.kiosk import kiosk_address
from liaison.i18n import _, _n
from liaison.permissions import Actor, Permission
from liaison.web.forms import form_page
from liaison.web.guards import commits, current_actor, public, requires
from liaison.web.panels import Panel, PanelSource

blueprint = Blueprint("event_door", __name__)
FOUND = 20  # people shown of a search; who types one more letter sees the rest
LAST = 10

View = Callable[..., ResponseReturnValue]


def _on_both_sides(path: str, *methods: str) -> Callable[[View], View]:
    """The desk's and the field's address of a view; the layout is that of the side."""

    def tie(view: View) -> View:
        for side in ("desk", "field"):
            rule = f"/{side}/events/<uuid:event_id>/door{path}"
            blueprint.add_url_rule(rule, view_func=view, methods=methods, defaults={"side": side})
        return view

    return tie


@_on_both_sides("", "GET", "POST")
@requires(Permission.EVENT_DOOR)
def show_door(event_id: uuid.UUID, side: str) -> ResponseReturnValue:
    """Who is expected and who is there. Each button is a form that sends one entry."""
    event = queries.get_door_event(current_actor(), event_id)
    sends, is_walk_in = request.method == "POST", request.form.get("act") == Act.WALK_IN
    refusal = _take(event, side) if sends and not is_walk_in else None
    if sends and not is_walk_in and not refusal:
        return redirect(url_for(".show_door", event_id=event.id, side=side))
    form = WalkInForm(people=1)
    form.offer_languages()
    if sends and is_walk_in and form.validate():
        refusal = _take(event, side)
        if not refusal:
            return redirect(url_for(".show_door", event_id=event.id, side=side))
    form.form_errors.extend([refusal] if refusal else [])
    text = request.args.get("q", "").strip()[:100]
    found = queries.search_expected(event.id, text) if text else []
    return form_page(
        "events/door/show_door.html",
        form=form,
        event=event,
        side=side,
        text=text,
        found=found[:FOUND],
        more=len(found) - FOUND,
        people=queries.count_people(event.id),
        arrivals=queries.list_arrivals(event.id, size=LAST),
        cards=queries.get_card_count(event.id),
        came_by=CAME_BY,
        kiosk=kiosk_address(event.id),
        over_at=day_after(event),
        new_key=uuid.uuid4,
    )


def _take(event: Event, side: str) -> str | None:
    """Store the entry that a form sent; what is wrong with it, if anything."""
    try:
        entry = entry_of(request.form)
        receipt = take_entry(actor=current_actor(), event=event, entry=entry)
    except InvalidInput as refusal:
        return refusal.message
    if entry.act is not Act.CARDS:
        flash(_say(entry.act, receipt, event, side))  # type: ignore[arg-type]  # the toast takes both
    return None


def _say(act: Act, receipt: Receipt, event: Event, side: str) -> dict[str, str]:
    if act is Act.UNDO or receipt.check_in_id is None:
        return {"text": _("Taken back.")}
    text = (
        _("They were checked in already and count once.")
        if receipt.outcome is Outcome.IN_ALREADY
        else _n("%(num)s person is checked in.", "%(num)s people are checked in.", receipt.people)
    )
    address = url_for(".undo", event_id=event.id, side=side, check_in_id=receipt.check_in_id)
    return {"text": text, "undo_url": address}


@_on_both_sides("/undo/<uuid:check_in_id>", "POST")
@requires(Permission.EVENT_DOOR)
def undo(event_id: uuid.UUID, side: str, check_in_id: uuid.UUID) -> ResponseReturnValue:
    """Take a check-in back."""
    event = queries.get_door_event(current_actor(), event_id)
    entry = read_entry({"act": Act.UNDO, "check_in": str(check_in_id)})
    take_entry(actor=current_actor(), event=event, entry=entry)
    return redirect(url_for(".show_door", event_id=event.id, side=side))


@_on_both_sides("/list", "GET")
@requires(Permission.EVENT_DOOR)
def show_list(event_id: uuid.UUID, side: str) -> ResponseReturnValue:
    """What a device keeps to work without a network: names, codes and how many, nothing else."""
    event = queries.get_door_event(current_actor(), event_id)
    return jsonify(
        token=generate_csrf(),
        title=event.title,
        over_at=day_after(event).isoformat(),
        people=queries.count_people(event.id),
        cards=queries.get_card_count(event.id),
        expected=[_plain(row) for row in queries.list_expected(event.id)],
        side=side,
    )


def _plain(row: Any) -> list[Any]:
    """As static/js/door_list.js reads it."""
    is_waiting = int(row.state != "signed_up")
    check_in_id = str(row.check_in_id) if row.check_in_id else None
    return [
        str(row.id),
        row.name or "",
        row.code,
        row.party_size,
        is_waiting,
        check_in_id,
        row.people,
    ]


@_on_both_sides("/entries", "POST")
@requires(Permission.EVENT_DOOR)
@commits
def send_entries(event_id: uuid.UUID, side: str) -> ResponseReturnValue:  # noqa: ARG001  # one of two addresses
    """Take what a device kept while it had no network; each entry is answered by itself."""
    actor = current_actor()
    event = queries.get_door_event(actor, event_id)
    return answer_entries(actor, event)


@blueprint.get("/door-sw.js")
@public
def show_worker() -> Response:
    """The service worker of the door's pages; from here its reach may be any of them."""
    address: str = current_app.jinja_env.globals["asset"]("js/door_worker.js")  # type: ignore[operator]  # a function of web.pages
    file = Path(str(current_app.static_folder), address.partition("/static/")[2])
    response = Response(file.read_bytes(), mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _make_panel(actor: Actor) -> Panel | None:
    """The doors of whoever works at events and does not plan them: no other page leads there."""
    doors = [] if actor.may(Permission.EVENT_EDIT) else queries.list_own_doors(actor)
    if not doors:
        return None
    return Panel(
        title=_("You work at the door"), template="events/door/_doors.html", data={"doors": doors}
    )


panels = (PanelSource("events.door", Permission.EVENT_DOOR, 10, _make_panel),)
