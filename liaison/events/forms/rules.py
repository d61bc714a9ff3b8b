"""The form of the city's rules for events."""

from collections.abc import Iterable
from typing import Any

from wtforms.validators import NumberRange

from liaison.events.policy.events import ACCESS
from liaison.i18n import _l
from liaison.languages import Language
from liaison.web.fields import CheckboxesField, Required, SubmitField, TimeField, WholeNumberField
from liaison.web.forms import Form

DAYS = _l("Enter a number of days, from %(least)s to %(most)s.", least=0, most=365)


def _days(label: Any, description: Any = "") -> WholeNumberField:
    checks = [Required(DAYS), NumberRange(0, 365, message=DAYS)]
    return WholeNumberField(label, checks, description=description)


def _amount(label: Any, least: int, most: int, message: Any) -> WholeNumberField:
    return WholeNumberField(label, [Required(message), NumberRange(least, most, message=message)])


class RulesForm(Form):
    """Days are counted back from the day of the event, unless a label says otherwise."""

    place_days = _days(
        _l("Place, languages spoken and access"), _l("Days before the event, as in all of these.")
    )
    staff_days = _days(_l("Staff"))
    translations_days = _days(_l("Translations, and publication"))
    interpreter_days = _days(_l("Interpreters"), _l("Requests for an interpreter close then."))
    materials_days = _days(_l("Materials"))
    required_access = CheckboxesField(
        _l("Questions that must be answered before an event is published")
    )
    text_languages = CheckboxesField(
        _l("Languages every event is described in"),
        description=_l(
            "Beside these, a text is wanted in each language that is spoken or interpreted there."
        ),
    )
    close_days = _days(_l("Sign-up closes so many days before"))
    close_time = TimeField(
        _l("Sign-up closes at"), [Required(_l("Enter the time sign-up closes."))]
    )
    offer_hours = _amount(
        _l("Hours to answer when a place comes free"),
        1,
        336,
        _l("Enter a number of hours, from %(least)s to %(most)s.", least=1, most=336),
    )
    thank_days = _amount(
        _l("Days after the event in which we send thanks, materials and notes"),
        0,
        60,
        _l("Enter a number of days, from %(least)s to %(most)s.", least=0, most=60),
    )
    keep_days = _amount(
        _l("Days after the event until personal details are erased"),
        1,
        730,
        _l("Enter a number of days, from %(least)s to %(most)s.", least=1, most=730),
    )
    submit = SubmitField(_l("Save"))

    def offer(self, languages: Iterable[Language]) -> None:
        """Set the choices."""
        self.required_access.choices = list(ACCESS.items())
        self.text_languages.choices = [(language.tag, language.name) for language in languages]
