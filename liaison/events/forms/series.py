"""The form of how an event repeats."""

from wtforms import SelectChoice
from wtforms.validators import NumberRange

from liaison.events.policy.recurrence import MOST, Repeats
from liaison.i18n import _l
from liaison.web.fields import (
    CheckboxesField,
    DateField,
    Optional,
    RadioField,
    Required,
    SubmitField,
    WholeNumberField,
)
from liaison.web.forms import Form

WORDS = {
    Repeats.WEEKLY: _l("On days of the week"),
    Repeats.MONTHLY_WEEKDAY: _l("Each month on the same weekday, such as the second Tuesday"),
    Repeats.MONTHLY_LAST: _l("Each month on the last such weekday"),
    Repeats.MONTHLY_DAY: _l("Each month on the same day of the month"),
    Repeats.DAILY: _l("Every day"),
}
CHOICES = tuple(SelectChoice(value=key.value, label=words) for key, words in WORDS.items())


class RepeatForm(Form):
    """`first_on` is asked for only where a series is changed."""

    first_on = DateField(_l("First day"), [Optional()])
    repeats = RadioField(
        _l("How it repeats"), [Required(_l("Choose how it repeats."))], choices=list(CHOICES)
    )
    weekdays = CheckboxesField(_l("On which days of the week"), coerce=int)
    interval = WholeNumberField(
        _l("Every how many weeks, months or days"),
        [
            Required(_l("Enter 1 for each, 2 for every other.")),
            NumberRange(1, 26, message=_l("Enter a number from 1 to 26.")),
        ],
        description=_l("1 for each, 2 for every other."),
    )
    times = WholeNumberField(
        _l("Ends after so many times"),
        [Optional(), NumberRange(2, MOST, message=_l("Enter a number from 2 to 104."))],
    )
    until = DateField(_l("Or on this day"), [Optional()])
    submit = SubmitField(_l("Save"))
