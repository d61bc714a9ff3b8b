"""The city's settings on the desk."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from liaison.city import operations, queries
from liaison.city.forms import CityForm, DepartmentForm
from liaison.city.queries import CitySettings
from liaison.errors import NotAllowed
from liaison.i18n import _, settings
from liaison.permissions import Actor, Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("city", __name__, url_prefix="/desk/city")


def _citywide_actor() -> Actor:
    """Whose right to edit the city is not limited to a part of it."""
    actor = current_actor()
    if not actor.scope(Permission.CITY_EDIT).everywhere:
        raise NotAllowed
    return actor


@blueprint.route("/", methods=["GET", "POST"])
@requires(Permission.CITY_EDIT)
def edit_city() -> ResponseReturnValue:
    """Name, colour, contact details, plan year; and the departments below."""
    actor = _citywide_actor()
    city = queries.find_city_settings() or CitySettings(settings().city_name)
    form = CityForm(obj=city)
    form.offer()
    if form.validate_on_submit():
        form.attempt(
            operations.edit_city,
            actor=actor,
            name=form.name.data,
            accent=form.accent.data,
            plan_year_starts=form.plan_year_starts.data,
            contact_email=form.contact_email.data,
            contact_phone=form.contact_phone.data,
        )
        if not form.errors:
            flash(_("Saved. All pages show it within a minute."))
            return redirect(url_for(".edit_city"))
    return form_page("city/edit_city.html", form=form, departments=queries.list_departments())


@blueprint.route("/departments/add", methods=["GET", "POST"])
@requires(Permission.CITY_EDIT)
def add_department() -> ResponseReturnValue:
    """Add a department."""
    actor, form = _citywide_actor(), DepartmentForm()
    if form.validate_on_submit():
        form.attempt(operations.add_department, actor=actor, name=form.name.data)
        if not form.errors:
            return redirect(url_for(".edit_city"))
    return form_page("city/add_department.html", form=form)


@blueprint.route("/departments/<uuid:department_id>/rename", methods=["GET", "POST"])
@requires(Permission.CITY_EDIT)
def rename_department(department_id: uuid.UUID) -> ResponseReturnValue:
    """Give a department another name."""
    actor = _citywide_actor()
    form = DepartmentForm(obj=queries.get_department(department_id))
    if form.validate_on_submit():
        form.attempt(
            operations.rename_department,
            actor=actor,
            department_id=department_id,
            name=form.name.data,
        )
        if not form.errors:
            return redirect(url_for(".edit_city"))
    return form_page("city/rename_department.html", form=form)
