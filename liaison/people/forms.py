"""Forms of people."""

from liaison.i18n import _l
from liaison.web.fields import CheckboxField, Length, Required, SubmitField, TextField
from liaison.web.forms import Form


class FindPersonForm(Form):
    words = TextField(
        _l("E-mail address, phone number or name"),
        [
            Required(_l("Enter an e-mail address, a phone number or a name.")),
            Length(min=3, max=200, message=_l("Enter at least three letters or digits.")),
        ],
    )
    submit = SubmitField(_l("Look up"))


class ErasePersonForm(Form):
    is_sure = CheckboxField(
        _l("I have made sure that it is this person who asks."),
        [Required(_l("Make sure that it is this person, then tick the box."))],
    )
    submit = SubmitField(_l("Erase for good"))
