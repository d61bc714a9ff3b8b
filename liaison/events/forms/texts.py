"""The form of a translation."""

from liaison.events.forms.afterwards import LONGEST
from liaison.events.models.event import TextStatus
from liaison.events.policy.texts import STATUSES
from liaison.i18n import _l
from liaison.web.fields import (
    HiddenField,
    Length,
    LongTextField,
    Optional,
    RadioField,
    Required,
    SubmitField,
    TextField,
)
from liaison.web.forms import Form


class TextForm(Form):
    """Title, summary and notes in another language, and who vouches for them."""

    title = TextField(
        _l("Title"), [Required(_l("Enter what the event is called.")), Length(max=200)]
    )
    summary = LongTextField(_l("What happens there, and for whom"), [Optional(), Length(max=5000)])
    notes = LongTextField(_l("Notes for the public, afterwards"), [Optional(), Length(max=LONGEST)])
    status = RadioField(
        _l("Where these words come from"),
        [Required(_l("Choose where these words come from."))],
        coerce=lambda value: TextStatus(value) if value else None,
    )
    made_of = HiddenField()  # the original that stood beside it
    opened = HiddenField()  # the translation when the form was opened
    submit = SubmitField(_l("Save"))

    def offer(self) -> None:
        """Set the choices."""
        self.status.choices = [(status.value, words) for status, words in STATUSES.items()]
