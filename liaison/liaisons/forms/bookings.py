"""Forms of bookings: on the desk, and for the liaison who does the job."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import SelectChoice
from wtforms.validators import NumberRange, ValidationError

from liaison.i18n import _, _l
from liaison.languages import SPOKEN, spoken_language
from liaison.liaisons.operations.debriefs import DebriefDetails
from liaison.liaisons.policy.bookings import TASKS
from liaison.web.fields import (
    CheckboxField,
    ChoiceField,
    DateField,
    HiddenField,
    Length,
    LongTextField,
    MoneyField,
    Optional,
    RadioField,
    Required,
    SubmitField,
    TextField,
    TimeField,
    WholeNumberField,
)
from liaison.web.forms import Form, OnceForm

LONGEST = 5000
YES, NO = "yes", "no"


class PeriodForm(Form):
    """When it takes place."""

    day = DateField(_l("Day"), [Required(_l("Enter the day."))])
    starts = TimeField(_l("From"), [Required(_l("Enter when it begins."))])
    ends = TimeField(_l("To"), [Required(_l("Enter when it ends."))])
    last_day = DateField(
        _l("Last day"),
        [Optional()],
        description=_l("Only if it ends on another day, such as a translation due in a week."),
    )

    def validate_last_day(self, field: DateField) -> None:
        if field.data and self.day.data and field.data < self.day.data:
            raise ValidationError(_("Enter a day after the first one."))

    def period(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The instants meant. A time that comes twice that night is the first of the two."""

        first: Any = self.day.data  # there and right: the form was checked
        begins: Any = self.starts.data
        ends: Any = self.ends.data
        last = self.last_day.data or first
        return datetime.combine(first, begins, zone), datetime.combine(last, ends, zone)

    @staticmethod
    def values(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> dict[str, Any]:
        """What stands in the fields of a period."""
        starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
        return {
            "day": starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
            "last_day": ends.date() if ends.date() != starts.date() else None,
        }


class MoveBookingForm(PeriodForm):
    who = RadioField(_l("Who does it then"), [Required()])
    opened = HiddenField()  # what it said when the form was opened
    submit = SubmitField(_l("Change the time"))

    def offer(self, name: str) -> None:
        """Whom there is to ask."""
        again = _("%(name)s is asked again, for the new time", name=name)
        other = _("Somebody else has to be found. %(name)s is told.", name=name)
        self.who.choices = [
            SelectChoice(value=YES, label=again),
            SelectChoice(value=NO, label=other),
        ]


class EditBookingForm(PeriodForm):
    first = ("program", "title", "task", "language", "community", "area", "place")
    program = ChoiceField(_l("Programme"), [Required(_l("Choose a programme."))])
    title = TextField(
        _l("What it is called"),
        [Required(_l("Enter what it is called.")), Length(max=120)],
        description=_l("The liaison reads it first: “Tenants’ meeting at the library”."),
    )
    task = RadioField(
        _l("What the liaison does"),
        [Required(_l("Choose what the liaison does."))],
        choices=[SelectChoice(value=task.value, label=words) for task, words in TASKS.items()],
    )
    language = ChoiceField(_l("Language"), [Optional()])
    community = TextField(
        _l("Community"),
        [Optional(), Length(max=120)],
        description=_l("Whoever links with it is asked first. Others may fit as well."),
    )
    area = ChoiceField(_l("Area"), [Optional()])
    place = TextField(_l("Place"), [Optional(), Length(max=200)])
    minutes = WholeNumberField(
        _l("Minutes of work"),
        [Optional(), NumberRange(min=1, message=_l("Enter at least one minute."))],
        description=_l("Leave it blank if it takes all of that time."),
    )
    rate = MoneyField(
        _l("Pay for an hour, in dollars"),
        [Optional(), NumberRange(0, 100_000, message=_l("Enter an amount from 0 to 1000."))],
        description=_l("Leave it blank if the work is not paid."),
    )
    budget_code = TextField(_l("Budget code"), [Optional(), Length(max=60)])
    needs_credential = CheckboxField(_l("Only somebody with a training that is valid"))
    materials = LongTextField(_l("Materials"), [Optional(), Length(max=LONGEST)])
    access = LongTextField(
        _l("Access"),
        [Optional(), Length(max=LONGEST)],
        description=_l("What the liaison should know of the place: steps, quiet room, parking."),
    )
    opened = HiddenField()  # what it said when the form was opened
    submit = SubmitField(_l("Save"))

    def offer(self, programs: list[Any], areas: list[Any]) -> None:
        """What there is to choose from."""
        self.program.choices = [(str(one.id), one.name) for one in programs]
        if len(programs) != 1:
            self.program.choices.insert(0, ("", _("Choose one")))
        self.area.choices = [("", _("Anywhere")), *((str(one.id), one.name) for one in areas)]
        held = [self.language.data] if self.language.data else []
        offered = {tag: spoken_language(tag).name for tag in (*SPOKEN, *held)}
        self.language.choices = [("", _("Any")), *offered.items()]


class BookingForm(EditBookingForm, OnceForm):
    """A new one."""


class BriefForm(Form):
    brief = LongTextField(
        _l("What the liaison needs to know"),
        [Required(_l("Enter what the liaison needs to know.")), Length(max=LONGEST)],
        description=_l("Where, with whom, what it is about, what to say and what not to promise."),
    )
    submit = SubmitField(_l("Save and send"))


class ReportForm(Form):
    report_back = LongTextField(
        _l("What the city did with it"),
        [Required(_l("Enter what the city did with it.")), Length(max=LONGEST)],
        description=_l("They read it as it stands. They gave their time: tell them what came."),
    )
    submit = SubmitField(_l("Save and send"))


class CancelBookingForm(Form):
    reason = LongTextField(
        _l("Why it does not take place"),
        [Required(_l("Enter why it does not take place.")), Length(max=1000)],
        description=_l("Whoever was asked or booked reads it."),
    )
    submit = SubmitField(_l("Cancel the booking"))


class AnswerForm(Form):
    answer = RadioField(
        _l("What they said"),
        [Required(_l("Choose what they said."))],
        choices=[
            SelectChoice(value=YES, label=_l("They take it")),
            SelectChoice(value=NO, label=_l("They do not")),
        ],
    )
    words = LongTextField(_l("In their words"), [Optional(), Length(max=1000)])
    submit = SubmitField(_l("Save"))


class DeclineForm(Form):
    words = LongTextField(
        _l("Anything you want to say"),
        [Optional(), Length(max=1000)],
        description=_l("You need not give a reason."),
    )
    submit = SubmitField(_l("I cannot take it"))


class LeaveForm(Form):
    words = LongTextField(_l("Anything you want to say"), [Optional(), Length(max=1000)])
    submit = SubmitField(_l("I cannot come"))


class DebriefForm(Form):
    minutes = WholeNumberField(
        _l("How many minutes it took"),
        [
            Required(_l("Enter how many minutes it took.")),
            NumberRange(min=1, max=1440, message=_l("Enter 1 to 1440 minutes.")),
        ],
        description=_l("They go into your hours."),
    )
    people = WholeNumberField(
        _l("How many people you spoke with"),
        [Optional(), NumberRange(min=0, max=100_000, message=_l("Enter a number from 0."))],
    )
    said = LongTextField(
        _l("What people said"),
        [Required(_l("Enter what people said.")), Length(max=LONGEST)],
        description=_l("Write no names."),
    )
    unanswered = LongTextField(
        _l("Questions nobody could answer"), [Optional(), Length(max=LONGEST)]
    )
    worth = RadioField(
        _l("Was it worth the community’s time?"),
        [Optional()],
        choices=[
            SelectChoice(value=YES, label=_l("Yes")),
            SelectChoice(value=NO, label=_l("No")),
            SelectChoice(value="", label=_l("I cannot say")),
        ],
        default="",
    )
    submit = SubmitField(_l("Send"))

    @property
    def details(self) -> DebriefDetails:
        return DebriefDetails(
            minutes=self.minutes.data or 0,
            said=self.said.data or "",
            people=self.people.data,
            unanswered=self.unanswered.data or "",
            was_worth_it=self.worth.data == YES if self.worth.data else None,
        )


class NoteDebriefForm(DebriefForm):
    """The same, for whoever takes it down while the liaison tells it."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.minutes.description = _("They go into the liaison’s hours.")
        self.people.label.text = _("People spoken with")
