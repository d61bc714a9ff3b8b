"""The desk's front page and its navigation."""

import mimetypes
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from liaison.errors import NotFound
from liaison.files import store
from liaison.i18n import _l
from liaison.jobs import BackgroundJob, JobState, find_job
from liaison.permissions import Permission
from liaison.web.addresses import own_path
from liaison.web.guards import current_actor, requires
from liaison.web.panels import Panel, PanelSource

blueprint = Blueprint("desk", __name__, url_prefix="/desk")

NAVIGATION = (
    (_l("This week"), "desk.show_week", Permission.DESK_USE),
    (_l("Events"), "events_desk.list_events", Permission.EVENT_VIEW),
    (_l("Contacts"), "contacts_desk.list_contacts", Permission.CONTACT_VIEW),
    (_l("Liaisons"), "liaisons.list_liaisons", Permission.LIAISON_VIEW),
    (_l("Programmes"), "programs.list_programs", Permission.PROGRAM_VIEW),
    (_l("Worksheets"), "worksheets.list_worksheets", Permission.WORKSHEET_VIEW),
    (_l("Reports"), "evaluation.list_reports", Permission.REPORT_VIEW),
    (_l("Places"), "places.list_area_sets", Permission.PLACE_VIEW),
    (_l("Accounts"), "accounts_desk.list_users", Permission.ACCOUNT_VIEW),
)
_sources: dict[str, PanelSource] = {}


@dataclass(frozen=True)
class NavigationItem:
    label: str
    url: str
    is_current: bool


def register_panels(sources: Iterable[PanelSource]) -> None:
    """Called by `app` with the panels each feature offers."""
    _sources.update({source.key: source for source in sources})


@blueprint.app_context_processor
def navigation() -> dict[str, Any]:
    """The desk's navigation: what this actor may open."""
    if not request.path.startswith("/desk"):
        return {"nav": []}
    actor = current_actor()
    items = [
        (label, url_for(endpoint))
        for label, endpoint, permission in NAVIGATION
        if actor.may(permission) and endpoint in current_app.view_functions
    ]
    here = request.script_root + request.path
    best = max((url for _label, url in items if here.startswith(url)), key=len, default="")
    return {"nav": [NavigationItem(str(label), url, url == best) for label, url in items]}


@blueprint.get("/")
@requires(Permission.DESK_USE)
def show_week() -> ResponseReturnValue:
    """What needs attention this week, without a filter or a click."""
    actor = current_actor()
    panels: list[Panel] = []
    for source in sorted(_sources.values(), key=lambda source: source.order):
        panel = source.make(actor) if actor.may(source.permission) else None
        if panel is not None:
            panels.append(panel)
    return render_template("home/desk/show_week.html", panels=panels)


@blueprint.get("/jobs/<uuid:job_id>")
@requires(Permission.DESK_USE)
def show_job(job_id: uuid.UUID) -> ResponseReturnValue:
    """How far long work is. The page can be left and returned to; it looks again by itself."""
    job = _own_job(job_id)
    is_over = job.state in {JobState.DONE, JobState.FAILED}
    page = make_response(
        render_template(
            "home/desk/show_job.html",
            job=job,
            is_over=is_over,
            next_url=own_path(request.args.get("next")),
        )
    )
    if not is_over:
        page.headers["Refresh"] = "2"
    return page


@blueprint.get("/jobs/<uuid:job_id>/result")
@requires(Permission.DESK_USE)
def download_result(job_id: uuid.UUID) -> ResponseReturnValue:
    """The file that long work made."""
    job = _own_job(job_id)
    if not job.result:
        raise NotFound
    name = job.result.rpartition("/")[2]
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = Response(store().read(job.result), mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _own_job(job_id: uuid.UUID) -> BackgroundJob:
    job = find_job(job_id)
    if job is None or job.asked_by_id != current_actor().user_id:
        raise NotFound
    return job
