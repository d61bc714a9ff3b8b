"""Forms of access needs."""

from wtforms.validators import NumberRange

from liaison.i18n import _l
from liaison.web.fields import (
    ChoiceField,
    Length,
    LongTextField,
    MoneyField,
    Optional,
    Required,
    SubmitField,
    TextField,
    WholeNumberField,
)
from liaison.web.forms import Form, OnceForm


class AskNeedForm(OnceForm):
    """A need staff foresee, or take down for somebody who signed up."""

    kind = ChoiceField(_l("What is needed"), [Required(_l("Choose what is needed."))])
    language = ChoiceField(
        _l("Language of the interpreter"),
        [Optional()],
        description=_l("Only for an interpreter of a spoken language."),
    )
    sign_up_id = ChoiceField(
        _l("For whom"),
        [Optional()],
        description=_l("Leave it open where nobody has asked: you foresee it."),
    )
    words = LongTextField(_l("More exactly"), [Optional(), Length(max=1000)])
    submit = SubmitField(_l("Save"))


class BookNeedForm(Form):
    """Who provides it. Filled in from the last booking of the same kind."""

    vendor = TextField(
        _l("Who provides it"), [Required(_l("Enter who provides it.")), Length(max=200)]
    )
    minutes = WholeNumberField(
        _l("For how many minutes"),
        [Optional(), NumberRange(0, 10_000, message=_l("Enter a number from 0 to 10000."))],
    )
    cost_cents = MoneyField(
        _l("Cost, in dollars"),
        [Optional(), NumberRange(0, 100_000_000, message=_l("Enter an amount up to 1000000."))],
    )
    submit = SubmitField(_l("Book"))


class FailNeedForm(Form):
    """Why it was not there."""

    reason = LongTextField(
        _l("Why it was not there"),
        [Required(_l("Enter why it was not there.")), Length(max=1000)],
        description=_l(
            "Who cancelled and when, or that nobody could be found. No names of guests."
        ),
    )
    submit = SubmitField(_l("Save"))
