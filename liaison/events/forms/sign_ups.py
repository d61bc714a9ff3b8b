"""Forms of sign-ups."""

import uuid
from collections.abc import Sequence
from typing import Any

from wtforms.validators import NumberRange, ValidationError

from liaison.events.models.need import AccessNeed, NeedKind
from liaison.events.operations.needs import NeedDetails, read_needs
from liaison.events.operations.sign_ups import SignUpDetails
from liaison.events.policy.needs import KINDS
from liaison.events.policy.sign_ups import LONGEST_NAME, LONGEST_WORDS
from liaison.i18n import _, _l, current_language, enabled_languages
from liaison.languages import SPOKEN, spoken_language
from liaison.people.operations import read_email, read_phone
from liaison.web.fields import (
    CheckboxesField,
    CheckboxField,
    ChoiceField,
    HiddenField,
    Length,
    LongTextField,
    Optional,
    Required,
    SubmitField,
    TextField,
    WholeNumberField,
)
from liaison.web.forms import Form, check_with

_PARTY = _l("Enter how many people come, from 1 to 20.")


class WishesForm(Form):
    """How many come, in which language they are written to, and what they need to take part."""

    needs_question = _l("Do you need anything to take part?")

    party_size = WholeNumberField(
        _l("How many people, you included"),
        [Required(_PARTY), NumberRange(1, 20, message=_PARTY)],
        default=1,
    )
    language = ChoiceField(_l("Language we write to you in"))
    needs = CheckboxesField(_l("What you need to take part"))
    interpreter_language = ChoiceField(_l("Language of the interpreter"))
    need_words = LongTextField(
        _l("In your own words"),
        [Optional(), Length(max=LONGEST_WORDS)],
        description=_l("For example, how many children need childcare, or what you cannot eat."),
    )

    def offer(self) -> None:
        """Fill the lists; a form not sent yet begins in the reader's language."""
        own = current_language().tag
        self.language.choices = [(one.tag, one.name) for one in enabled_languages()]
        self.needs.choices = list(KINDS.items())
        spoken = [(tag, spoken_language(tag).name) for tag in SPOKEN]
        self.interpreter_language.choices = [("", ""), *spoken]
        known = [tag for tag, _name in self.language.choices]
        if not self.language.raw_data and self.language.data not in known:
            self.language.data = own
        if not self.interpreter_language.raw_data:
            self.interpreter_language.data = "" if own == "en" or self.is_submitted() else own

    def show_needs(self, needs: Sequence[AccessNeed]) -> None:
        """Begin with what was asked for before."""
        if self.is_submitted():
            return
        self.needs.data = [need.kind.value for need in needs]
        self.need_words.data = next((need.words for need in needs if need.words), "")
        languages = [need.language for need in needs if need.language]
        self.interpreter_language.data = next(iter(languages), self.interpreter_language.data)

    def validate_interpreter_language(self, field: Any) -> None:
        if NeedKind.INTERPRETER in (self.needs.data or ()) and not field.data:
            raise ValidationError(_("Choose the language the interpreter should speak."))

    def is_about_needs(self) -> bool:
        """Is there anything in the part that is folded away?"""
        fields = (self.needs, self.interpreter_language, self.need_words)
        return any(field.errors for field in fields) or bool(
            self.needs.data or self.need_words.data
        )

    def wanted_needs(self) -> tuple[NeedDetails, ...]:
        """What was ticked and written."""
        return read_needs(
            [NeedKind(key) for key in self.needs.data or ()],
            interpreter_language=self.interpreter_language.data,
            words=self.need_words.data or "",
        )


class SignUpForm(WishesForm):
    """Somebody comes, perhaps with others. One way to reach them is asked, none is required."""

    first = ("name", "party_size", "email", "phone")

    key = HiddenField()
    name = TextField(_l("Your name"), [Length(max=LONGEST_NAME)])
    email = TextField(
        _l("E-mail address (if you like)"),
        [Optional(), Length(max=254)],
        description=_l("We send you your own link, to change your sign-up or cancel."),
    )
    phone = TextField(
        _l("Telephone number (if you like)"),
        [Optional(), Length(max=40)],
        description=_l("If you have no e-mail, we send the link as a text message where we can."),
    )
    may_contact = CheckboxField(_l("You may also write to me about other events"))
    as_liaison = CheckboxField(_l("I come as a liaison, on a place kept for liaisons"))
    submit = SubmitField(_l("Sign up"))
    asks_name = True

    def offer_for(self, *, asks_name: bool, to_liaison: bool = False) -> None:
        """As the event asks: with a name or without. Seats kept for liaisons are asked of nobody
        else: without the field nobody can send it."""
        self.offer()
        if not to_liaison:
            del self.as_liaison
        self.asks_name = asks_name
        if not asks_name:
            self.name.label.text = _l("Your name (if you like)")

    def validate_name(self, field: Any) -> None:
        if self.asks_name and not field.data:
            raise ValidationError(_("Enter your name."))

    def validate_email(self, field: Any) -> None:
        check_with(read_email, field)

    def validate_phone(self, field: Any) -> None:
        check_with(read_phone, field)

    def once(self, event_id: uuid.UUID) -> uuid.UUID:
        """The key of the sign-up this form makes: sent twice, it is the same."""
        text: Any = self.key.data
        return uuid.uuid5(event_id, str(text or uuid.uuid4()))

    def comes_as_liaison(self) -> bool:
        """Did they say so, where they were asked?"""
        return "as_liaison" in self and bool(self.as_liaison.data)

    def details(self) -> SignUpDetails:
        """What was said."""
        return SignUpDetails(
            name=self.name.data,
            email=self.email.data,
            phone=self.phone.data,
            party_size=self.party_size.data or 0,
            language=self.language.data,
            may_contact=self.may_contact.data,
            needs=self.wanted_needs(),
        )


class ChangeSignUpForm(WishesForm):
    """What somebody said when they signed up, to be changed."""

    submit = SubmitField(_l("Save"))
