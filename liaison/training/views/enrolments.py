"""One's own enrolment, by the link in the message: how one stands, withdrawing, the certificate."""

import uuid

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.accounts.operations.attempts import guard_public_form
from liaison.db import db
from liaison.errors import NotFound
from liaison.events.policy import own_links
from liaison.files import store
from liaison.i18n import _, current_language
from liaison.jobs import BackgroundJob, JobState, find_job
from liaison.liaisons.models.credential import Credential
from liaison.liaisons.operations.certificates import order_certificates
from liaison.liaisons.policy.certificates import DRAW_CERTIFICATES
from liaison.training.models.course import CourseRun, RunState
from liaison.training.models.enrolment import Enrolment, EnrolmentState
from liaison.training.operations import enrolments as operations
from liaison.training.policy.attendance import mark_words
from liaison.training.policy.deeds import DEEDS, SESSION_KINDS
from liaison.training.policy.enrolments import CAME_TOGETHER, LIVE, STATES, TONES, last_reason
from liaison.training.policy.own_links import read_token
from liaison.training.policy.words import missing_words
from liaison.training.queries.courses import get_course, words_of
from liaison.training.queries.enrolments import (
    find_certificate,
    find_enrolment,
    list_deeds,
    marks_of,
)
from liaison.training.queries.runs import list_sessions, takes_place
from liaison.training.queries.sign_ups import own_places
from liaison.training.queries.verdicts import verdict_of
from liaison.web.guards import current_actor, public

blueprint = Blueprint("enrolments", __name__, url_prefix="/enrolments")


@blueprint.get("/<token>")
@public
def show_enrolment(token: str) -> ResponseReturnValue:
    """The sessions, the marks there, what is still needed, and the certificate."""
    run, enrolment = _load(token)
    sessions, marks = list_sessions(run.id), marks_of(enrolment.id)
    deeds = list_deeds(enrolment.id)
    done: dict[str, int] = {}
    for deed in deeds:
        done[deed.kind] = done.get(deed.kind, 0) + deed.amount
    takes_part = enrolment.state in CAME_TOGETHER
    verdict = verdict_of(run, sessions, enrolment.id, marks, done) if takes_part else None
    is_completed = enrolment.state is EnrolmentState.COMPLETED
    places = own_places(enrolment) if enrolment.state is EnrolmentState.ADMITTED else {}
    return render_template(
        "training/enrolments/show_enrolment.html",
        run=run,
        enrolment=enrolment,
        words=words_of(get_course(run.course), current_language().tag),
        token=token,
        sessions=[(one, marks.get((enrolment.id, one.id)), takes_place(one)) for one in sessions],
        deeds=deeds,
        reason=last_reason(enrolment),
        verdict=verdict,
        missing=missing_words(verdict, run) if verdict else [],
        tokens={event_id: own_links.make_token(place) for event_id, place in places.items()},
        certificate=find_certificate(enrolment.id) if is_completed else None,
        now=clock.now(),
        may_withdraw=_may_withdraw(run, enrolment),
        states=STATES,
        tones=TONES,
        mark_words=mark_words(run),
        deed_words=DEEDS,
        kinds=SESSION_KINDS,
    )


@blueprint.route("/<token>/withdraw", methods=["GET", "POST"])
@public
def withdraw_enrolment(token: str) -> ResponseReturnValue:
    """Ask once more, then withdraw."""
    run, enrolment = _load(token)
    if request.method == "POST":
        operations.withdraw_enrolment(actor=current_actor(), run=run, enrolment=enrolment)
        flash(_("You do not take part any more. Thank you for telling us."))
        return redirect(url_for(".show_enrolment", token=token), 303)
    if not _may_withdraw(run, enrolment):
        return redirect(url_for(".show_enrolment", token=token))
    return render_template(
        "training/enrolments/withdraw_enrolment.html",
        token=token,
        words=words_of(get_course(run.course), current_language().tag),
    )


@blueprint.post("/<token>/certificate")
@public
def print_certificate(token: str) -> ResponseReturnValue:
    """Have one's certificate drawn as a file, once an hour at most."""
    guard_public_form("certificate", address=request.remote_addr or "")
    certificate = _certificate(token)
    hour = f"{clock.now():%Y-%m-%d %H}"
    job = order_certificates(
        actor=current_actor(),
        credential_ids=[certificate.id],
        key=uuid.uuid5(certificate.id, hour),
    )
    return redirect(url_for(".show_drawing", token=token, job_id=job.id), 303)


@blueprint.get("/<token>/certificate/<uuid:job_id>")
@public
def show_drawing(token: str, job_id: uuid.UUID) -> ResponseReturnValue:
    """It is being drawn; the page looks again by itself."""
    job = _drawing(token, job_id)
    is_over = job.state in {JobState.DONE, JobState.FAILED}
    page = make_response(
        render_template(
            "training/enrolments/show_drawing.html", token=token, job=job, is_over=is_over
        )
    )
    if not is_over:
        page.headers["Refresh"] = "2"
    return page


@blueprint.get("/<token>/certificate/<uuid:job_id>/certificate.pdf")
@public
def download_drawing(token: str, job_id: uuid.UUID) -> ResponseReturnValue:
    """The file."""
    job = _drawing(token, job_id)
    if not job.result:
        raise NotFound
    response = Response(store().read(job.result), mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="certificate.pdf"'
    return response


def _certificate(token: str) -> Credential:
    _run, enrolment = _load(token)
    certificate = find_certificate(enrolment.id)
    if certificate is None:
        raise NotFound
    return certificate


def _drawing(token: str, job_id: uuid.UUID) -> BackgroundJob:
    """Of this certificate and no other."""
    drawn, job = [str(_certificate(token).id)], find_job(job_id)
    if job is None or job.name != DRAW_CERTIFICATES or job.arguments["credential_ids"] != drawn:
        raise NotFound
    return job


def _may_withdraw(run: CourseRun, enrolment: Enrolment) -> bool:
    return enrolment.state in LIVE and run.state in {RunState.OPEN, RunState.RUNNING}


def _load(token: str) -> tuple[CourseRun, Enrolment]:
    enrolment = find_enrolment(read_token(token))
    run = db.session.get(CourseRun, enrolment.run_id) if enrolment else None
    if enrolment is None or run is None or enrolment.person.erased_at is not None:
        raise NotFound
    return run, enrolment
