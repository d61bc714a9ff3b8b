"""Form fields with the kit's widgets: label, hint and error come out right everywhere the same."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from wtforms import fields
from wtforms.validators import InputRequired, Length, Optional, StopValidation
from wtforms.widgets import HiddenInput

from liaison.i18n import _, number, read_number
from liaison.web import widgets
from liaison.web.words import without_controls

FIRST_YEAR = 1000  # a year is typed in full


class Required(InputRequired):
    """Something must be typed or chosen. The message says what to do, verb first."""

    field_flags: dict[str, Any] = {}  # noqa: RUF012  # no HTML `required`: the server explains better

    def __call__(self, form: Any, field: Any) -> None:
        """Nothing but spaces is nothing: the field strips them, and would be stored empty."""
        if isinstance(field, TextField) and not field.data:
            field.errors[:] = []
            raise StopValidation(self.message)
        super().__call__(form, field)


class TextField(fields.StringField):
    """One line of text, without spaces at the ends."""

    widget = widgets.TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = self.arrange(without_controls(valuelist[0])).strip() if valuelist else ""

    def arrange(self, text: str) -> str:
        """Only programs send several lines here; a calendar or a subject has room for one."""
        return " ".join(text.splitlines())


class LongTextField(TextField):
    """Several lines of text."""

    widget = widgets.TextArea()

    def arrange(self, text: str) -> str:
        return text


class PasswordField(fields.PasswordField):
    """A secret; never shown again."""

    widget = widgets.PasswordInput()


class WholeNumberField(fields.IntegerField):
    """A whole number; thousands separators are taken as the reader's language writes them."""

    widget = widgets.TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            amount = read_number(text)
            if amount != int(amount):
                raise ValueError(text)
            self.data = int(amount)
        except ValueError:
            raise ValueError(_("Enter a whole number, such as 25.")) from None


class MoneyField(WholeNumberField):
    """An amount of dollars, with cents where there are any; `data` is whole cents."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        return number(Decimal(self.data) / 100, 2 if self.data % 100 else 0)

    def process_formdata(self, valuelist: list[str]) -> None:
        text, self.data = (valuelist[0].strip() if valuelist else ""), None
        if not text:
            return
        try:
            cents = read_number(text) * 100
            if cents != int(cents):
                raise ValueError(text)
            self.data = int(cents)
        except ValueError:
            raise ValueError(_("Enter an amount, such as 1200 or 12.50.")) from None


class ChoiceField(fields.SelectField):
    """One of a list, as a drop-down."""

    widget = widgets.Select()


class RadioField(fields.RadioField):
    """One of a few, all in sight."""

    widget = widgets.Radios()


class CheckboxesField(fields.SelectMultipleField):
    """Any of a few, all in sight."""

    widget = widgets.Checkboxes()


class CheckboxField(fields.BooleanField):
    """Yes or not."""

    widget = widgets.Checkbox()


class DateField(fields.DateField):
    """A date typed as day, month and year."""

    widget = widgets.DateInput()

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, format="%d %m %Y", **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        parts = [part.strip() for part in valuelist]
        self.raw_data = [*parts, "", "", ""][:3]  # the widget shows three parts, whatever came
        self.data = None
        if not any(parts):
            return
        try:
            day, month, year = (int(part) for part in parts)
            if year < FIRST_YEAR:  # "27" is short for something else than the year 27
                raise ValueError(year)
            self.data = date(year, month, day)
        except ValueError:
            raise ValueError(_("Enter a day, a month and a year, such as 27 3 2026.")) from None


class TimeField(fields.StringField):
    """A time of day typed as 18:30 or 6:30 pm; `data` is a time."""

    widget = widgets.TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime("%H:%M") if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip().lower().replace(".", "") if valuelist else ""
        self.data = _read_time(text) if text else None


def _read_time(text: str) -> time:
    half = text[-2:] if text[-2:] in {"am", "pm"} else ""
    hour_text, _colon, minute_text = text.removesuffix(half).strip().partition(":")
    try:
        hour, minute = int(hour_text), int(minute_text or 0)
        if half:
            if not 1 <= hour <= 12:
                raise ValueError
            hour = hour % 12 + (12 if half == "pm" else 0)
        return time(hour, minute)
    except ValueError:
        raise ValueError(_("Enter a time, such as 18:30 or 6:30 pm.")) from None


class FileField(fields.FileField):
    """A file to take in."""

    widget = widgets.FileInput()


class HiddenField(TextField):
    """Something the form carries along."""

    widget = HiddenInput()


class SubmitField(fields.SubmitField):
    """The one button of the form."""

    widget = widgets.SubmitInput()


__all__ = [
    "CheckboxField",
    "CheckboxesField",
    "ChoiceField",
    "DateField",
    "FileField",
    "HiddenField",
    "Length",
    "LongTextField",
    "Optional",
    "PasswordField",
    "RadioField",
    "Required",
    "StopValidation",
    "SubmitField",
    "TextField",
    "TimeField",
    "WholeNumberField",
]
