"""Forms by which work is entered, corrected and answered."""

import uuid
from datetime import date
from typing import Any

from wtforms import SelectChoice
from wtforms.validators import NumberRange, ValidationError

from liaison.i18n import _, _l
from liaison.liaisons.models.work import EntryKind, WorkEntry
from liaison.liaisons.operations.work import WorkDetails
from liaison.liaisons.policy.pay import KINDS, MINUTES_OF_AN_HOUR
from liaison.web.fields import (
    ChoiceField,
    DateField,
    Length,
    LongTextField,
    MoneyField,
    Optional,
    RadioField,
    Required,
    SubmitField,
    WholeNumberField,
)
from liaison.web.forms import Form, OnceForm

_LONGEST = Length(max=2000)


def _hours() -> WholeNumberField:
    message = _l("Enter a number from %(least)s to %(most)s.", least=0, most=24)
    return WholeNumberField(_l("Hours"), [Optional(), NumberRange(0, 24, message=message)])


def _minutes() -> WholeNumberField:
    message = _l("Enter a number from %(least)s to %(most)s.", least=0, most=59)
    return WholeNumberField(_l("Minutes"), [Optional(), NumberRange(0, 59, message=message)])


def _amount(description: Any = "") -> MoneyField:
    message = _l("Enter an amount that is not below nothing.")
    checks = [Optional(), NumberRange(0, message=message)]
    return MoneyField(_l("Amount in dollars"), checks, description=description)


class TimeAndMoney(OnceForm):
    """How long it took or what it cost."""

    hours = _hours()
    minutes = _minutes()
    amount = _amount()

    def total_minutes(self) -> int | None:
        """Both fields together; None: nothing was typed."""
        if self.hours.data is None and self.minutes.data is None:
            return None
        return (self.hours.data or 0) * MINUTES_OF_AN_HOUR + (self.minutes.data or 0)


class OwnWorkForm(TimeAndMoney):
    """What a liaison enters. Hours of a paid job are priced by the booking, not by who did them."""

    kind = RadioField(
        _l("What do you enter?"),
        [Required(_l("Choose what you enter."))],
        choices=[SelectChoice(value=kind.value, label=words) for kind, words in KINDS.items()],
        default=EntryKind.HOURS,
    )
    worked_on = DateField(_l("On which day"), [Required(_l("Enter the day."))])
    # again, for problems are listed in the order in which fields are named
    hours = _hours()
    minutes = _minutes()
    amount = _amount(_l("For an expense or a stipend. Leave it blank for hours."))
    program = ChoiceField(_l("For which programme"), [Required(_l("Choose a programme."))])
    words = LongTextField(_l("What you did or bought"), [Optional(), _LONGEST])
    submit = SubmitField(_l("Send to the city"))

    def validate_amount(self, field: MoneyField) -> None:
        if self.kind.data == EntryKind.HOURS and field.data is not None:
            raise ValidationError(_("Leave the amount blank for hours."))

    def day(self) -> date:
        """The day, once the form is valid."""
        return self.worked_on.data or date.min

    def details(self) -> WorkDetails:
        """What was typed, once it is valid."""
        is_hours = self.kind.data == EntryKind.HOURS
        return WorkDetails(
            program_id=uuid.UUID(self.program.data),
            kind=EntryKind(self.kind.data),
            worked_on=self.day(),
            minutes=self.total_minutes() if is_hours else None,
            cents=self.amount.data,
            words=self.words.data or "",
        )


class WorkForm(OwnWorkForm):
    """What staff enter for a liaison, from a sheet of paper: hours may have an amount, too."""

    amount = _amount(_l("Leave it blank for hours that are not paid."))
    program = ChoiceField(_l("For which programme"), [Required(_l("Choose a programme."))])
    words = LongTextField(_l("What they did or bought"), [Optional(), _LONGEST])
    submit = SubmitField(_l("Save"))

    def validate_amount(self, field: MoneyField) -> None:
        """Hours of a liaison who is paid without a booking have an amount."""


class CorrectionForm(TimeAndMoney):
    """What it should have been; the line added says by how much the entry was wrong."""

    words = LongTextField(_l("What was wrong"), [Required(_l("Say what was wrong.")), _LONGEST])
    submit = SubmitField(_l("Add the correction"))

    def fit(self, entry: WorkEntry, *, may_price: bool) -> None:
        """Leave out what this entry has not; hours are priced again by whoever keeps the roster."""
        if entry.kind is not EntryKind.HOURS:
            del self.hours, self.minutes
        elif not may_price:
            del self.amount


class AnswerQueryForm(Form):
    words = LongTextField(_l("Your answer"), [Required(_l("Write your answer.")), _LONGEST])
    submit = SubmitField(_l("Send to the city"))


class AnswerForm(Form):
    """What the city says to a liaison about an entry."""

    answer = LongTextField(
        _l("What they should know"),
        [Required(_l("Write what they should know.")), _LONGEST],
        description=_l("They read it beside the entry."),
    )
    submit = SubmitField(_l("Send"))


class CapForm(Form):
    cap = MoneyField(
        _l("Most that is paid to them in a year"),
        [Optional()],
        description=_l("In dollars. Leave it blank for the city's own rule."),
    )
    submit = SubmitField(_l("Save"))
