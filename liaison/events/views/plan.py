"""What an event takes, on one page; and what else happens when it does."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison.events.forms.plan import CostForm, DateForm, MaterialForm, PartnerForm, StaffForm
from liaison.events.forms.wall_time import settle_time
from liaison.events.models.event import Event, EventDate
from liaison.events.models.plan import EventMaterial, EventOrganisation, EventStaff
from liaison.events.operations import plan as operations
from liaison.events.operations.plan import DateDetails
from liaison.events.policy.events import can_edit_event
from liaison.events.queries import plan as queries
from liaison.events.queries.conflicts import list_conflicts
from liaison.events.queries.events import get_event
from liaison.i18n import _, first_weekday, settings
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("event_plan", __name__, url_prefix="/desk/events/<uuid:event_id>/plan")


@blueprint.get("/")
@requires(Permission.EVENT_VIEW)
def show_plan(event_id: uuid.UUID) -> ResponseReturnValue:
    """Dates, partners, people, things, costs and hours; conflicts first."""
    actor = current_actor()
    event = get_event(actor, event_id)
    dates, staff = queries.list_event_dates(event.id), queries.list_staff_of(event.id)
    conflicts = list_conflicts(
        actor, event, dates, zone=settings().zone(), first_weekday=first_weekday()
    )
    return render_template(
        "events/plan/show_plan.html",
        event=event,
        dates=dates,
        partners=queries.list_organisations_of(event.id),
        staff=staff,
        names={row.id: row.name for row in staff},
        materials=queries.list_materials_of(event.id),
        conflicts=conflicts,
        may_edit=can_edit_event(actor, event.program, event.area_id),
    )


@blueprint.route("/dates/add", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def add_date(event_id: uuid.UUID) -> ResponseReturnValue:
    """A further date or place of the same event."""
    event, form = _event(event_id), DateForm()
    details = _date_details(form) if form.validate_on_submit() else None
    if details and form.attempt(
        operations.add_date, actor=current_actor(), event=event, details=details
    ):
        return _back(event)
    return form_page("events/plan/add_date.html", form=form, event=event)


def _date_details(form: DateForm) -> DateDetails | None:
    day, zone = cast("date", form.starts_on.data), settings().zone()
    start, end = (
        settle_time(day=day, zone=zone, at=at.data, field=at, answer=answer)
        for at, answer in (
            (form.start_time, form.start_choice),
            (form.end_time, form.end_choice),
        )
    )
    if start is None or (form.end_time.data and end is None):
        return None
    place = (form.place_name.data, form.address.data, form.room.data)
    return DateDetails(start, end, *place)


@blueprint.route("/partners/add", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def add_partner(event_id: uuid.UUID) -> ResponseReturnValue:
    """Who holds it with us."""
    event, form = _event(event_id), PartnerForm()
    form.organisation_id.choices = _or_none(queries.list_organisations())
    if form.validate_on_submit() and form.attempt(
        operations.add_partner,
        actor=current_actor(),
        event=event,
        organisation_id=_key(form.organisation_id.data),
        name=form.name.data,
        is_host=form.is_host.data,
    ):
        return _back(event)
    return form_page("events/plan/add_partner.html", form=form, event=event)


@blueprint.route("/staff/add", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def add_staff(event_id: uuid.UUID) -> ResponseReturnValue:
    """Who works there."""
    event, form = _event(event_id), StaffForm()
    users, liaisons = queries.list_people_to_choose(current_actor())
    form.who.choices = [
        ("", _("Choose one")),
        *((f"user {row.id}", row.name) for row in users),
        *((f"liaison {row.id}", _("%(name)s (liaison)", name=row.name)) for row in liaisons),
    ]
    if form.validate_on_submit():
        kind, _space, key = form.who.data.partition(" ")
        done = form.attempt(
            operations.add_staff,
            actor=current_actor(),
            event=event,
            user_id=uuid.UUID(key) if kind == "user" else None,
            liaison_id=uuid.UUID(key) if kind == "liaison" else None,
            task=form.task.data,
        )
        if done:
            return _back(event)
    return form_page("events/plan/add_staff.html", form=form, event=event)


@blueprint.route("/materials/add", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def add_material(event_id: uuid.UUID) -> ResponseReturnValue:
    """A thing that has to be there."""
    return _material_page("events/plan/add_material.html", _event(event_id), None)


@blueprint.route("/materials/<uuid:material_id>", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def edit_material(event_id: uuid.UUID, material_id: uuid.UUID) -> ResponseReturnValue:
    """Change a thing, or say that it is ready."""
    event = _event(event_id)
    material = queries.get_part(EventMaterial, event.id, material_id)
    return _material_page("events/plan/edit_material.html", event, material)


def _material_page(
    template: str, event: Event, material: EventMaterial | None
) -> ResponseReturnValue:
    brought = str((material and material.brought_by_id) or "")
    form = MaterialForm(obj=material, brought_by_id=brought)
    form.brought_by_id.choices = _or_none(queries.list_staff_of(event.id))
    if form.validate_on_submit():
        operations.save_material(
            actor=current_actor(),
            event=event,
            material=material,
            name=form.name.data,
            quantity=form.quantity.data or 1,
            brought_by_id=_key(form.brought_by_id.data),
            is_ready=form.is_ready.data,
        )
        return _back(event)
    return form_page(template, form=form, event=event)


@blueprint.route("/costs", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def set_costs(event_id: uuid.UUID) -> ResponseReturnValue:
    """Money and hours, expected and in the end."""
    event = _event(event_id)
    form = CostForm(obj=event)
    if form.validate_on_submit():
        operations.set_costs(
            actor=current_actor(),
            event=event,
            estimated_cents=form.cost_estimated_cents.data,
            actual_cents=form.cost_actual_cents.data,
            planned_minutes=form.minutes_planned.data,
            worked_minutes=form.minutes_worked.data,
        )
        return _back(event)
    return form_page("events/plan/set_costs.html", form=form, event=event)


@blueprint.post("/dates/<uuid:date_id>/remove")
@requires(Permission.EVENT_EDIT)
def remove_date(event_id: uuid.UUID, date_id: uuid.UUID) -> ResponseReturnValue:
    """Take a further date off again."""
    event = _event(event_id)
    return _remove(event, queries.get_part(EventDate, event.id, date_id))


@blueprint.post("/partners/<uuid:organisation_id>/remove")
@requires(Permission.EVENT_EDIT)
def remove_partner(event_id: uuid.UUID, organisation_id: uuid.UUID) -> ResponseReturnValue:
    """They do not hold it with us."""
    event = _event(event_id)
    key = (event.id, organisation_id)
    return _remove(event, queries.get_part(EventOrganisation, event.id, *key))


@blueprint.post("/staff/<uuid:staff_id>/remove")
@requires(Permission.EVENT_EDIT)
def remove_staff(event_id: uuid.UUID, staff_id: uuid.UUID) -> ResponseReturnValue:
    """They do not work there; what they would bring nobody brings now."""
    event = _event(event_id)
    return _remove(event, queries.get_part(EventStaff, event.id, staff_id))


@blueprint.post("/materials/<uuid:material_id>/remove")
@requires(Permission.EVENT_EDIT)
def remove_material(event_id: uuid.UUID, material_id: uuid.UUID) -> ResponseReturnValue:
    """It need not be there."""
    event = _event(event_id)
    return _remove(event, queries.get_part(EventMaterial, event.id, material_id))


def _event(event_id: uuid.UUID) -> Event:
    return get_event(current_actor(), event_id, Permission.EVENT_EDIT)


def _remove(event: Event, part: Any) -> ResponseReturnValue:
    operations.remove_part(actor=current_actor(), event=event, part=part)
    return _back(event)


def _back(event: Event) -> ResponseReturnValue:
    return redirect(url_for(".show_plan", event_id=event.id))


def _or_none(rows: Iterable[Any]) -> list[tuple[str, str]]:
    return [("", _("Nobody yet")), *((str(row.id), row.name) for row in rows)]


def _key(text: str) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None
