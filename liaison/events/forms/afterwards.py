"""The form of what came of an event."""

from liaison.i18n import _l
from liaison.web.fields import Length, LongTextField, Optional, SubmitField
from liaison.web.forms import Form

LONGEST = 10_000


class AfterwardsForm(Form):
    """For staff and for everybody; both may be filled in later."""

    learned = LongTextField(
        _l("What was learned"),
        [Optional(), Length(max=LONGEST)],
        description=_l("For staff: what to do again, and what to do otherwise. No names."),
    )
    notes = LongTextField(
        _l("Notes for the public"),
        [Optional(), Length(max=LONGEST)],
        description=_l("They stand on the event's page. Leave a blank line between paragraphs."),
    )
    submit = SubmitField(_l("Save"))
