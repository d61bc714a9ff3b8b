"""Entering what staff learned."""

from wtforms.validators import NumberRange

from liaison.i18n import _l
from liaison.training.policy.learning import LONGEST
from liaison.web.fields import (
    CheckboxesField,
    ChoiceField,
    DateField,
    Length,
    LongTextField,
    Required,
    SubmitField,
    TextField,
    WholeNumberField,
)
from liaison.web.forms import OnceForm


class _LearningForm(OnceForm):
    competency = TextField(
        _l("What it was about"),
        [Required(_l("Enter what the training was about.")), Length(max=200)],
        description=_l("For example: Working with interpreters"),
    )
    held_on = DateField(_l("Held on"), [Required(_l("Enter the day of the training."))])
    minutes = WholeNumberField(
        _l("Minutes"),
        [
            Required(_l("Enter how many minutes it took.")),
            NumberRange(1, LONGEST, message=_l("Enter minutes, from 1 to %(most)s.", most=LONGEST)),
        ],
    )


class OwnLearningForm(_LearningForm):
    """`department_id` is asked only of those who work in several divisions."""

    department_id = ChoiceField(_l("Division"), [Required(_l("Choose a division."))])
    needs_more = LongTextField(
        _l("What you would like to follow"),
        [Length(max=1000)],
        description=_l("Whoever manages your division reads this."),
    )
    submit = SubmitField(_l("Save"))


class DivisionLearningForm(_LearningForm):
    people = CheckboxesField(_l("Who took part"))
    submit = SubmitField(_l("Save"))
