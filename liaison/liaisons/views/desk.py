"""The roster on the desk."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.accounts.queries import list_users_with_role
from liaison.audit.queries import list_last_changes
from liaison.errors import NotFound
from liaison.i18n import _, _n, settings
from liaison.i18n import number as format_number
from liaison.languages import spoken_language
from liaison.liaisons.exports import roster as exports
from liaison.liaisons.forms.profile import community_names
from liaison.liaisons.forms.roster import (
    BUTTONS,
    KINDS,
    STATES,
    STEP_WORDS,
    TONES,
    ChangeLiaisonForm,
    EditLiaisonForm,
    LiaisonForm,
    TrainingForm,
)
from liaison.liaisons.models.liaison import Liaison, LiaisonKind, LiaisonState
from liaison.liaisons.operations import credentials, steps
from liaison.liaisons.operations import roster as operations
from liaison.liaisons.policy import bookings
from liaison.liaisons.policy.pay import can_see_account, can_set_cap
from liaison.liaisons.policy.profile import (
    changed_parts,
    may_agree_to_map,
    seen_parts,
    viewers,
)
from liaison.liaisons.policy.roster import may_cover, open_steps, reaches_roster
from liaison.liaisons.queries import roster as queries
from liaison.liaisons.queries.jobs import list_jobs_to_come
from liaison.liaisons.queries.likeness import list_alike_to
from liaison.liaisons.queries.profiles import find_merged_into, get_profile
from liaison.liaisons.queries.roster import LAPSES_SOON, LiaisonFilter
from liaison.liaisons.queries.waiting import ask_unanswered
from liaison.liaisons.views.profile_parts import PAGES
from liaison.lines import Asked, Line
from liaison.permissions import Actor, Permission, Role
from liaison.places.queries import list_main_areas
from liaison.web.exports import csv_response, xlsx_response
from liaison.web.forms import form_page, list_differences
from liaison.web.guards import current_actor, requires
from liaison.web.panels import ListSource, Panel
from liaison.web.tables import PAGE_SIZE, Column, Page, page_number

blueprint = Blueprint("liaisons", __name__, url_prefix="/desk/liaisons")
REMOVE = "remove_liaison"


def _today() -> date:
    return clock.today(settings().zone())


def _read_filter() -> LiaisonFilter:
    lapsing = request.args.get("training") == "lapsing"
    state = request.args.get("state", "")
    return LiaisonFilter(
        text=request.args.get("name", "").strip(),
        language=request.args.get("language", ""),
        area_id=request.args.get("area", type=uuid.UUID),
        state=LiaisonState(state) if state in list(LiaisonState) else None,
        lapses_by=_today() + LAPSES_SOON if lapsing else None,
        is_unanswered=request.args.get("answer") == "waiting",
    )


@blueprint.get("/")
@requires(Permission.LIAISON_VIEW)
def list_liaisons() -> ResponseReturnValue:
    """The roster, narrowed and sorted by the address."""
    actor, wanted, today = current_actor(), _read_filter(), _today()
    sort = request.args.get("sort", "name")
    if request.args.get("format") in {"csv", "xlsx"}:
        answer = csv_response if request.args["format"] == "csv" else xlsx_response
        everyone = queries.list_liaisons(actor, wanted, today=today, sort=sort)
        return answer("liaisons", exports.header(), exports.rows(everyone))
    number = page_number()
    lines = queries.list_liaisons(
        actor, wanted, today=today, sort=sort, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE
    )
    page = Page(lines, queries.count_liaisons(actor, wanted, today=today), number)
    spoken = [spoken_language(tag) for tag in queries.list_languages_in_use()]
    return render_template(
        "liaisons/desk/list_liaisons.html",
        page=page,
        columns=_columns(),
        sort=sort,
        wanted=wanted,
        is_narrowed=wanted != LiaisonFilter(),
        areas=list_main_areas(),
        spoken=sorted(spoken, key=lambda language: language.name.casefold()),
        states=STATES,
        tones=TONES,
        expiry_words=expiry_words,
        today=today,
        may_add=actor.may(Permission.LIAISON_EDIT),
        has_roster=reaches_roster(actor),
    )


def _columns() -> list[Column]:
    return [
        Column(_("Name"), "name"),
        Column(_("State"), "state"),
        Column(_("Languages")),
        Column(_("Communities")),
        Column(_("Areas")),
        Column(_("Trained on"), "trained"),
        Column(_("Valid until"), "expires"),
    ]


def expiry_words(
    until: date | None, today: date, state: LiaisonState = LiaisonState.PROSPECT
) -> str:
    """How long a training still holds. Without a day, whoever is no prospect any more had one."""
    if until is None:
        is_new = state is LiaisonState.PROSPECT
        words = _("not trained yet") if is_new else _("no valid training")
    elif until < today:
        words = _("expired")
    elif until == today:
        words = _("expires today")
    elif until <= today + LAPSES_SOON:
        words = _n("expires in %(num)s day", "expires in %(num)s days", (until - today).days)
    else:
        words = _("valid")
    return str(words)


@blueprint.get("/<uuid:liaison_id>")
@requires(Permission.LIAISON_VIEW)
def show_liaison(liaison_id: uuid.UUID) -> ResponseReturnValue:
    """One liaison: what this reader may see of the profile, and the history."""
    actor = current_actor()
    try:
        profile = get_profile(actor, liaison_id)
    except NotFound:
        merged_into = find_merged_into(liaison_id)
        if merged_into is None:
            raise
        return redirect(url_for(".show_liaison", liaison_id=merged_into))
    liaison = profile.liaison
    as_what = viewers(actor, liaison, [place.id for place in profile.areas])
    may_edit = may_cover(actor, [place.id for place in profile.areas])
    return render_template(
        "liaisons/desk/show_liaison.html",
        profile=profile,
        liaison=liaison,
        lines={name: page.lines(profile) for name, page in PAGES.items()},
        seen=seen_parts(as_what),
        changed=changed_parts(as_what),
        may_see_account=can_see_account(actor),
        may_set_cap=can_set_cap(actor),
        may_agree=may_agree_to_map(as_what, has_account=liaison.user_id is not None),
        alike=list_alike_to(actor, liaison) if may_edit else [],
        jobs=list_jobs_to_come(actor, liaison.id),
        history=queries.list_steps(liaison.id),
        kinds=KINDS,
        states=STATES,
        tones=TONES,
        booking_states=bookings.STATES,
        booking_tones=bookings.TONES,
        step_words=STEP_WORDS,
        expiry=expiry_words(liaison.trained_until, _today(), liaison.state),
        may_edit=may_edit,
        steps=[(verb, BUTTONS[verb]) for verb in open_steps(liaison.state)] if may_edit else [],
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.LIAISON_EDIT)
def create_liaison() -> ResponseReturnValue:
    """Add somebody to the roster."""
    form = LiaisonForm()
    form.offer(*_choices())
    form.offer_languages()
    if form.validate_on_submit():
        actor = current_actor()
        liaison = form.attempt(
            operations.create_liaison,
            actor=actor,
            name=form.name.data,
            email=form.email.data,
            phone=form.phone.data,
            languages=form.languages.data,
            communities=community_names(form.communities.data),
            key=form.once(actor),
            **_decided(form),
        )
        if liaison:
            return redirect(url_for(".show_liaison", liaison_id=liaison.id))
    return form_page("liaisons/desk/create_liaison.html", form=form)


@blueprint.route("/<uuid:liaison_id>/edit", methods=["GET", "POST"])
@requires(Permission.LIAISON_EDIT)
def edit_liaison(liaison_id: uuid.UUID) -> ResponseReturnValue:
    """Change what they are, which areas they cover, and the account they sign in with."""
    actor = current_actor()
    liaison = queries.get_liaison(actor, liaison_id, Permission.LIAISON_EDIT)
    form, choices, clashes = ChangeLiaisonForm(**_values_of(liaison)), _choices(), []
    form.offer(*choices)
    if form.validate_on_submit() and form.attempt(
        operations.edit_liaison,
        actor=actor,
        liaison=liaison,
        opened=form.opened.data,
        **_decided(form),
    ):
        return redirect(url_for(".show_liaison", liaison_id=liaison.id))
    if form.form_errors:  # they were told that somebody changed it: saving again is meant
        form.opened.data = operations.fingerprint_liaison(liaison)
        stored = ChangeLiaisonForm(formdata=None, **_values_of(liaison))
        stored.offer(*choices)
        changed = list_last_changes(Liaison.__tablename__, str(liaison.id))
        clashes = list_differences(form, stored, COLUMN_OF, changed)
    return form_page("liaisons/desk/edit_liaison.html", form=form, liaison=liaison, clashes=clashes)


COLUMN_OF = {"kind": "kind", "areas": "areas", "user": "user_id"}
Choices = list[tuple[uuid.UUID, str]]


def _values_of(liaison: Liaison) -> dict[str, Any]:
    return {
        "kind": liaison.kind.value,
        "areas": [str(row.area_id) for row in liaison.areas],
        "user": str(liaison.user_id or ""),
        "opened": operations.fingerprint_liaison(liaison),
    }


def _choices() -> tuple[Choices, Choices]:
    """Areas, and accounts of liaisons."""
    users = list_users_with_role(Role.LIAISON)
    areas = [(area.id, area.name) for area in list_main_areas()]
    return areas, [(user.id, user.name) for user in users]


def _decided(form: EditLiaisonForm) -> dict[str, Any]:
    return {
        "kind": LiaisonKind(form.kind.data),
        "area_ids": [uuid.UUID(key) for key in form.areas.data or []],
        "user_id": uuid.UUID(form.user.data) if form.user.data else None,
    }


@blueprint.route("/<uuid:liaison_id>/training", methods=["GET", "POST"])
@requires(Permission.LIAISON_EDIT)
def record_training(liaison_id: uuid.UUID) -> ResponseReturnValue:
    """Enter a training."""
    actor = current_actor()
    liaison = queries.get_liaison(actor, liaison_id, Permission.LIAISON_EDIT)
    form = TrainingForm(trained_on=_today())
    if form.validate_on_submit():
        trained = form.attempt(
            credentials.record_training,
            actor=actor,
            liaison=liaison,
            trained_on=form.trained_on.data,
            trained_until=form.trained_until.data,
        )
        if trained:
            flash(_("The training is on the roster."))
            return redirect(url_for(".show_liaison", liaison_id=liaison.id))
    return form_page("liaisons/desk/record_training.html", form=form, liaison=liaison)


@blueprint.post("/<uuid:liaison_id>/steps/<verb>")
@requires(Permission.LIAISON_EDIT)
def step_liaison(liaison_id: uuid.UUID, verb: str) -> ResponseReturnValue:
    """Take the next step of a liaison's life, but for the last one."""
    if verb not in BUTTONS or verb == REMOVE:
        raise NotFound
    return _take_step(_keep(liaison_id), verb)


@blueprint.route("/<uuid:liaison_id>/remove", methods=["GET", "POST"])
@requires(Permission.LIAISON_EDIT)
def remove_liaison(liaison_id: uuid.UUID) -> ResponseReturnValue:
    """Ask once more: no step leads back."""
    liaison = _keep(liaison_id)
    if request.method == "POST":
        return _take_step(liaison, REMOVE)
    return render_template("liaisons/desk/remove_liaison.html", liaison=liaison)


def _keep(liaison_id: uuid.UUID) -> Liaison:
    return queries.get_liaison(current_actor(), liaison_id, Permission.LIAISON_EDIT)


def _take_step(liaison: Liaison, verb: str) -> ResponseReturnValue:
    lost = steps.step_liaison(actor=current_actor(), liaison=liaison, verb=verb)
    if lost:
        flash(
            _n(
                "Somebody else has to be found for %(num)s job. Everybody concerned is told.",
                "Somebody else has to be found for %(num)s jobs. Everybody concerned is told.",
                len(lost),
            )
        )
    return redirect(url_for(".show_liaison", liaison_id=liaison.id))


def _ask_lapsing(actor: Actor) -> Asked:
    return queries.ask_lapsing(actor, today=_today(), lapses_by=_today() + LAPSES_SOON)


def _make_lapsing_panel(lines: Sequence[Line]) -> Panel:
    today = _today()
    return Panel(
        title=_("Training that lapses soon"),
        template="liaisons/desk/_lapsing_panel.html",
        data=[(line, expiry_words(line.day, today)) for line in lines],
        links=(
            (
                _("All whose training lapses within 60 days"),
                url_for("liaisons.list_liaisons", training="lapsing", sort="expires"),
            ),
        ),
    )


def _make_unanswered_panel(lines: Sequence[Line]) -> Panel:
    return Panel(
        title=_("Who wants to become a liaison, and waits for an answer"),
        template="liaisons/desk/_unanswered_panel.html",
        data=lines,
        links=(
            (
                _("All who wait: %(number)s", number=format_number(lines[0].total or 0)),
                url_for("liaisons.list_liaisons", answer="waiting"),
            ),
        ),
    )


panels = (
    ListSource(
        "liaisons.unanswered", Permission.LIAISON_VIEW, 38, ask_unanswered, _make_unanswered_panel
    ),
    ListSource("liaisons.lapsing", Permission.LIAISON_VIEW, 40, _ask_lapsing, _make_lapsing_panel),
)
