"""Forms of messages to those who signed up, and of stopping them."""

from typing import Any

from wtforms.validators import NumberRange

from liaison.i18n import _, _l
from liaison.languages import LANGUAGES
from liaison.web.fields import (
    ChoiceField,
    DateField,
    Length,
    LongTextField,
    Optional,
    Required,
    SubmitField,
    TimeField,
    WholeNumberField,
)
from liaison.web.forms import Form

UNITS = {"minutes": 1, "hours": 60, "days": 24 * 60}
AT_A_TIME = "at"  # a day and a time instead of a distance from the start
LONGEST = 5000


class MessageForm(Form):
    """Which, when, to whom; the sender's own words in each language of the interface."""

    kind = ChoiceField(_l("What"), [Required(_l("Choose what it is."))])
    audience = ChoiceField(_l("To whom"), [Required(_l("Choose to whom it goes."))])
    amount = WholeNumberField(
        _l("How long before or after the start"),
        [Optional(), NumberRange(0, 1000, message=_l("Enter a number from 0 to 1000."))],
    )
    unit = ChoiceField(_l("Unit"))
    direction = ChoiceField(_l("Before or after"))
    send_on = DateField(
        _l("Or a day"),
        [Optional()],
        description=_l("It does not move when the event moves."),
    )
    send_time = TimeField(_l("At what time"), [Optional()])
    words = LongTextField(
        _l("Your own words"),
        [Optional(), Length(max=LONGEST)],
        description=_l("They stand below the usual sentences. Links may be in them."),
    )
    submit = SubmitField(_l("Save"))

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        self.unit.choices = [
            ("hours", _("hours")),
            ("days", _("days")),
            ("minutes", _("minutes")),
        ]
        self.direction.choices = [
            ("before", _("before it starts")),
            ("after", _("after it starts")),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """A distance from the start or a day with its time, one of the two."""
        is_valid: bool = super().validate(extra_validators)
        if self.amount.data is None and self.send_on.data is None and not self.amount.errors:
            self.amount.errors = [_("Enter how long before or after, or a day below.")]
            return False
        if self.send_on.data is not None and self.send_time.data is None:
            self.send_time.errors = [*self.send_time.errors, _("Enter at what time.")]
            return False
        return is_valid

    @property
    def minutes(self) -> int | None:
        """From the start; blank where a day is given."""
        if self.send_on.data is not None or self.amount.data is None:
            return None
        sign = -1 if self.direction.data == "before" else 1
        return sign * int(self.amount.data) * UNITS[self.unit.data]


def words_name(tag: str) -> str:
    """What the field for the words in a language is called."""
    return f"words_{tag.replace('-', '_')}"


def message_form(tags: list[str]) -> type[MessageForm]:
    """The form with a field more for each further language."""
    fields = {
        words_name(tag): LongTextField(
            _l("Your own words, for readers of %(language)s", language=LANGUAGES[tag].name),
            [Optional(), Length(max=LONGEST)],
        )
        for tag in tags
    }
    return type("MessageFormInLanguages", (MessageForm,), fields)
