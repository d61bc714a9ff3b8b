"""The form that hands a payment to finance."""

from liaison.i18n import _l
from liaison.web.fields import HiddenField, SubmitField
from liaison.web.forms import OnceForm


class PaymentForm(OnceForm):
    """`expected` is the control sum of the list on the page: what changed since is not paid."""

    until = HiddenField()
    expected = HiddenField()
    submit = SubmitField(_l("Hand it to finance"))
