"""Letters and certificates for everybody who completed a run, as one file."""

import uuid

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from liaison.errors import WrongState
from liaison.i18n import _
from liaison.liaisons.operations.certificates import order_certificates
from liaison.permissions import Permission
from liaison.training.queries.certificates import list_credentials_of_run
from liaison.training.queries.runs import get_run
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("run_certificates", __name__, url_prefix="/desk/training/runs")


@blueprint.post("/<uuid:run_id>/certificates")
@requires(Permission.TRAINING_EDIT)
def print_certificates(run_id: uuid.UUID) -> ResponseReturnValue:
    """Have them drawn; the page of the job says how far that is."""
    actor = current_actor()
    run = get_run(actor, run_id, Permission.TRAINING_EDIT)
    held = list_credentials_of_run(run.id)
    if not held:
        raise WrongState(_("Nobody in this run holds a certificate."))
    job = order_certificates(actor=actor, credential_ids=held, has_letters=True)
    here = url_for("runs_desk.show_run", run_id=run.id)
    return redirect(url_for("desk.show_job", job_id=job.id, next=here))
