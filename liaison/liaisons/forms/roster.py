"""Forms of the roster, and its words for states and kinds."""

from collections.abc import Mapping
from typing import Any

from wtforms import SelectChoice
from wtforms.validators import ValidationError

from liaison.i18n import _, _l
from liaison.languages import SPOKEN, spoken_language
from liaison.liaisons.models.liaison import LiaisonKind, LiaisonState
from liaison.web.fields import (
    CheckboxesField,
    CheckboxField,
    ChoiceField,
    DateField,
    Length,
    LongTextField,
    Optional,
    RadioField,
    Required,
    SubmitField,
    TextField,
)
from liaison.web.forms import Form, OnceForm

KINDS: Mapping[LiaisonKind, Any] = {
    LiaisonKind.VOLUNTEER: _l("Volunteer"),
    LiaisonKind.CONTRACTED: _l("Contracted"),
    LiaisonKind.GRADUATE: _l("Academy graduate"),
    LiaisonKind.ADVOCATE: _l("Advocate"),
}
STATES: Mapping[LiaisonState, Any] = {
    LiaisonState.PROSPECT: _l("Prospect"),
    LiaisonState.TRAINED: _l("Trained"),
    LiaisonState.ACTIVE: _l("Active"),
    LiaisonState.PAUSED: _l("Paused"),
    LiaisonState.LAPSED: _l("Training over"),
    LiaisonState.ALUMNI: _l("Thanked and left"),
    LiaisonState.REMOVED: _l("Removed"),
}
TONES: Mapping[LiaisonState, str] = {
    LiaisonState.TRAINED: "now",
    LiaisonState.ACTIVE: "good",
    LiaisonState.PAUSED: "warn",
    LiaisonState.LAPSED: "bad",
}
STEP_WORDS: Mapping[str, Any] = {
    "create_liaison": _l("Added to the roster"),
    "train_liaison": _l("Trained"),
    "activate_liaison": _l("Made active"),
    "pause_liaison": _l("Paused"),
    "resume_liaison": _l("Resumed"),
    "lapse_liaison": _l("Training ended"),
    "thank_liaison": _l("Thanked and left"),
    "remove_liaison": _l("Removed"),
    "merge_liaison": _l("Merged into this entry"),
}
BUTTONS: Mapping[str, Any] = {
    "activate_liaison": _l("Make active"),
    "pause_liaison": _l("Pause"),
    "resume_liaison": _l("Resume"),
    "thank_liaison": _l("Thank and let go"),
    "remove_liaison": _l("Remove"),
}


class EditLiaisonForm(Form):
    name = TextField(_l("Name"), [Required(_l("Enter their name.")), Length(max=120)])
    email = TextField(_l("E-mail address"), [Optional(), Length(max=200)])
    phone = TextField(_l("Telephone"), [Optional(), Length(max=40)])
    kind = RadioField(
        _l("What they are"),
        [Required(_l("Choose what they are."))],
        choices=[SelectChoice(value=kind.value, label=words) for kind, words in KINDS.items()],
        default=LiaisonKind.VOLUNTEER,
    )
    languages = CheckboxesField(_l("Languages they work in"), [Optional()])
    communities = LongTextField(
        _l("Communities they link with"),
        [Optional(), Length(max=2000)],
        description=_l("One on a line, in the words they chose."),
    )
    areas = CheckboxesField(_l("Areas they cover"), [Optional()])
    user = ChoiceField(
        _l("Account they sign in with"),
        [Optional()],
        description=_l("Contacts they log are counted as theirs."),
    )
    submit = SubmitField(_l("Save"))

    def offer_languages(self, held: list[str]) -> None:
        """The usual languages, and those this liaison has."""
        offered = {tag: spoken_language(tag).name for tag in (*SPOKEN, *held)}
        self.languages.choices = list(offered.items())

    def community_names(self) -> list[str]:
        """One name a line, each once."""
        lines = (line.strip() for line in (self.communities.data or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class LiaisonForm(EditLiaisonForm, OnceForm):
    has_agreed = CheckboxField(
        _l("They agreed that the city keeps their name and how to reach them")
    )

    def validate_has_agreed(self, field: CheckboxField) -> None:
        if not field.data:
            raise ValidationError(_("Ask them first, then tick that they agreed."))


class TrainingForm(Form):
    trained_on = DateField(_l("Trained on"), [Required(_l("Enter the day of the training."))])
    trained_until = DateField(
        _l("Valid until"),
        [Optional()],
        description=_l("Leave it blank for one year."),
    )
    submit = SubmitField(_l("Save"))
