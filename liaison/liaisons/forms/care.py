"""Forms of what was hard and what is worth a thank-you."""

from liaison.i18n import _l
from liaison.web.fields import DateField, Length, LongTextField, Optional, Required, SubmitField
from liaison.web.forms import OnceForm


class HardContactForm(OnceForm):
    words = LongTextField(
        _l("What was hard, if you want to say"),
        [Optional(), Length(max=2000)],
        description=_l("Only the person who supports you reads this. Leave out names."),
    )
    submit = SubmitField(_l("Tell them"))


class RecognitionForm(OnceForm):
    noted_on = DateField(_l("On which day"), [Required(_l("Enter the day."))])
    words = LongTextField(
        _l("What was connected or learned"),
        [Required(_l("Say what it was.")), Length(max=2000)],
        description=_l("Whom it brought together, what is known now. Nobody counts these."),
    )
    submit = SubmitField(_l("Save"))
