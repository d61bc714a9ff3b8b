"""The form of a template."""

from liaison.i18n import _l
from liaison.web.fields import Length, Required, SubmitField, TextField
from liaison.web.forms import Form


class TemplateForm(Form):
    name = TextField(
        _l("Name"),
        [Required(_l("Enter a name.")), Length(max=100)],
        description=_l("For example, Monthly training."),
    )
    submit = SubmitField(_l("Save"))
