"""How long details of guests are kept, and what was made anonymous, for everybody at the desk."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.events.policy.retention import forgotten_at
from liaison.events.queries.retention import list_kept, list_reports
from liaison.events.queries.rules import get_rules
from liaison.i18n import _l
from liaison.permissions import Permission
from liaison.web.guards import current_actor, requires
from liaison.web.tables import Column

KEPT = (
    Column(_l("Event")),
    Column(_l("Day")),
    Column(_l("Sign-ups"), is_number=True),
    Column(_l("Kept until")),
)
DONE = (
    Column(_l("When")),
    Column(_l("Events"), is_number=True),
    Column(_l("Sign-ups"), is_number=True),
    Column(_l("Access needs"), is_number=True),
    Column(_l("Persons emptied"), is_number=True),
)
blueprint = Blueprint("event_retention", __name__, url_prefix="/desk/events/kept-details")


@blueprint.get("/")
@requires(Permission.EVENT_VIEW)
def show_retention() -> ResponseReturnValue:
    """Whose clock runs, whose has run out, and what the nightly job reported. Counts only."""
    rules, now = get_rules(), clock.now()
    kept = [
        (event, forgotten_at(over_at, rules)) for event, over_at in list_kept(current_actor(), now)
    ]
    return render_template(
        "events/retention/show_retention.html",
        rules=rules,
        kept=kept,
        now=now,
        columns=KEPT,
        report_columns=DONE,
        reports=list_reports(),
    )
