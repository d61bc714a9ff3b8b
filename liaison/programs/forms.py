"""Forms of programmes."""

from wtforms.validators import NumberRange, Regexp

from liaison.i18n import _l
from liaison.web.fields import (
    CheckboxField,
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
from liaison.web.forms import Form


class EditProgramForm(Form):
    name = TextField(_l("Name"), [Required(_l("Enter the programme's name.")), Length(max=120)])
    purpose = LongTextField(
        _l("What it does, and for whom"),
        [Optional(), Length(max=2000)],
        description=_l("Two or three sentences a resident would understand."),
    )
    department_id = ChoiceField(_l("Department"), [Required(_l("Choose a department."))])
    owner_id = ChoiceField(_l("Who answers for it"), [Optional()])
    is_active = CheckboxField(_l("It is running"), default=True)
    submit = SubmitField(_l("Save"))


class ProgramForm(EditProgramForm):
    key = TextField(
        _l("Short name for addresses"),
        [
            Required(_l("Enter a short name.")),
            Length(max=60),
            Regexp(
                r"[a-z0-9]+(-[a-z0-9]+)*$",
                message=_l("Use small letters, digits and dashes, such as parks-outreach."),
            ),
        ],
        description=_l("It stays when the name changes, for example parks-outreach."),
    )


class PlanYearForm(Form):
    year = WholeNumberField(
        _l("Year"),
        [
            Required(_l("Enter the year.")),
            NumberRange(1990, 2100, message=_l("Enter a year with four digits.")),
        ],
    )
    budget_cents = MoneyField(
        _l("Budget in dollars"),
        [Optional(), NumberRange(0, 10**14, message=_l("Enter an amount of at least 0."))],
    )
    aim = LongTextField(_l("What this year is for"), [Optional(), Length(max=2000)])
    submit = SubmitField(_l("Save"))
