"""The desk: collection points with their codes, paper keyed in, and the protected tables."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.demographics import operations
from liaison.demographics.figures import (
    BLANK,
    PREFER_NOT,
    ProtectedTable,
    by_question,
    count_answers,
    count_offered,
    find_last_year,
    protect_question,
)
from liaison.demographics.forms import CollectionPointForm, FormsOfferedForm, PaperForm
from liaison.demographics.models import CollectionPoint, Mode, NonAnswer
from liaison.demographics.queries import points
from liaison.demographics.queries.packs import CORE, get_pack
from liaison.i18n import (
    _,
    _l,
    _lp,
    current_language,
    enabled_languages,
    in_language,
    number,
    percent,
    settings,
)
from liaison.permissions import Permission
from liaison.places.queries import list_main_areas
from liaison.programs.queries import list_programs
from liaison.statistics.disclosure.cells import Cell, Hidden, Shown
from liaison.web.exports import qr_svg
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires
from liaison.web.tables import Column

blueprint = Blueprint("demographics_desk", __name__, url_prefix="/desk/demographics")

ON_PAPER = (
    (NonAnswer.PREFER_NOT, _l("Ticked “prefer not to say”")),
    (NonAnswer.DECLINED_VERBALLY, _l("Said they would rather not")),
    (NonAnswer.UNREADABLE, _l("Cannot be read")),
    (NonAnswer.NOT_OFFERED, _l("Was not on their form")),
)
COLUMNS = (
    Column(_l("Answer")),
    Column(_lp("how many", "People"), is_number=True),
    Column(_l("Share of those who answered"), is_number=True),
)


@blueprint.get("/")
@requires(Permission.DEMOGRAPHICS_COLLECT)
def list_collection_points() -> ResponseReturnValue:
    """Where the form is or was offered."""
    return render_template(
        "demographics/desk/list_collection_points.html",
        points=points.list_collection_points(current_actor()),
        today=clock.today(settings().zone()),
    )


@blueprint.route("/points/new", methods=["GET", "POST"])
@requires(Permission.DEMOGRAPHICS_COLLECT)
def create_collection_point() -> ResponseReturnValue:
    """Offer the form for a programme."""
    actor = current_actor()
    today = clock.today(settings().zone())
    form = CollectionPointForm(
        program_id=request.args.get("program"), opens_on=today, closes_on=today
    )
    programs = list_programs(actor, Permission.DEMOGRAPHICS_COLLECT, is_whole=True)
    form.program_id.choices = [("", _("Choose one")), *((str(p.id), p.name) for p in programs)]
    if form.validate_on_submit():
        point = form.attempt(
            operations.create_collection_point,
            actor=actor,
            program_id=uuid.UUID(form.program_id.data),
            label=form.label.data,
            opens_on=form.opens_on.data,
            closes_on=form.closes_on.data,
            key=form.once(actor),
        )
        if point:
            return redirect(url_for(".show_collection_point", point_id=point.id))
    return form_page("demographics/desk/create_collection_point.html", form=form)


@blueprint.route("/points/<uuid:point_id>", methods=["GET", "POST"])
@requires(Permission.DEMOGRAPHICS_COLLECT)
def show_collection_point(point_id: uuid.UUID) -> ResponseReturnValue:
    """The code, how to hand it out, and afterwards how many were offered the form."""
    point = points.get_collection_point(current_actor(), point_id)
    form = FormsOfferedForm(obj=point)
    if form.validate_on_submit():
        operations.set_forms_offered(
            actor=current_actor(), point=point, forms_offered=form.forms_offered.data
        )
        flash(_("Saved."))
        return redirect(url_for(".show_collection_point", point_id=point.id))
    pack = get_pack(point.pack)
    return form_page(
        "demographics/desk/show_collection_point.html",
        form=form,
        point=point,
        address=_public_address(point),
        is_open=points.is_open(point, clock.today(settings().zone())),
        pack=pack,
        unreviewed=[language for language in enabled_languages() if pack.is_draft(language.tag)],
    )


@blueprint.get("/points/<uuid:point_id>/print")
@requires(Permission.DEMOGRAPHICS_COLLECT)
def print_collection_point(point_id: uuid.UUID) -> ResponseReturnValue:
    """A sheet to hang up: the code and why we ask, in every language."""
    point = points.get_collection_point(current_actor(), point_id)
    pack = get_pack(point.pack)
    invitations = []
    for language in enabled_languages():
        with in_language(language.tag):
            invitations.append((language, pack.title, pack.reason))
    return render_template(
        "demographics/desk/print_collection_point.html",
        point=point,
        address=_public_address(point),
        typed_at=f"{settings().base_url}/answer",
        invitations=invitations,
    )


@blueprint.get("/points/<uuid:point_id>/code.svg")
@requires(Permission.DEMOGRAPHICS_COLLECT)
def draw_code(point_id: uuid.UUID) -> ResponseReturnValue:
    """The code for a camera."""
    point = points.get_collection_point(current_actor(), point_id)
    return Response(qr_svg(_public_address(point)), mimetype="image/svg+xml")


@blueprint.route("/points/<uuid:point_id>/paper", methods=["GET", "POST"])
@requires(Permission.DEMOGRAPHICS_COLLECT)
def key_paper_form(point_id: uuid.UUID) -> ResponseReturnValue:
    """Key a paper form in, and then the next one.

    The batch of the pile is only said on the page: no answer is stored with it.
    """
    point = points.get_collection_point(current_actor(), point_id)
    batch = request.args.get("batch", "")[:12]
    form, pack, areas = PaperForm(), get_pack(point.pack), list_main_areas()
    if form.validate_on_submit():
        operations.store_response(
            point=point,
            language=_language_of_paper(),
            mode=Mode.PAPER,
            ticked={q.key: request.form.getlist(q.key) for q in pack.questions},
            area_codes=[area.code for area in areas],
        )
        flash(_("Saved. Key the next one."))
        same_pile: dict[str, Any] = {"lang": _language_of_paper(), "batch": batch or None}
        return redirect(url_for(".key_paper_form", point_id=point.id, **same_pile))
    return form_page(
        "demographics/desk/key_paper_form.html",
        form=form,
        point=point,
        batch=batch,
        pack=pack,
        areas=areas,
        non_answers=ON_PAPER,
        paper_languages=enabled_languages(),
        paper_language=_language_of_paper(),
    )


@blueprint.get("/tables")
@requires(Permission.DEMOGRAPHICS_VIEW)
def show_tables() -> ResponseReturnValue:
    """Who took part in a programme in a year, question by question, small counts protected."""
    programs = list_programs(current_actor(), Permission.DEMOGRAPHICS_VIEW, is_whole=True)
    asked = request.args.get("program", "")
    program = next((p for p in programs if str(p.id) == asked), programs[0] if programs else None)
    this_year = clock.today(settings().zone()).year
    last = find_last_year(current_actor(), program_id=program.id) if program else None
    year = min(max(request.args.get("year", last or this_year, type=int), 1990), 2100)
    years = sorted({year, *range(this_year - 5, this_year + 1)}, reverse=True)
    return render_template(
        "demographics/desk/show_tables.html",
        choices_of_programs=[(p.id, p.name) for p in programs],
        choices_of_years=[(it, it) for it in years],
        program=program,
        year=year,
        columns=COLUMNS,
        **(_tables_of(program.id, year) if program else {"tables": [], "offered": None}),
    )


@dataclass(frozen=True)
class _Shown:
    """A table in words."""

    key: str
    title: str
    rows: list[tuple[str, str, str]]


def _tables_of(program_id: uuid.UUID, year: int) -> dict[str, Any]:
    actor = current_actor()
    names = {area.code: area.name for area in list_main_areas()}
    counted = by_question(count_answers(actor, program_id=program_id, year=year))
    protected = [
        protect_question(question, counted[question.key], names)
        for question in get_pack(CORE).questions
        if question.key in counted
    ]
    return {
        "tables": [_Shown(table.key, table.title, _rows(table)) for table in protected],
        "offered": count_offered(actor, program_id=program_id, year=year),
    }


def _rows(table: ProtectedTable) -> list[tuple[str, str, str]]:
    """Answers, then who did not answer, then the sums."""
    silent = table.silent
    return [
        *(
            (label, _in_words(cell), "" if part is None else percent(part))
            for label, cell, part in table.rows
        ),
        (_("Preferred not to say"), _in_words(silent[PREFER_NOT]), ""),
        (_("Left blank or not asked"), _in_words(silent[BLANK]), ""),
        (_("Answered this question"), _in_words(table.answered), ""),
        (_("Filled in a form"), _in_words(table.total), ""),
    ]


def _in_words(cell: Cell) -> str:
    if isinstance(cell, Shown):
        return number(cell.value)
    if isinstance(cell, Hidden):
        return str(_("fewer than %(number)s", number=cell.below))
    return str(_("not shown"))


def _public_address(point: CollectionPoint) -> str:
    return f"{settings().base_url}/answer/{point.code}"


def _language_of_paper() -> str:
    """The language the paper was printed in; keyed once for the whole pile."""
    tag = request.values.get("lang", "")
    return tag if tag in settings().languages else current_language().tag
