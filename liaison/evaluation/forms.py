"""Forms about reports."""

from liaison.i18n import _l
from liaison.web import fields
from liaison.web.forms import Form

_TOO_LONG = _l("Use 2,000 characters or fewer.")
_SHORT_ENOUGH = [fields.Length(max=2000, message=_TOO_LONG)]


class WriteReportTextsForm(Form):
    """What the numbers mean, written by a person. Fields are named as the slots of the report."""

    findings = fields.LongTextField(_l("What we found"), validators=_SHORT_ENOUGH)
    numbers = fields.LongTextField(_l("The numbers that matter most"), validators=_SHORT_ENOUGH)
    actions = fields.LongTextField(_l("What we will do next"), validators=_SHORT_ENOUGH)
    save = fields.SubmitField(_l("Save"))
