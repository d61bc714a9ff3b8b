"""Programmes on the desk."""

import uuid

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison.accounts.queries import list_users_with_role
from liaison.city.queries import list_departments
from liaison.i18n import _
from liaison.permissions import Permission, Role
from liaison.programs import operations, queries
from liaison.programs.forms import EditProgramForm, PlanYearForm, ProgramForm
from liaison.programs.models import PlanYear, Program
from liaison.programs.policy import ACTION_WORDS
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("programs", __name__, url_prefix="/desk/programs")


@blueprint.get("/")
@requires(Permission.PROGRAM_VIEW)
def list_programs() -> ResponseReturnValue:
    """All programmes the actor may see."""
    programs = queries.list_programs(current_actor())
    return render_template("programs/list_programs.html", programs=programs)


@blueprint.get("/<uuid:program_id>")
@requires(Permission.PROGRAM_VIEW)
def show_program(program_id: uuid.UUID) -> ResponseReturnValue:
    """One programme with its plan years and actions."""
    actor = current_actor()
    program = queries.get_program(actor, program_id)
    return render_template(
        "programs/show_program.html",
        program=program,
        plan_years=queries.list_plan_years(program.id),
        actions=queries.list_actions(program.id),
        may_edit=_may_edit(program),
        action_words=ACTION_WORDS,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.PROGRAM_EDIT)
def create_program() -> ResponseReturnValue:
    """Add a programme."""
    form = ProgramForm()
    _offer_choices(form)
    if form.validate_on_submit():
        program = form.attempt(
            operations.create_program,
            actor=current_actor(),
            key=form.key.data,
            name=form.name.data,
            purpose=form.purpose.data,
            department_id=uuid.UUID(form.department_id.data),
            owner_id=_key(form.owner_id.data),
        )
        if program:
            return redirect(url_for(".show_program", program_id=program.id))
    return form_page("programs/create_program.html", form=form)


@blueprint.route("/<uuid:program_id>/edit", methods=["GET", "POST"])
@requires(Permission.PROGRAM_EDIT)
def edit_program(program_id: uuid.UUID) -> ResponseReturnValue:
    """Change a programme."""
    program = queries.get_whole_program(current_actor(), program_id, Permission.PROGRAM_EDIT)
    form = EditProgramForm(obj=program)
    _offer_choices(form, program)
    if form.validate_on_submit():
        operations.edit_program(
            actor=current_actor(),
            program=program,
            name=form.name.data,
            purpose=form.purpose.data,
            department_id=uuid.UUID(form.department_id.data),
            owner_id=_key(form.owner_id.data),
            is_active=form.is_active.data,
        )
        return redirect(url_for(".show_program", program_id=program.id))
    return form_page("programs/edit_program.html", form=form, program=program)


@blueprint.route("/<uuid:program_id>/years/new", methods=["GET", "POST"])
@blueprint.route("/<uuid:program_id>/years/<int(min=1990, max=2100):year>", methods=["GET", "POST"])
@requires(Permission.PROGRAM_EDIT)
def set_plan_year(program_id: uuid.UUID, year: int | None = None) -> ResponseReturnValue:
    """Add or change a plan year."""
    program = queries.get_whole_program(current_actor(), program_id, Permission.PROGRAM_EDIT)
    plan = queries.find_plan_year(program.id, year) if year else None
    form = PlanYearForm(**_plan_values(plan, year))
    if form.validate_on_submit():
        operations.set_plan_year(
            actor=current_actor(),
            program=program,
            year=int(form.year.data or 0),
            budget_cents=form.budget_cents.data,
            aim=form.aim.data,
        )
        return redirect(url_for(".show_program", program_id=program.id))
    return form_page("programs/set_plan_year.html", form=form, program=program)


def _plan_values(plan: PlanYear | None, year: int | None) -> dict[str, object]:
    if plan is None:
        return {"year": year}
    return {"year": plan.year, "budget_cents": plan.budget_cents, "aim": plan.aim}


def _offer_choices(form: EditProgramForm, program: Program | None = None) -> None:
    scope = current_actor().scope(Permission.PROGRAM_EDIT)
    departments = [
        (str(department.id), department.name)
        for department in list_departments()
        if scope.everywhere
        or department.id in scope.department_ids
        or (program and department.id == program.department_id)  # it may stay where it is
    ]
    form.department_id.choices = [("", _("Choose one")), *departments]
    owners = list_users_with_role(Role.PROGRAM_MANAGER)
    form.owner_id.choices = [("", _("Nobody yet"))] + [(str(user.id), user.name) for user in owners]


def _may_edit(program: Program) -> bool:
    scope = current_actor().scope(Permission.PROGRAM_EDIT)
    return (
        scope.everywhere
        or program.department_id in scope.department_ids
        or program.id in scope.program_ids
    )


def _key(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None
