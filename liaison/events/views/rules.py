"""The city's rules for all events."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from liaison.errors import NotAllowed
from liaison.events.forms.rules import RulesForm
from liaison.events.operations.rules import RuleDetails, set_rules
from liaison.events.queries.rules import get_rules
from liaison.i18n import _, enabled_languages
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("event_rules", __name__, url_prefix="/desk/event-rules")


@blueprint.route("/", methods=["GET", "POST"])
@requires(Permission.CITY_EDIT)
def edit_rules() -> ResponseReturnValue:
    """When things are due, when sign-up closes, what must be answered."""
    actor = current_actor()
    if not actor.scope(Permission.CITY_EDIT).everywhere:
        raise NotAllowed
    form = RulesForm(obj=get_rules())
    form.offer(enabled_languages())
    if form.validate_on_submit():
        names = RuleDetails.__dataclass_fields__
        details = RuleDetails(**{name: form[name].data for name in names})
        set_rules(actor=actor, details=details)
        flash(_("The rules are saved."))
        return redirect(url_for(".edit_rules"))
    return form_page("events/rules/edit_rules.html", form=form)
