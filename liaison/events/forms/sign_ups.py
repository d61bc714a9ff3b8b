"""Forms of sign-ups."""

import uuid
from typing import Any

from wtforms.validators import NumberRange

from liaison.i18n import _l
from liaison.web.fields import (
    HiddenField,
    Length,
    Optional,
    Required,
    SubmitField,
    TextField,
    WholeNumberField,
)
from liaison.web.forms import Form


class SignUpForm(Form):
    """Somebody comes, perhaps with others. One way to reach them is asked, none is required."""

    key = HiddenField()
    name = TextField(_l("Your name"), [Required(_l("Enter your name.")), Length(max=120)])
    email = TextField(
        _l("E-mail address (if you like)"),
        [Optional(), Length(max=254)],
        description=_l("Only used to tell you if something changes."),
    )
    phone = TextField(_l("Telephone number (if you like)"), [Optional(), Length(max=40)])
    party_size = WholeNumberField(
        _l("How many people, you included"),
        [
            Required(_l("Enter how many people come, from 1 to 20.")),
            NumberRange(1, 20, message=_l("Enter how many people come, from 1 to 20.")),
        ],
        default=1,
    )
    submit = SubmitField(_l("Sign up"))

    def once(self, event_id: uuid.UUID) -> uuid.UUID:
        """The key of the sign-up this form makes: sent twice, it is the same."""
        text: Any = self.key.data
        return uuid.uuid5(event_id, str(text or uuid.uuid4()))
