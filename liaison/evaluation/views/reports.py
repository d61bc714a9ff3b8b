"""Reports on the desk, and the pictures in them."""

import uuid

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison import clock, i18n, jobs
from liaison.evaluation import operations, queries
from liaison.evaluation.exports.document import title_of
from liaison.evaluation.exports.pictures import find_picture
from liaison.evaluation.exports.plain import json_bytes
from liaison.evaluation.exports.snapshot import find_snapshot
from liaison.evaluation.exports.workbook import workbook
from liaison.evaluation.figures.report import assemble_report
from liaison.evaluation.figures.words import written_rows
from liaison.evaluation.forms import WriteReportTextsForm
from liaison.permissions import Permission
from liaison.web.forms import Form, form_page
from liaison.web.guards import current_actor, public, requires

blueprint = Blueprint("evaluation", __name__)

_ONE = "/desk/reports/<uuid:program_id>/<int:year>"
_KINDS = {
    "json": (json_bytes, "application/json"),
    "xlsx": (workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@blueprint.get("/desk/reports/")
@requires(Permission.REPORT_VIEW)
def list_reports() -> ResponseReturnValue:
    """Each programme's years."""
    this_year = clock.today(i18n.settings().zone()).year
    reports = queries.list_reports(current_actor(), until=this_year)
    return render_template("evaluation/reports/list_reports.html", reports=reports)


@blueprint.get(_ONE)
@requires(Permission.REPORT_VIEW)
def show_report(program_id: uuid.UUID, year: int) -> ResponseReturnValue:
    """The report on the screen."""
    subject = queries.get_subject(current_actor(), program_id, year)
    kept = find_snapshot(program_id, year)
    if kept is None:
        program = subject.program
        return render_template(
            "evaluation/reports/count_report.html", program=program, year=year, form=Form()
        )
    report = assemble_report(subject, year, kept.sections, kept.made_at)
    return render_template(
        "evaluation/reports/show_report.html",
        report=report,
        heading=title_of(report),
        pictures=kept.pictures,
        written_rows=written_rows,
        program_id=program_id,
        form=Form(),
    )


@blueprint.post(f"{_ONE}/numbers")
@requires(Permission.REPORT_VIEW)
def refresh_report(program_id: uuid.UUID, year: int) -> ResponseReturnValue:
    """Ask the worker to count the report anew; the page of that work leads back to it."""
    actor = current_actor()
    queries.get_subject(actor, program_id, year)
    job = jobs.enqueue(
        "evaluation.refresh_report",
        asked_by_id=actor.user_id,
        program_id=str(program_id),
        year=year,
        language=i18n.current_language().tag,
    )
    here = url_for(".show_report", program_id=program_id, year=year)
    return redirect(url_for("desk.show_job", job_id=job.id, next=here))


@blueprint.route(f"{_ONE}/texts", methods=["GET", "POST"])
@requires(Permission.REPORT_EDIT)
def edit_report_texts(program_id: uuid.UUID, year: int) -> ResponseReturnValue:
    """Write the summary."""
    actor = current_actor()
    program = queries.get_subject(actor, program_id, year, to_write=True).program
    known = queries.list_texts(program_id, year)
    form = WriteReportTextsForm(data={slot: text.text for slot, text in known.items()})
    if form.validate_on_submit():
        texts = {slot: form[slot].data for slot in ("findings", "numbers", "actions")}
        form.attempt(
            operations.write_report_texts,
            actor=actor,
            program_id=program_id,
            year=year,
            texts=texts,
        )
        return redirect(url_for(".show_report", program_id=program_id, year=year))
    return form_page(
        "evaluation/reports/edit_report_texts.html", form=form, program=program, year=year
    )


@blueprint.post(f"{_ONE}/document")
@requires(Permission.REPORT_VIEW)
def make_report_document(program_id: uuid.UUID, year: int) -> ResponseReturnValue:
    """Ask the worker for the PDF, and show how far it is."""
    actor = current_actor()
    queries.get_subject(actor, program_id, year)
    job = jobs.enqueue(
        "evaluation.render_report",
        asked_by_id=actor.user_id,
        user_id=str(actor.user_id),
        program_id=str(program_id),
        year=year,
        language=i18n.current_language().tag,
    )
    here = url_for(".show_report", program_id=program_id, year=year)
    return redirect(url_for("desk.show_job", job_id=job.id, next=here))


@blueprint.get(f"{_ONE}/report.<any(json, xlsx):kind>")
@requires(Permission.REPORT_VIEW)
def download_report(program_id: uuid.UUID, year: int, kind: str) -> ResponseReturnValue:
    """The numbers of the page as a file."""
    subject = queries.get_subject(current_actor(), program_id, year)
    kept = find_snapshot(program_id, year)
    if kept is None:
        return redirect(url_for(".show_report", program_id=program_id, year=year))
    report = assemble_report(subject, year, kept.sections, kept.made_at)
    make, mimetype = _KINDS[kind]
    response = Response(make(report), mimetype=mimetype)
    name = f"{report.program_key}-{year}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/figures/<name>.svg")
@public
def show_figure(name: str) -> ResponseReturnValue:
    """A picture, for whoever was given its unguessable name; it never changes."""
    response = Response(find_picture(name), mimetype="image/svg+xml")
    response.cache_control.public = True
    response.cache_control.max_age = 31_536_000
    response.cache_control.immutable = True
    return response
