"""The city's rules for all liaisons."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from liaison.errors import NotAllowed
from liaison.i18n import _
from liaison.liaisons.forms.rules import LiaisonRulesForm
from liaison.liaisons.operations.rules import LiaisonRuleDetails, set_liaison_rules
from liaison.liaisons.policy.pay import MINUTES_OF_AN_HOUR
from liaison.liaisons.queries.care import get_liaison_rules
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("liaison_rules", __name__, url_prefix="/desk/liaison-rules")

AS_THEY_ARE = (
    *("quarter_asks", "quiet_from", "quiet_until", "answer_hours"),
    *("renew_days", "idle_days"),
)


@blueprint.route("/", methods=["GET", "POST"])
@requires(Permission.CITY_EDIT)
def edit_rules() -> ResponseReturnValue:
    """How much is asked of liaisons, when they are left in peace, and what they are paid."""
    actor = current_actor()
    if not actor.scope(Permission.CITY_EDIT).everywhere:
        raise NotAllowed
    rules = get_liaison_rules()
    form = LiaisonRulesForm(
        obj=rules,
        quarter_hours=rules.quarter_minutes // MINUTES_OF_AN_HOUR,
        yearly_cap=rules.yearly_cap_cents,
    )
    if form.validate_on_submit():
        details = LiaisonRuleDetails(
            quarter_minutes=(form.quarter_hours.data or 0) * MINUTES_OF_AN_HOUR,
            yearly_cap_cents=form.yearly_cap.data or 0,
            **{name: form[name].data for name in AS_THEY_ARE},
        )
        set_liaison_rules(actor=actor, details=details)
        flash(_("The rules are saved."))
        return redirect(url_for(".edit_rules"))
    return form_page("liaisons/rules/edit_rules.html", form=form)
