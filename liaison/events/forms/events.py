"""Forms of events."""

from wtforms.validators import NumberRange

from liaison.i18n import _l, _lp
from liaison.web.fields import (
    CheckboxesField,
    ChoiceField,
    DateField,
    HiddenField,
    Length,
    LongTextField,
    Optional,
    Required,
    SubmitField,
    TextField,
    TimeField,
    WholeNumberField,
)
from liaison.web.forms import Form
from liaison.web.uploads import UploadForm

PROGRAM = (_l("Programme"), [Required(_l("Choose the programme it belongs to."))])


class EventForm(Form):
    """What is said about an event. Only what nobody could do without is required."""

    title = TextField(
        _l("Title"), [Required(_l("Enter what the event is called.")), Length(max=200)]
    )
    program_id = ChoiceField(*PROGRAM)
    kind = ChoiceField(_l("Kind"))
    starts_on = DateField(
        _l("Day"),
        [Required(_l("Enter the day the event starts."))],
        description=_l("For example, 27 3 2026."),
    )
    start_time = TimeField(
        _l("Starts at"),
        [Required(_l("Enter the time the event starts."))],
        description=_l("For example, 18:30 or 6:30 pm."),
    )
    end_time = TimeField(_l("Ends at"), [Optional()])
    place_name = TextField(
        _l("Place"), [Optional(), Length(max=200)], description=_l("What people call it.")
    )
    address = TextField(_l("Address"), [Optional(), Length(max=300)])
    area_id = ChoiceField(_l("Area"), [Optional()])
    summary = LongTextField(
        _l("What happens there, and for whom"),
        [Optional(), Length(max=5000)],
        description=_l("Short sentences. Leave a blank line between paragraphs."),
    )
    language = ChoiceField(_l("Language of title and text"))
    access = CheckboxesField(
        _lp("event", "Access"), description=_l("Tick what there is; people plan their day by it.")
    )
    offered_languages = CheckboxesField(_l("Languages spoken there"))
    audiences = CheckboxesField(_l("Who it is for"))
    opened = HiddenField()  # what the event said when its form was opened
    submit = SubmitField(_l("Save"))


class AttendanceForm(Form):
    """How many came."""

    attendance = WholeNumberField(
        _l("How many people came"),
        [
            Optional(),
            NumberRange(0, 1_000_000, message=_l("Enter how many people came, 0 or more.")),
        ],
        description=_l("A head count. Leave it blank if nobody counted; 0 means nobody came."),
    )
    attendance_note = TextField(_l("Anything odd about the count"), [Optional(), Length(max=300)])
    submit = SubmitField(_l("Save"))


class ImportEventsForm(UploadForm):
    """A file of events for a programme."""

    program_id = ChoiceField(*PROGRAM)
