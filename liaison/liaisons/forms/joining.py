"""The form by which somebody offers to become a liaison."""

import uuid

from wtforms.validators import ValidationError

from liaison.i18n import _, _l
from liaison.languages import SPOKEN, spoken_language
from liaison.liaisons.forms.profile import community_names
from liaison.people.operations import read_email, read_phone
from liaison.web.fields import (
    CheckboxesField,
    CheckboxField,
    ChoiceField,
    Length,
    LongTextField,
    Optional,
    Required,
    SubmitField,
    TextField,
)
from liaison.web.forms import OnceForm, check_with


class JoinForm(OnceForm):
    first = ("name", "email", "phone", "languages")

    name = TextField(
        _l("Your name"),
        [Required(_l("Enter your name.")), Length(max=120)],
        description=_l("As you want to be called. It need not be the name in your papers."),
    )
    email = TextField(_l("E-mail address"), [Optional(), Length(max=200)])
    phone = TextField(
        _l("Telephone"),
        [Length(max=40)],
        description=_l("One of the two is enough."),
    )
    languages = CheckboxesField(
        _l("Languages you speak with your neighbours"),
        [Required(_l("Choose at least one language."))],
    )
    communities = LongTextField(
        _l("Groups of people you know well (if you like)"),
        [Optional(), Length(max=2000)],
        description=_l("One on a line, in your own words. Only the city’s staff reads it."),
    )
    area = ChoiceField(_l("Where you would like to help"), [Optional()])
    has_agreed = CheckboxField(
        _l("The city may keep my name and how to reach me, to talk about becoming a liaison")
    )
    submit = SubmitField(_l("Send"))

    def offer(self, areas: list[tuple[uuid.UUID, str]]) -> None:
        self.languages.choices = [(tag, spoken_language(tag).name) for tag in SPOKEN]
        self.area.choices = [
            ("", _("Anywhere in the city")),
            *((str(key), name) for key, name in areas),
        ]

    def validate_phone(self, field: TextField) -> None:
        if not field.data and not self.email.data:
            raise ValidationError(_("Enter an e-mail address or a telephone number."))
        check_with(read_phone, field)

    def validate_email(self, field: TextField) -> None:
        check_with(read_email, field)

    def validate_has_agreed(self, field: CheckboxField) -> None:
        if not field.data:
            raise ValidationError(_("Tick that you agree. Without it we may not keep your name."))

    def community_names(self) -> list[str]:
        return community_names(self.communities.data)
