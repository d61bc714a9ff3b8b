"""Forms of accounts, and how roles and states are called."""

import uuid
from typing import Any

from wtforms.validators import Email, EqualTo

from liaison.accounts.models import UserState
from liaison.accounts.operations.passwords import LONGEST, SHORTEST
from liaison.i18n import _, _l, _lp, enabled_languages
from liaison.permissions import Grant, Role
from liaison.web.fields import (
    ChoiceField,
    Length,
    PasswordField,
    Required,
    SubmitField,
    TextField,
)
from liaison.web.forms import Form, OnceForm

ROLES = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.COORDINATOR: _l("Coordinator"),
    Role.PROGRAM_MANAGER: _l("Programme manager"),
    Role.LIAISON: _l("Liaison"),
    Role.DEPARTMENT_STAFF: _l("Department staff"),
    Role.COUNCIL_OFFICE: _l("Council office"),
    Role.ANALYST: _l("Analyst"),
    Role.PRIVACY_OFFICER: _l("Privacy officer"),
    Role.REVIEWER: _l("Reviewer"),
    Role.PARTNER: _l("Partner"),
}
STATES = {UserState.ACTIVE: _lp("account", "Open"), UserState.CLOSED: _lp("account", "Closed")}
CITY = "city"


def _email_field() -> TextField:
    return TextField(
        _l("E-mail address"),
        [
            Required(_l("Enter an e-mail address.")),
            Email(_l("Enter an e-mail address, such as name@example.org.")),
        ],
    )


def _name_field(label: Any) -> TextField:
    long = _l("Use at most 200 characters.")
    return TextField(label, [Required(_l("Enter a name.")), Length(max=200, message=long)])


def _new_password_field(label: Any) -> PasswordField:
    return PasswordField(
        label,
        [Required(_l("Enter a password.")), Length(max=LONGEST)],
        description=_l(
            "At least %(count)s characters. A few words that only you think of are good.",
            count=SHORTEST,
        ),
    )


def _again_field() -> PasswordField:
    return PasswordField(
        _l("The same password again"),
        [EqualTo("password", _l("Enter the same password twice."))],
    )


class SignInForm(Form):
    email = TextField(_l("E-mail address"), [Required(_l("Enter your e-mail address."))])
    password = PasswordField(_l("Password"), [Required(_l("Enter your password."))])
    submit = SubmitField(_l("Sign in"))


class AskForResetForm(Form):
    email = _email_field()
    submit = SubmitField(_l("Send me a link"))


class ResetPasswordForm(Form):
    password = _new_password_field(_l("New password"))
    again = _again_field()
    submit = SubmitField(_l("Set password"))


class ChangePasswordForm(Form):
    current = PasswordField(_l("Password you use now"), [Required(_l("Enter your password."))])
    password = _new_password_field(_l("New password"))
    again = _again_field()
    submit = SubmitField(_l("Set password"))


class AcceptInvitationForm(Form):
    name = _name_field(_l("Your name"))
    password = _new_password_field(_l("Password"))
    again = _again_field()
    submit = SubmitField(_l("Make my account"))


class CodeForm(Form):
    code = TextField(_l("Code from your authenticator"), [Required(_l("Enter the six digits."))])
    submit = SubmitField(_l("Continue"))


class EditAccountForm(Form):
    name = _name_field(_l("Your name"))
    language = ChoiceField(_l("Language"))
    submit = SubmitField(_l("Save"))

    def offer(self) -> None:
        """Set the choices."""
        self.language.choices = [
            ("", _("The language of my browser")),
            *((language.tag, language.name) for language in enabled_languages()),
        ]


class RoleForm(Form):
    """A role and where it is held."""

    role = ChoiceField(_l("Role"))
    place = ChoiceField(_l("Where"))
    submit = SubmitField(_l("Add this role"))

    def offer(self, places: dict[str, list[tuple[uuid.UUID, str]]]) -> None:
        """Set the choices."""
        labels = {
            "department": _l("Department: %(name)s"),
            "program": _l("Programme: %(name)s"),
            "area": _l("Area: %(name)s"),
        }
        self.role.choices = [(role.value, words) for role, words in ROLES.items()]
        self.place.choices = [
            (CITY, _("The whole city")),
            *(
                (f"{kind}:{place_id}", str(labels[kind]) % {"name": name})
                for kind, found in places.items()
                for place_id, name in found
            ),
        ]

    def grant(self) -> Grant:
        """What was chosen; a choice is one of ours, so it reads well."""
        kind, _colon, place_id = self.place.data.partition(":")
        place = {} if kind == CITY else {f"{kind}_id": uuid.UUID(place_id)}
        return Grant(Role(self.role.data), **place)


class InviteForm(RoleForm, OnceForm):
    first = ("name", "email")

    name = _name_field(_l("Name"))
    email = _email_field()
    language = ChoiceField(_l("Language of the message"))
    submit = SubmitField(_l("Send the invitation"))

    def offer(self, places: dict[str, list[tuple[uuid.UUID, str]]]) -> None:
        """Set the choices."""
        super().offer(places)
        self.language.choices = [(one.tag, one.name) for one in enabled_languages()]
