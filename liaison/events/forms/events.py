"""Forms of events."""

from wtforms import SelectChoice
from wtforms.validators import NumberRange

from liaison.events.forms.wall_time import choice_field
from liaison.events.policy.events import LONGEST
from liaison.i18n import _l, _lp
from liaison.web.fields import (
    CheckboxesField,
    CheckboxField,
    ChoiceField,
    DateField,
    FileField,
    HiddenField,
    Length,
    LongTextField,
    Optional,
    RadioField,
    Required,
    SubmitField,
    TextField,
    TimeField,
    WholeNumberField,
)
from liaison.web.forms import Form, OnceForm
from liaison.web.uploads import UploadForm

PROGRAM = (_l("Programme"), [Required(_l("Choose the programme it belongs to."))])

MOST_SEATS = 1_000_000
HELD = (Optional(), NumberRange(0, MOST_SEATS, message=_l("Enter how many, 0 or more.")))


class EventForm(Form):
    """What is said about an event. Only what nobody could do without is required."""

    title = TextField(
        _l("Title"), [Required(_l("Enter what the event is called.")), Length(max=LONGEST["title"])]
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
    start_choice = choice_field()
    end_time = TimeField(_l("Ends at"), [Optional()])
    end_choice = choice_field()
    ends_on = DateField(
        _l("Ends on"),
        [Optional()],
        description=_l("Leave it blank if it ends on the day it starts."),
    )
    place_name = TextField(
        _l("Place"),
        [Optional(), Length(max=LONGEST["place_name"])],
        description=_l("What people call it."),
    )
    room = TextField(_l("Room"), [Optional(), Length(max=LONGEST["room"])])
    address = TextField(_l("Address"), [Optional(), Length(max=LONGEST["address"])])
    area_id = ChoiceField(_l("Area"), [Optional()])
    summary = LongTextField(
        _l("What happens there, and for whom"),
        [Optional(), Length(max=LONGEST["summary"])],
        description=_l("Short sentences. Leave a blank line between paragraphs."),
    )
    language = ChoiceField(_l("Language of title and text"))
    access = CheckboxesField(
        _lp("event", "Access"), description=_l("Tick what there is; people plan their day by it.")
    )
    offered_languages = CheckboxesField(_l("Languages spoken there"))
    interpretation = CheckboxesField(_l("Interpreters come for"))
    audiences = CheckboxesField(_l("Who it is for"))
    takes_sign_ups = CheckboxField(_l("People can sign up"), default=True)
    asks_name = CheckboxField(_l("Ask for a name"), default=True)
    capacity = WholeNumberField(
        _l("Seats"),
        [Optional(), NumberRange(1, MOST_SEATS, message=_l("Enter the number of seats."))],
        description=_l("Leave it blank if there is room for everybody who comes."),
    )
    held_for_walk_ins = WholeNumberField(
        _l("Seats kept for people who come without signing up"), [*HELD], default=0
    )
    held_for_liaisons = WholeNumberField(_l("Seats kept for liaisons"), [*HELD], default=0)
    closes_on = DateField(
        _l("Last day to sign up"),
        [Optional()],
        description=_l("Leave it blank to keep to the city’s rule."),
    )
    closes_time = TimeField(_l("Sign-up closes at"), [Optional()])
    reach = RadioField(
        _l("What changes"),
        [Optional()],
        choices=[
            SelectChoice(value="one", label=_l("This date alone")),
            SelectChoice(value="following", label=_l("This date and all that follow")),
        ],
        validate_choice=False,
    )
    opened = HiddenField()  # what the event said when its form was opened
    submit = SubmitField(_l("Save"))


class NewEventForm(EventForm, OnceForm):
    """The same of an event that is not there yet."""


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
    file = FileField(
        _l("File"),
        [Required(_l("Choose a file."))],
        description=_l("A CSV or XLSX file with a header row, or a calendar (ICS)."),
    )
