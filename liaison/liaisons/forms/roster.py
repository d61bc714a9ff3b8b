"""Forms of the roster, and its words for states and kinds."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import SelectChoice
from wtforms.validators import ValidationError

from liaison.i18n import _, _l
from liaison.languages import SPOKEN, spoken_language
from liaison.liaisons.models.liaison import LiaisonKind, LiaisonState
from liaison.people.operations import read_email, read_phone
from liaison.web.fields import (
    CheckboxesField,
    CheckboxField,
    ChoiceField,
    DateField,
    HiddenField,
    Length,
    LongTextField,
    Optional,
    RadioField,
    Required,
    SubmitField,
    TextField,
)
from liaison.web.forms import Form, OnceForm, check_with

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
    "apply_as_liaison": _l("Offered to become a liaison"),
    "answer_liaison": _l("Answered"),
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
    "answer_liaison": _l("I answered them"),
    "activate_liaison": _l("Make active"),
    "pause_liaison": _l("Pause"),
    "resume_liaison": _l("Resume"),
    "thank_liaison": _l("Thank and let go"),
    "remove_liaison": _l("Remove"),
}


class EditLiaisonForm(Form):
    """What is the city's to decide of a liaison; all the rest is their profile."""

    kind = RadioField(
        _l("What they are"),
        [Required(_l("Choose what they are."))],
        choices=[SelectChoice(value=kind.value, label=words) for kind, words in KINDS.items()],
        default=LiaisonKind.VOLUNTEER,
    )
    areas = CheckboxesField(_l("Areas they cover"), [Optional()])
    user = ChoiceField(
        _l("Account they sign in with"),
        [Optional()],
        description=_l("Contacts they log are counted as theirs."),
    )
    submit = SubmitField(_l("Save"))

    def offer(
        self, areas: Iterable[tuple[uuid.UUID, str]], users: Iterable[tuple[uuid.UUID, str]]
    ) -> None:
        self.areas.choices = [(str(key), name) for key, name in areas]
        self.user.choices = [("", _("None")), *((str(key), name) for key, name in users)]


class ChangeLiaisonForm(EditLiaisonForm):
    opened = HiddenField()  # what was stored when the form was opened


class LiaisonForm(EditLiaisonForm, OnceForm):
    """Somebody new: the beginning of a profile, too."""

    first = ("name", "email", "phone", "kind", "languages", "communities", "areas", "user")

    name = TextField(_l("Name"), [Required(_l("Enter their name.")), Length(max=120)])
    email = TextField(_l("E-mail address"), [Optional(), Length(max=200)])
    phone = TextField(_l("Telephone"), [Optional(), Length(max=40)])
    languages = CheckboxesField(_l("Languages they work in"), [Optional()])
    communities = LongTextField(
        _l("Communities they link with"),
        [Optional(), Length(max=2000)],
        description=_l("One on a line, in the words they chose."),
    )
    has_agreed = CheckboxField(
        _l("They agreed that the city keeps their name and how to reach them")
    )

    def offer_languages(self) -> None:
        self.languages.choices = [(tag, spoken_language(tag).name) for tag in SPOKEN]

    def validate_email(self, field: TextField) -> None:
        check_with(read_email, field)

    def validate_phone(self, field: TextField) -> None:
        check_with(read_phone, field)

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
