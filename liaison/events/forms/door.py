"""Forms of the door."""

from wtforms.validators import NumberRange

from liaison.events.policy.door import MOST_AT_ONCE
from liaison.events.policy.sign_ups import LONGEST_NAME
from liaison.i18n import _l
from liaison.languages import SPOKEN, spoken_language
from liaison.web.fields import (
    ChoiceField,
    HiddenField,
    Length,
    Optional,
    Required,
    SubmitField,
    TextField,
    WholeNumberField,
)
from liaison.web.forms import Form

HOW_MANY = _l("Enter how many people there are, from 1 to 20.")

TOO_LONG = _l("Enter a name of 120 letters or fewer.")


class WalkInForm(Form):
    """Somebody who did not sign up. Only how many they are has to be said."""

    people = WholeNumberField(
        _l("How many people"),
        [Required(HOW_MANY), NumberRange(1, MOST_AT_ONCE, message=HOW_MANY)],
        default=1,
    )
    name = TextField(
        _l("Name, if they like"),
        [Optional(), Length(max=LONGEST_NAME, message=TOO_LONG)],
    )
    language = ChoiceField(_l("Language, if they like"))
    submit = SubmitField(_l("Let them in"))

    def offer_languages(self) -> None:
        """Each by its own name."""
        spoken = [(tag, spoken_language(tag).name) for tag in SPOKEN]
        self.language.choices = [("", _l("Not asked")), *spoken]


class KioskForm(Form):
    """People check themselves in. What is typed is shown to nobody else."""

    name = TextField(
        _l("Your code or your full name"),
        [Optional(), Length(max=LONGEST_NAME, message=TOO_LONG)],
        description=_l("Leave it blank if you did not sign up."),
    )
    people = WholeNumberField(
        _l("How many of you are here?"),
        [Required(HOW_MANY), NumberRange(1, MOST_AT_ONCE, message=HOW_MANY)],
        default=1,
    )
    key = HiddenField()
    confirmed = HiddenField()
    submit = SubmitField(_l("Check in"))
