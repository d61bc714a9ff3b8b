"""What staff learned: one's own entries, and for who manages a division its people and gaps."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.i18n import _, _l, _lp, _n, _p, settings
from liaison.permissions import Permission
from liaison.training.forms.learning import DivisionLearningForm, OwnLearningForm
from liaison.training.operations import learning as operations
from liaison.training.operations.learning import LearningDetails
from liaison.training.policy.learning import GAP_MONTHS, since
from liaison.training.queries import learning as queries
from liaison.web.exports import csv_response, xlsx_response
from liaison.web.forms import Form, form_page
from liaison.web.guards import current_actor, requires
from liaison.web.tables import Column

blueprint = Blueprint("learning", __name__, url_prefix="/desk/learning")
PEOPLE = (
    Column(_lp("of a person", "Name")),
    Column(_l("Last training")),
    Column(_l("Time in these months"), is_number=True),
)


@blueprint.get("/")
@requires(Permission.DESK_USE)
def list_own_learning() -> ResponseReturnValue:
    """One's own trainings, and the way to the divisions one manages."""
    actor = current_actor()
    return render_template(
        "training/learning/list_own_learning.html",
        entries=queries.list_own(actor.user_id),
        divisions=queries.list_managed(actor),
        form=Form(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.DESK_USE)
def enter_own_learning() -> ResponseReturnValue:
    """Enter a training one had."""
    actor = current_actor()
    divisions = queries.list_own_divisions(actor.user_id)
    if not divisions:
        return render_template("training/learning/no_division.html")
    form = OwnLearningForm(department_id=str(divisions[0].id))
    form.department_id.choices = [(str(one.id), one.name) for one in divisions]
    if form.validate_on_submit():
        details = _details(form, uuid.UUID(form.department_id.data), form.needs_more.data)
        if form.attempt(
            operations.enter_own_learning, actor=actor, details=details, key=form.once(actor)
        ):
            flash(_("Saved."))
            return redirect(url_for(".list_own_learning"))
    return form_page("training/learning/enter_own_learning.html", form=form)


@blueprint.post("/<uuid:entry_id>/drop")
@requires(Permission.DESK_USE)
def drop_learning(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Take an entry back."""
    actor = current_actor()
    entry = queries.get_entry(actor, entry_id)
    is_own, department_id = entry.user_id == actor.user_id, entry.department_id
    operations.drop_learning(actor=actor, entry=entry)
    flash(_("The entry is gone."))
    if is_own:
        return redirect(url_for(".list_own_learning"))
    return redirect(url_for(".show_division", department_id=department_id))


@blueprint.get("/divisions/<uuid:department_id>")
@requires(Permission.LEARNING_VIEW)
def show_division(department_id: uuid.UUID) -> ResponseReturnValue:
    """Who of a division had which training, those without one first."""
    division = queries.get_managed(current_actor(), department_id)
    first_day = since(clock.today(settings().zone()))
    learners = queries.list_learners(division.id, first_day)
    if request.args.get("format") in {"csv", "xlsx"}:
        answer = csv_response if request.args["format"] == "csv" else xlsx_response
        header = [_p("of a person", "Name"), _("Last training"), _("Minutes")]
        return answer(
            "learning", header, [(one.name, one.last_on, one.minutes) for one in learners]
        )
    gaps = sum(one.has_gap for one in learners)
    return render_template(
        "training/learning/show_division.html",
        division=division,
        columns=PEOPLE,
        learners=learners,
        gaps=gaps,
        count=_n("%(num)s person", "%(num)s people", len(learners)),
        entries=queries.list_entries(division.id, first_day),
        months=GAP_MONTHS,
        form=Form(),
    )


@blueprint.route("/divisions/<uuid:department_id>/new", methods=["GET", "POST"])
@requires(Permission.LEARNING_VIEW)
def enter_learning(department_id: uuid.UUID) -> ResponseReturnValue:
    """Enter one training for all of a division who took part."""
    actor = current_actor()
    division = queries.get_managed(actor, department_id)
    form = DivisionLearningForm()
    learners = queries.list_learners(division.id, since(clock.today(settings().zone())))
    form.people.choices = [(str(one.user_id), one.name) for one in learners]
    if form.validate_on_submit():
        details = _details(form, division.id)
        entries = form.attempt(
            operations.enter_learning,
            actor=actor,
            user_ids=[uuid.UUID(one) for one in form.people.data],
            details=details,
            key=form.once(actor),
        )
        if entries:
            flash(_n("Saved for %(num)s person.", "Saved for %(num)s people.", len(entries)))
            return redirect(url_for(".show_division", department_id=division.id))
    return form_page("training/learning/enter_learning.html", form=form, division=division)


def _details(form: Form, department_id: uuid.UUID, needs_more: str = "") -> LearningDetails:
    typed = {name: form[name].data for name in ("competency", "held_on", "minutes")}
    return LearningDetails(department_id=department_id, needs_more=needs_more, **typed)
