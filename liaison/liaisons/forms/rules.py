"""The form of the city's rules for all liaisons."""

from typing import Any

from wtforms.validators import NumberRange

from liaison.i18n import _l
from liaison.liaisons.policy.pay import HIGHEST_CAP
from liaison.web.fields import MoneyField, Required, SubmitField, TimeField, WholeNumberField
from liaison.web.forms import Form


def _amount(label: Any, least: int, most: int, description: Any = "") -> WholeNumberField:
    message = _l("Enter a number from %(least)s to %(most)s.", least=least, most=most)
    checks = [Required(message), NumberRange(least, most, message=message)]
    return WholeNumberField(label, checks, description=description)


def _a_cap() -> Any:
    most = HIGHEST_CAP // 100
    return _l("Enter an amount from %(least)s to %(most)s.", least=0, most=most)


class LiaisonRulesForm(Form):
    quarter_hours = _amount(_l("Hours of work in a quarter"), 1, 1000)
    quarter_asks = _amount(
        _l("Times somebody is asked in a quarter"),
        1,
        1000,
        _l("Offers, invitations and surveys, whether they said yes or not."),
    )
    quiet_from = TimeField(_l("Quiet from"), [Required(_l("Enter when the quiet hours begin."))])
    quiet_until = TimeField(_l("Quiet until"), [Required(_l("Enter when the quiet hours end."))])
    answer_hours = _amount(_l("Hours to answer the offer of a job"), 1, 336)
    yearly_cap = MoneyField(
        _l("Most that is paid to one person in a year"),
        [
            Required(_l("Enter an amount that is not below nothing.")),
            NumberRange(0, HIGHEST_CAP, message=_a_cap()),
        ],
        description=_l("In dollars. Money back for expenses is not counted."),
    )
    renew_days = _amount(_l("Days before a training ends in which it can be renewed"), 1, 365)
    idle_days = _amount(_l("Days without an entry until somebody asks how it goes"), 1, 365)
    submit = SubmitField(_l("Save"))
