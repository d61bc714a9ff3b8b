"""A liaison's own hours, expenses and pay."""

import uuid
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from liaison import clock
from liaison.db import db
from liaison.errors import LiaisonError, NotFound
from liaison.i18n import _, settings
from liaison.liaisons.forms.work import AnswerQueryForm, CorrectionForm, OwnWorkForm
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.models.work import EntryKind, EntryState
from liaison.liaisons.operations.approval import answer_query as answer
from liaison.liaisons.operations.work import correct_work as correct
from liaison.liaisons.operations.work import enter_work as enter
from liaison.liaisons.operations.work import standing
from liaison.liaisons.policy.pay import KINDS, MINUTES_OF_AN_HOUR, STATES, TONES
from liaison.liaisons.queries import work as queries
from liaison.liaisons.queries.roster import find_liaison_of_user
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import commits, current_actor, requires
from liaison.web.tables import read_year

blueprint = Blueprint("own_work", __name__, url_prefix="/field/work")

MOST_ENTRIES = 50  # of one request; a device sends the rest in the next


def find_own() -> Liaison | None:
    """The liaison who sent this request; None: somebody of the staff."""
    user_id = current_actor().user_id
    return find_liaison_of_user(user_id) if user_id else None


def get_own() -> Liaison:
    """Raises NotFound for whoever is on no roster."""
    found = find_own()
    if found is None:
        raise NotFound
    return found


@blueprint.get("/")
@requires(Permission.FIELD_USE)
def list_my_work() -> ResponseReturnValue:
    """What I entered in a year, what became of it, and what the city owes me."""
    this_year = clock.today(settings().zone()).year
    year = request.args.get("year", this_year, type=read_year)
    own = find_own()
    years = {this_year, year, *queries.list_years_of(own.id)} if own else {this_year}
    return render_template(
        "liaisons/own_work/list_my_work.html",
        liaison=own,
        account=queries.find_account(own.id, year) if own else None,
        entries=queries.list_work_of(own.id, year) if own else [],
        year=year,
        years=sorted(years, reverse=True),
        kinds=KINDS,
        states=STATES,
        tones=TONES,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.FIELD_USE)
def enter_work() -> ResponseReturnValue:
    """Enter hours, an expense or a stipend."""
    own = get_own()
    form = OwnWorkForm(worked_on=clock.today(settings().zone()))
    _offer_programs(form)
    if form.validate_on_submit():
        entry = _enter(form, own)
        if entry:
            flash(_("The city has received your entry."))
            year, key = form.day().year, form.key.data  # the device forgets what has this key
            return redirect(url_for(".list_my_work", year=year, received=key))
    page = "liaisons/own_work/enter_work.html"
    return form_page(page, form=form, liaison=own, time_zone=settings().time_zone)


@blueprint.post("/entries")
@requires(Permission.FIELD_USE)
@commits
def send_entries() -> ResponseReturnValue:
    """What waited on a device: each entry is the form as it was filled in, and counts once."""
    own = get_own()
    sent = request.get_json(silent=True)
    entries = sent.get("entries") if isinstance(sent, dict) else None
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
        abort(400)
    return jsonify(receipts=[_take(own, entry) for entry in entries])


def _take(own: Liaison, sent: Any) -> dict[str, str]:
    """In a savepoint of its own, so that one that is refused spoils no other."""
    fields = sent.get("fields") if isinstance(sent, dict) else None
    if not isinstance(fields, list) or not all(map(_is_pair, fields)):
        return {"key": "", "refused": str(_("This entry cannot be read."))}
    form = OwnWorkForm(formdata=MultiDict(map(tuple, fields)), meta={"csrf": False})
    _offer_programs(form)
    key = form.key.data or ""
    try:
        with db.session.begin_nested():
            stored = _enter(form, own) if key and form.validate() else None
    except LiaisonError as refusal:
        return {"key": key, "refused": refusal.message}
    problems = [words for found in form.errors.values() for words in found]
    refused = "" if stored else str((problems or [_("This entry cannot be read.")])[0])
    return {"key": key, "refused": refused}


def _is_pair(pair: Any) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)


def _enter(form: OwnWorkForm, own: Liaison) -> Any:
    return form.attempt(
        enter,
        actor=current_actor(),
        liaison=own,
        details=form.details(),
        key=form.once(current_actor()).hex,
    )


def _offer_programs(form: OwnWorkForm) -> None:
    programs = [(str(program_id), name) for program_id, name in queries.list_open_programs()]
    form.program.choices = [("", _("Choose")), *programs]


@blueprint.route("/<uuid:entry_id>/correct", methods=["GET", "POST"])
@requires(Permission.FIELD_USE)
def correct_work(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Add a line that says by how much an entry was wrong."""
    entry = queries.get_own_entry(get_own(), entry_id)
    if entry.corrects_id or entry.state is EntryState.REFUSED:
        raise NotFound
    form = correction_form(entry, may_price=False)
    if form.validate_on_submit():
        corrected = form.attempt(
            correct, actor=current_actor(), entry=entry, **typed_correction(form)
        )
        if corrected:
            flash(_("The city has received your correction."))
            return redirect(url_for(".list_my_work", year=entry.worked_on.year))
    line = queries.get_line(entry.id)
    return form_page("liaisons/own_work/correct_work.html", form=form, line=line, kinds=KINDS)


def correction_form(entry: Any, *, may_price: bool) -> CorrectionForm:
    """What the entry says with all its corrections, to be mended."""
    minutes, cents = standing(entry)
    hours, rest = divmod(minutes, MINUTES_OF_AN_HOUR)
    is_unpaid = entry.kind is EntryKind.HOURS and entry.cents is None
    form = CorrectionForm(
        hours=hours,
        minutes=rest,
        amount=None if is_unpaid and not cents else cents,
    )
    form.fit(entry, may_price=may_price)
    return form


def typed_correction(form: CorrectionForm) -> dict[str, Any]:
    """What was typed, as the operation takes it."""
    return {
        "minutes": form.total_minutes() if "hours" in form else None,
        "cents": form.amount.data if "amount" in form else None,
        "words": form.words.data or "",
        "key": form.once(current_actor()).hex,
    }


@blueprint.route("/<uuid:entry_id>/answer", methods=["GET", "POST"])
@requires(Permission.FIELD_USE)
def answer_query(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Answer what the city asked about an entry."""
    entry = queries.get_own_entry(get_own(), entry_id)
    form = AnswerQueryForm()
    if form.validate_on_submit():
        answer(actor=current_actor(), entry=entry, words=form.words.data)
        flash(_("The city has received your answer."))
        return redirect(url_for(".list_my_work", year=entry.worked_on.year))
    line = queries.get_line(entry.id)
    return form_page("liaisons/own_work/answer_query.html", form=form, line=line, kinds=KINDS)
