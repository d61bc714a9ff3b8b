"""What liaisons entered, at the desk: approving, asking back, correcting, entering from paper."""

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.errors import NotAllowed
from liaison.i18n import _, _n, settings
from liaison.liaisons.forms.work import AnswerForm, CapForm, WorkForm
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.models.work import EntryState, WorkEntry
from liaison.liaisons.operations import approval
from liaison.liaisons.operations.work import correct_work as correct
from liaison.liaisons.operations.work import enter_work as enter
from liaison.liaisons.operations.work import set_cap as store_cap
from liaison.liaisons.policy.pay import (
    GRANTED,
    KINDS,
    STATES,
    STEP_WORDS,
    STEPS,
    TONES,
    can_see_account,
    can_set_cap,
    price,
)
from liaison.liaisons.queries import work as queries
from liaison.liaisons.queries.bookings import find_booking
from liaison.liaisons.queries.roster import find_liaison_of_user, get_liaison
from liaison.liaisons.queries.work import WorkFilter, WorkLine
from liaison.liaisons.views.own_work import correction_form, typed_correction
from liaison.lines import Line
from liaison.permissions import Permission
from liaison.programs.queries import list_active_programs, list_program_names
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires
from liaison.web.panels import ListSource, Panel
from liaison.web.tables import PAGE_SIZE, Column, Page, page_number, read_day, read_year

blueprint = Blueprint("work", __name__, url_prefix="/desk/work")

WORDS = {"kinds": KINDS, "states": STATES, "tones": TONES}


def _read_filter() -> WorkFilter:
    state = request.args.get("state", EntryState.SUBMITTED)
    return WorkFilter(
        state=EntryState(state) if state in list(EntryState) else None,
        program_id=request.args.get("program", type=uuid.UUID),
        first=request.args.get("first", type=read_day),
        last=request.args.get("last", type=read_day),
    )


@blueprint.get("/")
@requires(Permission.WORK_APPROVE)
def list_work() -> ResponseReturnValue:
    """What waits for approval, the oldest first; or what is in another state."""
    actor, wanted, number = current_actor(), _read_filter(), page_number()
    lines = queries.list_work(actor, wanted, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
    return render_template(
        "liaisons/work/list_work.html",
        page=Page(lines, queries.count_work(actor, wanted), number),
        columns=[
            Column(_("Name")),
            Column(_("Day")),
            Column(_("What")),
            Column(_("Time and amount"), is_number=True),
            Column(_("Programme")),
            Column(_("State")),
        ],
        wanted=wanted,
        is_narrowed=bool(request.args.keys() - {"page"}),
        programs=list_program_names(actor, Permission.WORK_APPROVE),
        **WORDS,
    )


@blueprint.post("/approve")
@requires(Permission.WORK_APPROVE)
def approve_work() -> ResponseReturnValue:
    """Approve what was ticked, or all that was shown; say what was left, and why."""
    chosen = "shown" if "all" in request.form else "entry"
    ids = set(request.form.getlist(chosen, type=uuid.UUID))
    done = approval.approve_work(actor=current_actor(), entry_ids=ids)
    count = len(done.approved)
    if count:
        flash(_n("%(num)s entry is approved.", "%(num)s entries are approved.", count))
    for reason, left in Counter(words for _entry, words in done.left).items():
        words = _n("%(num)s entry is left.", "%(num)s entries are left.", left)
        flash(f"{words} {reason}")
    if not (count or done.left):
        flash(_("Choose what you approve."))
    if len(ids) == 1 and "single" in request.form:
        return redirect(url_for(".show_entry", entry_id=ids.pop()))
    return redirect(f"{url_for('.list_work')}?{request.query_string.decode()}")


@blueprint.get("/<uuid:entry_id>")
@requires(Permission.WORK_APPROVE)
def show_entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """One entry with its corrections and what became of it."""
    actor = current_actor()
    entry = queries.get_entry(actor, entry_id)
    own = find_liaison_of_user(actor.user_id) if actor.user_id else None
    is_own = own is not None and own.id == entry.liaison_id
    corrections = queries.list_corrections(entry.id)
    booking = find_booking(actor, entry.booking_id) if entry.booking_id else None
    return render_template(
        "liaisons/work/show_entry.html",
        line=queries.get_line(entry.id),
        booking=booking,
        agreed_cents=price(booking.minutes, booking.cents_an_hour)
        if booking and booking.cents_an_hour is not None
        else None,
        corrections=corrections,
        history=queries.list_steps(entry.id),
        verbs=[] if is_own else _open_steps(entry, corrections),
        step_words=STEP_WORDS,
        may_open_account=actor.scope(Permission.LIAISON_VIEW).everywhere and can_see_account(actor),
        **WORDS,
    )


def _open_steps(entry: WorkEntry, corrections: Sequence[WorkLine]) -> list[str]:
    """What may be done with it now. While a correction is approved, so is what it corrects."""
    is_held = any(one.state in GRANTED for one in corrections)
    return [
        verb
        for verb, step in STEPS.items()
        if entry.state in step.from_states and not (is_held and verb == "recall_approval")
    ]


@blueprint.route("/<uuid:entry_id>/query", methods=["GET", "POST"])
@requires(Permission.WORK_APPROVE)
def query_work(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Ask the liaison back."""
    return _answer(entry_id, approval.query_work, "query_work")


@blueprint.route("/<uuid:entry_id>/refuse", methods=["GET", "POST"])
@requires(Permission.WORK_APPROVE)
def refuse_work(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Do not approve an entry, with the reason."""
    return _answer(entry_id, approval.refuse_work, "refuse_work")


def _answer(entry_id: uuid.UUID, act: Any, view: str) -> ResponseReturnValue:
    entry = _entry(entry_id)
    form = AnswerForm()
    if form.validate_on_submit():
        act(actor=current_actor(), entry=entry, answer=form.answer.data)
        return redirect(url_for(".show_entry", entry_id=entry.id))
    line = queries.get_line(entry.id)
    return form_page(f"liaisons/work/{view}.html", form=form, line=line, kinds=KINDS)


@blueprint.post("/<uuid:entry_id>/recall")
@requires(Permission.WORK_APPROVE)
def recall_approval(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Take an approval back while nothing was paid."""
    approval.recall_approval(actor=current_actor(), entry=_entry(entry_id))
    return redirect(url_for(".show_entry", entry_id=entry_id))


@blueprint.route("/<uuid:entry_id>/correct", methods=["GET", "POST"])
@requires(Permission.WORK_APPROVE)
def correct_work(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Add a line that says by how much an entry was wrong."""
    entry = _entry(entry_id)
    form = correction_form(entry, may_price=True)
    if form.validate_on_submit():
        corrected = form.attempt(
            correct, actor=current_actor(), entry=entry, **typed_correction(form)
        )
        if corrected:
            return redirect(url_for(".show_entry", entry_id=entry.id))
    line = queries.get_line(entry.id)
    return form_page("liaisons/work/correct_work.html", form=form, line=line, kinds=KINDS)


def _entry(entry_id: uuid.UUID) -> WorkEntry:
    return queries.get_entry(current_actor(), entry_id)


@blueprint.get("/liaisons/<uuid:liaison_id>")
@requires(Permission.WORK_APPROVE)
def show_account(liaison_id: uuid.UUID) -> ResponseReturnValue:
    """What one liaison entered in a year and is owed: the page they have themselves."""
    liaison = _liaison(liaison_id)
    this_year = clock.today(settings().zone()).year
    year = request.args.get("year", this_year, type=read_year)
    return render_template(
        "liaisons/work/show_account.html",
        liaison=liaison,
        may_set_cap=can_set_cap(current_actor()),
        account=queries.find_account(liaison.id, year),
        entries=queries.list_work_of(liaison.id, year),
        year=year,
        years=sorted({this_year, year, *queries.list_years_of(liaison.id)}, reverse=True),
        columns=[
            Column(_("Day")),
            Column(_("What")),
            Column(_("Programme")),
            Column(_("Time and amount"), is_number=True),
            Column(_("State")),
        ],
        **WORDS,
    )


@blueprint.route("/liaisons/<uuid:liaison_id>/new", methods=["GET", "POST"])
@requires(Permission.WORK_APPROVE)
def enter_work(liaison_id: uuid.UUID) -> ResponseReturnValue:
    """Enter work for a liaison, from a sheet of paper."""
    actor, liaison = current_actor(), _liaison(liaison_id)
    form = WorkForm(worked_on=clock.today(settings().zone()))
    programs = list_active_programs(actor, Permission.WORK_APPROVE)
    form.program.choices = [("", _("Choose")), *((str(one.id), one.name) for one in programs)]
    if form.validate_on_submit():
        entered = form.attempt(
            enter,
            actor=actor,
            liaison=liaison,
            details=form.details(),
            key=form.once(actor).hex,
        )
        if entered:
            year = form.day().year
            return redirect(url_for(".show_account", liaison_id=liaison.id, year=year))
    return form_page("liaisons/work/enter_work.html", form=form, liaison=liaison)


@blueprint.route("/liaisons/<uuid:liaison_id>/cap", methods=["GET", "POST"])
@requires(Permission.WORK_PAY)
def set_cap(liaison_id: uuid.UUID) -> ResponseReturnValue:
    """The most that is paid to one liaison in a year."""
    if not can_set_cap(current_actor()):
        raise NotAllowed
    liaison = _liaison(liaison_id)
    form = CapForm(cap=liaison.yearly_cap_cents)
    if form.validate_on_submit():
        actor, cents = current_actor(), form.cap.data
        if form.attempt(store_cap, actor=actor, liaison=liaison, cents=cents):
            return redirect(url_for(".show_account", liaison_id=liaison.id))
    return form_page("liaisons/work/set_cap.html", form=form, liaison=liaison)


def _liaison(liaison_id: uuid.UUID) -> Liaison:
    actor = current_actor()
    if not can_see_account(actor):
        raise NotAllowed
    return get_liaison(actor, liaison_id)


def _make_panel(lines: Sequence[Line]) -> Panel:
    """What waits longest for approval."""
    return Panel(
        title=_("Hours and expenses to approve"),
        template="liaisons/work/_panel.html",
        data={"lines": lines, "kinds": KINDS},
        links=((_("All that wait for approval"), url_for("work.list_work")),),
    )


panels = (
    ListSource("liaisons.work", Permission.WORK_APPROVE, 45, queries.ask_submitted, _make_panel),
)
