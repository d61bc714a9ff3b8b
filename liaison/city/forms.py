"""Forms of the city."""

from datetime import date

from babel.dates import format_date
from flask_babel import get_locale
from wtforms.validators import Email

from liaison.i18n import _l
from liaison.web.fields import ChoiceField, Length, Optional, Required, SubmitField, TextField
from liaison.web.forms import Form

LONG = _l("Use at most 200 characters.")


class CityForm(Form):
    name = TextField(
        _l("Name of the city"),
        [Required(_l("Enter the city's name.")), Length(max=200, message=LONG)],
    )
    accent = TextField(
        _l("Colour"),
        [Required(_l("Enter a colour."))],
        description=_l("Of buttons and links, such as #005ea2. It must be easy to read on white."),
    )
    contact_email = TextField(
        _l("E-mail address for residents"),
        [Optional(), Email(_l("Enter an e-mail address, such as name@example.org."))],
    )
    contact_phone = TextField(
        _l("Phone number for residents"), [Optional(), Length(max=40, message=LONG)]
    )
    plan_year_starts = ChoiceField(_l("Plan years begin in"), coerce=int)
    submit = SubmitField(_l("Save"))

    def offer(self) -> None:
        """Set the choices."""
        self.plan_year_starts.choices = [
            (month, str(format_date(date(2000, month, 1), "LLLL", locale=get_locale())))
            for month in range(1, 13)
        ]


class DepartmentForm(Form):
    name = TextField(
        _l("Name of the department"),
        [Required(_l("Enter the department's name.")), Length(max=200, message=LONG)],
    )
    submit = SubmitField(_l("Save"))
