"""Worksheets on the desk."""

import uuid
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock, jobs
from liaison.errors import NotFound, WrongState
from liaison.i18n import _, current_language, settings
from liaison.indicators.figures import list_figures
from liaison.permissions import Actor, Permission
from liaison.places.queries import list_main_areas
from liaison.programs.operations import step_action
from liaison.programs.policy import ACTION_WORDS
from liaison.programs.queries import get_whole_program, list_programs
from liaison.web.forms import form_page
from liaison.web.guards import commits, current_actor, requires
from liaison.web.panels import Panel, PanelSource
from liaison.web.tables import read_year
from liaison.worksheets import exports, imports, operations, policy, queries
from liaison.worksheets.figures import measure_all
from liaison.worksheets.forms import (
    AddActionForm,
    Offers,
    ReviewWorksheetForm,
    StartWorksheetForm,
    SubmitWorksheetForm,
    UpdateActionForm,
    make_section_form,
    name_of,
)
from liaison.worksheets.jobs import EXPORT_PDF
from liaison.worksheets.models import Section, Worksheet, WorksheetState
from liaison.worksheets.operations import AnswersMissing, SavedMeanwhile

blueprint = Blueprint("worksheets", __name__, url_prefix="/desk/worksheets")

EDIT = Permission.WORKSHEET_EDIT
WORDS: dict[str, Any] = {
    "state_words": exports.STATE_WORDS,
    "step_words": exports.STEP_WORDS,
    "strength_words": exports.STRENGTH_WORDS,
    "action_words": ACTION_WORDS,
}


@blueprint.get("/")
@requires(Permission.WORKSHEET_VIEW)
def list_worksheets() -> ResponseReturnValue:
    """Worksheets by year and programme, with how complete each is."""
    actor = current_actor()
    state = request.args.get("state", "")
    year = request.args.get("year", type=read_year)
    worksheets = queries.list_worksheets(
        actor, year=year, state=WorksheetState(state) if state in set(WorksheetState) else None
    )
    return render_template(
        "worksheets/list_worksheets.html",
        worksheets=worksheets,
        filled=measure_all(worksheets),
        state=state,
        year=year,
        **WORDS,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(EDIT)
def start_worksheet() -> ResponseReturnValue:
    """Start one for a programme's plan year."""
    actor = current_actor()
    year = clock.today(settings().zone()).year
    form = StartWorksheetForm(year=year, program_id=request.args.get("program_id"))
    form.template_key.choices = [
        (key, imports.read_shipped(key)["title"]) for key in imports.SHIPPED
    ]
    programs = [(str(one.id), one.name) for one in list_programs(actor, EDIT, is_whole=True)]
    form.program_id.choices = [("", _("Choose one")), *programs]
    if form.validate_on_submit():
        worksheet = operations.start_worksheet(
            actor=actor,
            template=imports.publish_shipped(actor=actor, key=form.template_key.data),
            program=get_whole_program(actor, uuid.UUID(form.program_id.data), EDIT),
            year=form.year.data or year,
            key=form.once(actor),
        )
        return redirect(url_for(".show_worksheet", worksheet_id=worksheet.id))
    return form_page("worksheets/start_worksheet.html", form=form)


@blueprint.get("/<uuid:worksheet_id>")
@requires(Permission.WORKSHEET_VIEW)
def show_worksheet(worksheet_id: uuid.UUID) -> ResponseReturnValue:
    """Where it stands: sections, completeness, evidence, action plan, history."""
    actor = current_actor()
    worksheet = queries.get_worksheet(actor, worksheet_id)
    template, contents = worksheet.template.parsed, queries.find_contents(worksheet.id)
    return render_template(
        "worksheets/show_worksheet.html",
        worksheet=worksheet,
        sections=[
            (section, policy.measure_completeness(template, contents, section))
            for section in template.sections
        ],
        completeness=policy.measure_completeness(template, contents),
        evidence=policy.count_evidence(template, contents),
        unfounded=policy.list_without_evidence(template, contents),
        actions=queries.list_actions(worksheet.id),
        min_actions=template.min_actions,
        steps=queries.list_steps(worksheet.id),
        may_edit=policy.can_edit_worksheet(actor, worksheet),
        may_review=policy.can_review_worksheet(actor, worksheet),
        **WORDS,
    )


@blueprint.get("/<uuid:worksheet_id>/answers")
@requires(Permission.WORKSHEET_VIEW)
def show_answers(worksheet_id: uuid.UUID) -> ResponseReturnValue:
    """Everything that was answered, to read."""
    worksheet = queries.get_worksheet(current_actor(), worksheet_id)
    answers = queries.find_answers(worksheet.id)
    return render_template(
        "worksheets/show_answers.html",
        worksheet=worksheet,
        sections=exports.show_sections(worksheet.template.parsed, answers, exports.load_words()),
    )


@blueprint.get("/<uuid:worksheet_id>/answers/<question_key>")
@requires(Permission.WORKSHEET_VIEW)
def show_answer_history(worksheet_id: uuid.UUID, question_key: str) -> ResponseReturnValue:
    """What an answer was before, and who wrote it: nothing that was saved is lost."""
    worksheet = queries.get_worksheet(current_actor(), worksheet_id)
    question = next((q for q in worksheet.template.parsed.questions if q.key == question_key), None)
    answer = queries.find_answers(worksheet.id).get(question_key)
    if question is None or answer is None:
        raise NotFound
    earlier = queries.list_revisions(worksheet.id, question_key)
    words = exports.load_words()
    return render_template(
        "worksheets/show_answer_history.html",
        worksheet=worksheet,
        question=question,
        names=queries.find_names({answer.answered_by_id, *(one.by_id for one in earlier)}),
        versions=[
            (answer.answered_by_id, answer.answered_at, answer.content),
            *((one.by_id, one.at, one.content) for one in reversed(earlier)),
        ],
        show=lambda content: exports.show_answer(question, content, words),
    )


@blueprint.route("/<uuid:worksheet_id>/sections/<section_key>", methods=["GET", "POST"])
@requires(EDIT)
def fill_section(worksheet_id: uuid.UUID, section_key: str) -> ResponseReturnValue:
    """A page of questions. A draft is saved as it is."""
    worksheet, section = _section_to_fill(worksheet_id, section_key)
    answers = queries.find_answers(worksheet.id)
    form = make_section_form(section, answers, _offers(), request.args.get("more", ""))
    theirs: dict[str, exports.ShownAnswer] = {}
    if form.validate_on_submit():
        try:
            operations.save_answers(
                actor=current_actor(), worksheet=worksheet, entries=form.entries()
            )
        except SavedMeanwhile as clash:
            form.show_clashes(clash.answers)
            theirs = exports.show_theirs(section, clash.answers)
        else:
            return redirect(_after_saving(worksheet, section))
    return form_page(
        "worksheets/fill_section.html",
        form=form,
        worksheet=worksheet,
        section=section,
        place=worksheet.template.parsed.sections.index(section) + 1,
        answers=answers,
        theirs=theirs,
        name_of=name_of,
    )


@blueprint.post("/<uuid:worksheet_id>/sections/<section_key>/autosave")
@requires(EDIT)
@commits
def autosave_section(worksheet_id: uuid.UUID, section_key: str) -> ResponseReturnValue:
    """Save while it is being written; what cannot be saved yet waits for the button."""
    worksheet, section = _section_to_fill(worksheet_id, section_key)
    form = make_section_form(section, queries.find_answers(worksheet.id), _offers())
    if not form.validate_on_submit():
        return jsonify(saved=False), 422
    try:
        operations.save_answers(actor=current_actor(), worksheet=worksheet, entries=form.entries())
    except SavedMeanwhile:
        return jsonify(saved=False), 409
    return jsonify(saved=True)


def _section_to_fill(worksheet_id: uuid.UUID, key: str) -> tuple[Worksheet, Section]:
    actor = current_actor()
    worksheet = queries.get_worksheet(actor, worksheet_id, EDIT)
    section = next((one for one in worksheet.template.parsed.sections if one.key == key), None)
    if section is None:
        raise NotFound
    if not policy.can_edit_worksheet(actor, worksheet):
        raise WrongState(_("These answers can no longer be changed."))
    return worksheet, section


def _offers() -> Offers:
    return Offers(
        places=[(area.code, area.name) for area in list_main_areas()],
        indicators=[(source.key, source.definition) for source in list_figures()],
    )


def _after_saving(worksheet: Worksheet, section: Section) -> str:
    """The next section, the same one with more rows, or the overview: as the button says."""
    more = request.form.get("more", "")
    if any(question.key == more for question in section.questions):
        anchor = "q-" + more.replace(".", "-")
        return url_for(
            ".fill_section",
            worksheet_id=worksheet.id,
            section_key=section.key,
            more=more,
            _anchor=anchor,
        )
    flash(_("Saved: %(section)s", section=section.title))
    sections = worksheet.template.parsed.sections
    following = sections[sections.index(section) + 1 :]
    if request.form.get("go") == "overview":
        return url_for(".show_worksheet", worksheet_id=worksheet.id)
    if not following:
        return url_for(".plan_actions", worksheet_id=worksheet.id)
    return url_for(".fill_section", worksheet_id=worksheet.id, section_key=following[0].key)


@blueprint.route("/<uuid:worksheet_id>/actions", methods=["GET", "POST"])
@requires(Permission.WORKSHEET_VIEW)
def plan_actions(worksheet_id: uuid.UUID) -> ResponseReturnValue:
    """The action plan: what will be done, by whom, by when."""
    actor = current_actor()
    permission = EDIT if request.method == "POST" else Permission.WORKSHEET_VIEW
    worksheet = queries.get_worksheet(actor, worksheet_id, permission)
    template, contents = worksheet.template.parsed, queries.find_contents(worksheet.id)
    unknown = [
        question
        for question in template.questions
        if question.key in contents and contents[question.key].is_unknown
    ]
    about = next((one for one in unknown if one.key == request.args.get("about")), None)
    form = AddActionForm(text=_("Find out: %(question)s", question=about.prompt) if about else "")
    if form.validate_on_submit():
        added = form.attempt(
            operations.add_worksheet_action,
            actor=actor,
            worksheet=worksheet,
            text=form.text.data,
            owner_name=form.owner_name.data,
            due_on=form.due_on.data,
        )
        if added:
            return redirect(url_for(".plan_actions", worksheet_id=worksheet.id))
    return form_page(
        "worksheets/plan_actions.html",
        form=form,
        worksheet=worksheet,
        unknown=unknown,
        actions=queries.list_actions(worksheet.id),
        may_edit=policy.can_edit_worksheet(actor, worksheet),
        may_update=policy.reaches(actor, worksheet, EDIT),
        **WORDS,
    )


@blueprint.route("/<uuid:worksheet_id>/actions/<uuid:action_id>", methods=["GET", "POST"])
@requires(EDIT)
def update_action(worksheet_id: uuid.UUID, action_id: uuid.UUID) -> ResponseReturnValue:
    """Say how far an action is; after approval too."""
    actor = current_actor()
    worksheet = queries.get_worksheet(actor, worksheet_id, EDIT)
    action = queries.get_worksheet_action(worksheet, action_id)
    form = UpdateActionForm(evidence=action.evidence)
    form.offer_steps(action.state)
    if form.validate_on_submit():
        form.attempt(
            step_action,
            actor=actor,
            action=action,
            verb=form.verb.data,
            done_on=form.done_on.data,
            evidence=form.evidence.data,
        )
        if not form.errors:
            return redirect(url_for(".plan_actions", worksheet_id=worksheet.id))
    return form_page(
        "worksheets/update_action.html",
        form=form,
        worksheet=worksheet,
        action=action,
        **WORDS,
    )


@blueprint.route("/<uuid:worksheet_id>/submit", methods=["GET", "POST"])
@requires(EDIT)
def submit_worksheet(worksheet_id: uuid.UUID) -> ResponseReturnValue:
    """Send it to review, or see what is missing for that."""
    actor = current_actor()
    worksheet = queries.get_worksheet(actor, worksheet_id, EDIT)
    form, missing = SubmitWorksheetForm(), None
    if form.validate_on_submit():
        try:
            operations.submit_worksheet(actor=actor, worksheet=worksheet)
        except AnswersMissing as lack:
            missing = lack
        else:
            return redirect(url_for(".show_worksheet", worksheet_id=worksheet.id))
    page = render_template(
        "worksheets/submit_worksheet.html",
        form=form,
        worksheet=worksheet,
        missing=missing,
        name_of=name_of,
    )
    return page, 422 if missing else 200


@blueprint.route("/<uuid:worksheet_id>/review", methods=["GET", "POST"])
@requires(Permission.WORKSHEET_APPROVE)
def review_worksheet(worksheet_id: uuid.UUID) -> ResponseReturnValue:
    """Approve it or ask for changes; not by who started it."""
    actor = current_actor()
    worksheet = queries.get_worksheet(actor, worksheet_id, Permission.WORKSHEET_APPROVE)
    form, missing = ReviewWorksheetForm(), None
    if form.validate_on_submit():
        try:
            form.attempt(
                getattr(operations, form.decision.data),  # one of the form's two choices
                actor=actor,
                worksheet=worksheet,
                note=form.note.data,
            )
        except AnswersMissing as lack:
            missing = lack
        else:
            if not form.errors:
                return redirect(url_for(".show_worksheet", worksheet_id=worksheet.id))
    page = render_template(
        "worksheets/review_worksheet.html",
        form=form,
        worksheet=worksheet,
        missing=missing,
        may_review=policy.can_review_worksheet(actor, worksheet),
    )
    return page, 422 if missing or form.errors else 200


@blueprint.post("/<uuid:worksheet_id>/pdf")
@requires(Permission.WORKSHEET_VIEW)
def export_worksheet(worksheet_id: uuid.UUID) -> ResponseReturnValue:
    """Ask the worker for the PDF."""
    actor = current_actor()
    worksheet = queries.get_worksheet(actor, worksheet_id)
    here = url_for(".show_worksheet", worksheet_id=worksheet.id)
    job = jobs.enqueue(
        EXPORT_PDF,
        asked_by_id=actor.user_id,
        worksheet_id=str(worksheet.id),
        for_user_id=str(actor.user_id),
        language=current_language().tag,
    )
    return redirect(url_for("desk.show_job", job_id=job.id, next=here))


def _waiting_panel(actor: Actor) -> Panel | None:
    waiting = queries.list_waiting(actor)
    if not waiting:
        return None
    return Panel(
        title=_("Worksheets waiting for you"),
        template="worksheets/_waiting.html",
        data={"worksheets": waiting} | WORDS,
        links=((_("All worksheets"), url_for("worksheets.list_worksheets")),),
    )


panels = (
    PanelSource(
        key="worksheets.waiting",
        permission=Permission.WORKSHEET_VIEW,
        order=40,
        make=_waiting_panel,
    ),
)
