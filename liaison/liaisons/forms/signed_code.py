"""A code of conduct that was signed on paper."""

from wtforms.validators import ValidationError

from liaison.i18n import _, _l
from liaison.web.fields import (
    CheckboxField,
    ChoiceField,
    DateField,
    HiddenField,
    Required,
    SubmitField,
)
from liaison.web.forms import Form


class SignedCodeForm(Form):
    """`version` is the one that was on the page: a newer one must be signed anew."""

    version = HiddenField()
    signed_on = DateField(_l("Signed on"), [Required(_l("Enter the day on the paper."))])
    language = ChoiceField(_l("Language of the paper"), [Required(_l("Choose the language."))])
    has_paper = CheckboxField(_l("The signed paper lies with the city"))
    submit = SubmitField(_l("Save"))

    def validate_has_paper(self, field: CheckboxField) -> None:
        if not field.data:
            raise ValidationError(_("Let them sign first, and keep the paper."))
