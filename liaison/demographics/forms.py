"""Staff forms around the questions. The questions come from the pack and are drawn from it."""

from wtforms.validators import NumberRange

from liaison.i18n import _l
from liaison.web.fields import (
    ChoiceField,
    DateField,
    Length,
    Optional,
    Required,
    SubmitField,
    TextField,
    WholeNumberField,
)
from liaison.web.forms import Form, OnceForm


class CollectionPointForm(OnceForm):
    program_id = ChoiceField(_l("Programme"), [Required(_l("Choose a programme."))])
    label = TextField(
        _l("What staff call it"),
        [Required(_l("Enter a name staff will recognise.")), Length(max=120)],
        description=_l("For example: Block party in May. Residents do not see it."),
    )
    opens_on = DateField(_l("First day"), [Required(_l("Enter the first day."))])
    closes_on = DateField(_l("Last day"), [Required(_l("Enter the last day."))])
    submit = SubmitField(_l("Make the code"))


class FormsOfferedForm(Form):
    forms_offered = WholeNumberField(
        _l("How many people were offered the form"),
        [Optional(), NumberRange(0, 1_000_000, message=_l("Enter a number of at least 0."))],
        description=_l("Count those who said no as well. Leave it empty if nobody counted."),
    )
    submit = SubmitField(_l("Save"))


class PaperForm(Form):
    """Carries only the protection of the form; the questions come from the pack."""

    submit = SubmitField(_l("Save and key another"))
