"""Paper of events: what is printed, what is keyed from it, and what is still out."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import jobs
from liaison.errors import WrongState
from liaison.events.forms.paper import (
    CountCardsForm,
    KeyRowsForm,
    PrintBatchForm,
    read_sign_ins,
    sign_in_grid,
)
from liaison.events.jobs.paper import DRAW_BATCH
from liaison.events.models.door import PaperBatch, PaperKind
from liaison.events.models.event import Event
from liaison.events.operations import paper as operations
from liaison.events.operations.sign_in_sheets import key_sign_ins
from liaison.events.policy.paper import (
    KEYED_AT_ONCE,
    KINDS,
    NUMBERED,
    PAPERS,
    count_still_out,
    row_code,
    usual_paper,
)
from liaison.events.queries import paper as queries
from liaison.events.queries.events import get_event
from liaison.i18n import _, _l, _n, enabled_languages, settings
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.grids import Grid, read_voided, sent_numbers
from liaison.web.guards import current_actor, may_open, requires
from liaison.web.tables import PAGE_SIZE, Column, Page, page_number

blueprint = Blueprint("event_paper", __name__, url_prefix="/desk/events")
CARD = PaperKind.CARD
COUNTS = (
    Column(_l("Printed"), is_number=True),
    Column(_l("Came back"), is_number=True),
    Column(_l("Void"), is_number=True),
    Column(_l("Still out"), is_number=True),
)
OF_EVENT = (Column(_l("Code")), Column(_l("What")), Column(_l("Printed on")), *COUNTS)
OPEN = (Column(_l("Code")), Column(_l("What")), Column(_l("Event")), *COUNTS)
PAPER_WORDS = {"letter": _l("Letter"), "a4": _l("A4")}


@blueprint.get("/paper")
@requires(Permission.EVENT_EDIT)
def list_open_batches() -> ResponseReturnValue:
    """Paper that is still out, and the way from a code on a sheet to its page."""
    actor, typed, page = current_actor(), request.args.get("code", "").strip(), page_number()
    batch = queries.find_batch(actor, typed) if typed else None
    if batch:
        return redirect(url_for(".show_batch", event_id=batch.event_id, code=batch.code))
    rows, total = queries.list_open_batches(actor, skip=(page - 1) * PAGE_SIZE, size=PAGE_SIZE)
    return render_template(
        "events/paper/list_open_batches.html",
        page=Page(rows, total, page),
        typed=typed,
        columns=OPEN,
        kinds=KINDS,
        still_out=count_still_out,
    )


@blueprint.get("/<uuid:event_id>/paper")
@requires(Permission.EVENT_EDIT)
def list_batches(event_id: uuid.UUID) -> ResponseReturnValue:
    """What was printed for the event, and whether all of it is accounted for."""
    event = _event(event_id)
    return render_template(
        "events/paper/list_batches.html",
        event=event,
        batches=queries.list_batches(event.id),
        columns=OF_EVENT,
        kinds=KINDS,
        still_out=count_still_out,
    )


@blueprint.route("/<uuid:event_id>/paper/new", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def print_batch(event_id: uuid.UUID) -> ResponseReturnValue:
    """Choose what to print."""
    actor, event, country = current_actor(), _event(event_id), settings().country
    tags = [language.tag for language in enabled_languages()]
    usual = [tag for tag in tags if tag == "en" or tag in event.offered_languages]
    form = PrintBatchForm(kind=PaperKind.SIGN_IN.value, languages=usual, paper=usual_paper(country))
    form.kind.choices = [(kind.value, words) for kind, words in _kinds(event)]
    form.languages.choices = [(it.tag, it.name) for it in enabled_languages()]
    form.paper.choices = [(paper, PAPER_WORDS[paper]) for paper in PAPERS]
    if form.validate_on_submit():
        batch = form.attempt(
            operations.print_batch,
            actor=actor,
            event=event,
            zone=settings().zone(),
            kind=PaperKind(form.kind.data),
            languages=form.languages.data,
            printed=form.printed.data,
            key=form.once(actor),
        )
        if batch:
            return _draw(
                batch, paper=form.paper.data, with_picture=form.with_picture.data, key=batch.id
            )
    return form_page("events/paper/print_batch.html", form=form, event=event)


@blueprint.route("/<uuid:event_id>/paper/<code>", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def show_batch(event_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """One batch: what came back, what is missing; cards are counted here."""
    event = _event(event_id)
    batch = queries.get_batch(event.id, code)
    form = CountCardsForm(returned=batch.returned, voided=batch.voided)
    if batch.kind is CARD and form.validate_on_submit():
        counts = {"returned": form.returned.data, "voided": form.voided.data}
        before: dict[str, Any] = {"returned": batch.returned, "voided": batch.voided}
        done = form.attempt(_count, batch=batch, **counts)
        if done:
            undo_url = url_for(".count_cards_again", **_place(batch), **before)
            flash({"text": _("The count is saved."), "undo_url": undo_url})  # type: ignore[arg-type]  # the toast takes both
            return redirect(url_for(".show_batch", **_place(batch)))
    is_numbered = batch.kind in NUMBERED
    missing = queries.list_numbers_out(batch) if is_numbered else []
    return form_page(
        "events/paper/show_batch.html",
        form=form,
        event=event,
        batch=batch,
        kind=KINDS[batch.kind],
        still_out=count_still_out(batch),
        missing=[row_code(batch, n) for n in missing],
        rows=[
            (row_code(batch, row.number), row) for row in queries.list_paper_rows(batch.id)
        ] if is_numbered else [],
        papers=PAPER_WORDS,
        usual_paper=usual_paper(settings().country),
        keying_url=_keying_url(event, batch),
    )  # fmt: skip


@blueprint.post("/<uuid:event_id>/paper/<code>/pdf")
@requires(Permission.EVENT_EDIT)
def draw_batch(event_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Ask the worker for the PDF of a batch again: the same rows, no new ones."""
    batch = queries.get_batch(_event(event_id).id, code)
    paper = request.form.get("paper", "")
    return _draw(
        batch,
        paper=paper if paper in PAPERS else usual_paper(settings().country),
        with_picture=True,
    )


@blueprint.route("/<uuid:event_id>/paper/<code>/key", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def key_sign_in_rows(event_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """A table for the rows of a sign-in sheet that are still out, forty at a time."""
    event = _event(event_id)
    batch = queries.get_batch(event.id, code)
    if batch.kind is not PaperKind.SIGN_IN:
        raise WrongState(_("This is not a sign-in sheet."))
    form, sent = KeyRowsForm(), request.form
    if form.validate_on_submit():
        grid = sign_in_grid(batch, sent_numbers(sent, among=range(1, batch.printed + 1)))
        grid.read(sent)
        if _keyed(event, batch, grid, is_rest_void=form.void_rest.data):
            flash(_("The rows are saved."))
            is_done = not count_still_out(batch)
            goal = ".show_batch" if is_done or form.void_rest.data else ".key_sign_in_rows"
            return redirect(url_for(goal, **_place(batch)))
    else:
        grid = sign_in_grid(batch, queries.list_numbers_out(batch)[:KEYED_AT_ONCE])
    page = render_template(
        "events/paper/key_sign_in_rows.html", form=form, event=event, batch=batch, grid=grid
    )
    return page, 422 if grid.has_problems or form.errors else 200


def _keyed(event: Event, batch: PaperBatch, grid: Grid, *, is_rest_void: bool) -> bool:
    """Store what the table says, all of it or nothing."""
    actor = current_actor()
    rows, voided = read_sign_ins(grid), read_voided(grid)
    if is_rest_void:
        voided += [row.number for row in grid.rows if row.is_empty]
    if not grid.has_problems and rows:
        refused = key_sign_ins(actor=actor, event=event, batch=batch, rows=rows)
        for (row, column), message in refused.items():
            grid.refuse(row, column, message)
    if not grid.has_problems and voided:
        operations.void_rows(actor=actor, batch=batch, numbers=voided)
    return not grid.has_problems


@blueprint.post("/<uuid:event_id>/paper/<code>/void")
@requires(Permission.EVENT_EDIT)
def void_rows(event_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Nothing more comes of this sheet: what is still out is void."""
    batch = queries.get_batch(_event(event_id).id, code)
    out = queries.list_numbers_out(batch)
    voided = sorted(operations.void_rows(actor=current_actor(), batch=batch, numbers=out))
    if voided:
        undo_url = url_for(".restore_rows", **_place(batch), row=voided)
        text = _n("%(num)s row is void now.", "%(num)s rows are void now.", len(voided))
        flash({"text": text, "undo_url": undo_url})  # type: ignore[arg-type]  # the toast takes both
    return redirect(url_for(".show_batch", **_place(batch)))


@blueprint.post("/<uuid:event_id>/paper/<code>/restore")
@requires(Permission.EVENT_EDIT)
def restore_rows(event_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Take back that rows are void."""
    batch = queries.get_batch(_event(event_id).id, code)
    numbers = sent_numbers(request.args, among=range(1, batch.printed + 1))
    operations.restore_rows(actor=current_actor(), batch=batch, numbers=numbers)
    return redirect(url_for(".show_batch", **_place(batch)))


@blueprint.post("/<uuid:event_id>/paper/<code>/count")
@requires(Permission.EVENT_EDIT)
def count_cards_again(event_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Take a count of cards back to what it was."""
    batch = queries.get_batch(_event(event_id).id, code)
    before = {name: max(0, request.args.get(name, 0, type=int)) for name in ("returned", "voided")}
    _count(batch=batch, **before)
    return redirect(url_for(".show_batch", **_place(batch)))


def _kinds(event: Event) -> list[tuple[PaperKind, Any]]:
    """What this actor may print: cards only if they may collect what is written on them."""
    may_collect = may_open("demographics_desk.key_paper_form", event.owner.whole)
    return [(kind, word) for kind, word in KINDS.items() if may_collect or kind is not CARD]


def _event(event_id: uuid.UUID) -> Event:
    return get_event(current_actor(), event_id, Permission.EVENT_EDIT)


def _place(batch: PaperBatch) -> dict[str, Any]:
    return {"event_id": batch.event_id, "code": batch.code}


def _count(*, batch: PaperBatch, returned: int, voided: int) -> bool:
    operations.count_cards(actor=current_actor(), batch=batch, returned=returned, voided=voided)
    return True


def _draw(
    batch: PaperBatch, *, paper: str, with_picture: bool, key: uuid.UUID | None = None
) -> ResponseReturnValue:
    actor = current_actor()
    job = jobs.enqueue(
        DRAW_BATCH,
        asked_by_id=actor.user_id,
        key=key,
        event_id=str(batch.event_id),
        code=batch.code,
        for_user_id=str(actor.user_id),
        paper=paper,
        with_picture=with_picture,
    )
    here = url_for(".show_batch", **_place(batch))
    return redirect(url_for("desk.show_job", job_id=job.id, next=here))


def _keying_url(event: Event, batch: PaperBatch) -> str:
    """Where the batch is keyed; empty where this actor cannot, or nothing is left to key."""
    if batch.kind is CARD:
        point_id, page = event.collection_point_id, "demographics_desk.key_paper_form"
        may_key = point_id and may_open(page, event.owner.whole)
        return url_for(page, point_id=point_id, batch=batch.code) if may_key else ""
    if not count_still_out(batch):
        return ""
    if batch.kind is PaperKind.SIGN_IN:
        return url_for(".key_sign_in_rows", **_place(batch))
    page = "contacts_paper.key_contact_rows"
    return url_for(page, **_place(batch)) if may_open(page, event.owner) else ""
