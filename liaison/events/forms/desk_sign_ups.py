"""Forms of sign-ups that staff fill in for somebody else."""

from typing import Any

from wtforms.validators import ValidationError

from liaison.events.forms.sign_ups import SignUpForm, WishesForm
from liaison.i18n import _, _l
from liaison.web.fields import CheckboxField, SubmitField
from liaison.web.forms import Form

# a field -> what it is called, and explained by, where staff speak of somebody else
OF_THEM = {
    "name": (_l("Name"), ""),
    "party_size": (_l("How many people, this person included"), ""),
    "language": (_l("Language we write to them in"), ""),
    "needs": (_l("What they need to take part"), ""),
    "need_words": (
        _l("In their own words"),
        _l("For example, how many children need childcare, or what they cannot eat."),
    ),
    "email": (
        _l("E-mail address (if they like)"),
        _l("We send them their own link, to change their sign-up or cancel."),
    ),
    "phone": (
        _l("Telephone number (if they like)"),
        _l("Without an e-mail address, the link goes out as a text message where that works."),
    ),
    "as_liaison": (_l("They come as a liaison, on a place kept for liaisons"), ""),
    "may_contact": (_l("They may be written to about other events"), ""),
}
THEIR_NEEDS = _l("Do they need anything to take part?")


class TakeSignUpForm(SignUpForm):
    """Staff write down what somebody says on the telephone."""

    first = ("name", "party_size", "phone", "email")
    needs_question = THEIR_NEEDS

    over_capacity = CheckboxField(
        _l("Give them a place even if all are taken"),
        description=_l("Raises the number of places."),
    )
    submit = SubmitField(_l("Sign them up"))

    def offer_for(self, *, asks_name: bool, to_liaison: bool = False) -> None:
        super().offer_for(asks_name=asks_name, to_liaison=to_liaison)
        _speak_of_them(self)

    def validate_name(self, field: Any) -> None:
        if self.asks_name and not field.data:
            raise ValidationError(_("Enter a name."))


class ChangeGuestForm(WishesForm):
    """Staff change what somebody said; `needs` only where they may see them."""

    needs_question = THEIR_NEEDS
    submit = SubmitField(_l("Save"))

    def offer(self) -> None:
        super().offer()
        _speak_of_them(self)


def _speak_of_them(form: Form) -> None:
    """Whoever fills the form in is not the person it asks about."""
    for name, (label, description) in OF_THEM.items():
        if name in form:
            form[name].label.text = label
            form[name].description = description
