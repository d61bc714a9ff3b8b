"""Forms of what an event takes."""

from decimal import Decimal

from wtforms.validators import NumberRange

from liaison.events.forms.wall_time import choice_field
from liaison.i18n import _, _l, number, read_number
from liaison.web.fields import (
    CheckboxField,
    ChoiceField,
    DateField,
    Length,
    MoneyField,
    Optional,
    Required,
    SubmitField,
    TextField,
    TimeField,
    WholeNumberField,
)
from liaison.web.forms import Form

AMOUNT = (Optional(), NumberRange(0, 2_000_000_000, message=_l("Enter an amount, 0 or more.")))
HOURS = (Optional(), NumberRange(0, 6_000_000, message=_l("Enter how many hours, 0 or more.")))
HOUR = 60  # minutes


class HoursField(WholeNumberField):
    """Hours as people say them, halves too; `data` is minutes."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else number(Decimal(self.data) / HOUR)

    def process_formdata(self, valuelist: list[str]) -> None:
        text, self.data = (valuelist[0].strip() if valuelist else ""), None
        if text:
            try:
                self.data = round(read_number(text) * HOUR)
            except ValueError:
                raise ValueError(_("Enter hours, such as 4 or 4.5.")) from None


class DateForm(Form):
    """A further date or place."""

    starts_on = DateField(_l("Day"), [Required(_l("Enter the day."))])
    start_time = TimeField(
        _l("Starts at"),
        [Required(_l("Enter the time it starts."))],
        description=_l("For example, 18:30 or 6:30 pm."),
    )
    start_choice = choice_field()
    end_time = TimeField(_l("Ends at"), [Optional()])
    end_choice = choice_field()
    place_name = TextField(
        _l("Place"),
        [Optional(), Length(max=200)],
        description=_l("Leave it blank if it is where the first date is."),
    )
    room = TextField(_l("Room"), [Optional(), Length(max=100)])
    address = TextField(_l("Address"), [Optional(), Length(max=300)])
    submit = SubmitField(_l("Save"))


class PartnerForm(Form):
    """Who holds it with us."""

    organisation_id = ChoiceField(_l("Organisation"), [Optional()])
    name = TextField(_l("Or the name of a new one"), [Optional(), Length(max=200)])
    is_host = CheckboxField(_l("They are the host"))
    submit = SubmitField(_l("Save"))


class StaffForm(Form):
    """Who works there."""

    who = ChoiceField(_l("Who"), [Required(_l("Choose somebody."))])
    task = TextField(_l("What they do there"), [Optional(), Length(max=200)])
    submit = SubmitField(_l("Save"))


class MaterialForm(Form):
    """What has to be there."""

    name = TextField(_l("What"), [Required(_l("Enter what has to be there.")), Length(max=200)])
    quantity = WholeNumberField(
        _l("How many"),
        [
            Required(_l("Enter how many.")),
            NumberRange(1, 1_000_000, message=_l("Enter how many, 1 or more.")),
        ],
        default=1,
    )
    brought_by_id = ChoiceField(_l("Who brings it"), [Optional()])
    is_ready = CheckboxField(_l("It is ready"))
    submit = SubmitField(_l("Save"))


class CostForm(Form):
    """What it takes in money and hours."""

    cost_estimated_cents = MoneyField(_l("Expected cost, in dollars"), [*AMOUNT])
    cost_actual_cents = MoneyField(_l("What it cost, in dollars"), [*AMOUNT])
    minutes_planned = HoursField(
        _l("Expected hours"), [*HOURS], description=_l("Of everybody’s work together.")
    )
    minutes_worked = HoursField(_l("Hours worked"), [*HOURS])
    submit = SubmitField(_l("Save"))
