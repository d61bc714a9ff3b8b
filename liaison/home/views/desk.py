"""The desk's front page, and the pages of long work."""

import mimetypes
import uuid
from collections.abc import Iterable

from flask import (
    Blueprint,
    Response,
    make_response,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue

from liaison.errors import NotFound
from liaison.files import store
from liaison.jobs import BackgroundJob, JobState, find_job
from liaison.lines import read_lists
from liaison.permissions import Permission
from liaison.web.addresses import own_path
from liaison.web.guards import current_actor, requires
from liaison.web.panels import ListSource, Panel, PanelSource

blueprint = Blueprint("desk", __name__, url_prefix="/desk")

_sources: dict[str, PanelSource | ListSource] = {}


def register_panels(sources: Iterable[PanelSource | ListSource]) -> None:
    """Called by `app` with the panels each feature offers."""
    _sources.update({source.key: source for source in sources})


@blueprint.get("/")
@requires(Permission.DESK_USE)
def show_week() -> ResponseReturnValue:
    """What needs attention this week, without a filter or a click."""
    actor = current_actor()
    shown = sorted(
        (source for source in _sources.values() if actor.may(source.permission)),
        key=lambda source: source.order,
    )
    lists = read_lists({one.key: one.ask(actor) for one in shown if isinstance(one, ListSource)})
    panels: list[Panel] = []
    for source in shown:
        if isinstance(source, PanelSource):
            panel = source.make(actor)
        else:
            panel = source.make(lists[source.key]) if lists[source.key] else None
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
