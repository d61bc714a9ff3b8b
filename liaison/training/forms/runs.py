"""Forms of runs at the desk."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from wtforms import SelectChoice
from wtforms.validators import NumberRange, ValidationError

from liaison.events.policy.events import ACCESS, LONGEST
from liaison.i18n import _, _l, _lp, enabled_languages
from liaison.training.models.course import Selection
from liaison.training.policy.deeds import SESSION_KINDS
from liaison.training.policy.runs import SELECTIONS
from liaison.web.fields import (
    CheckboxesField,
    ChoiceField,
    DateField,
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

_PLACES = _l("Enter how many can take part, 1 or more.")


class PlaceForm(OnceForm):
    """Where sessions are held."""

    place_name = TextField(_l("Place"), [Optional(), Length(max=LONGEST["place_name"])])
    address = TextField(_l("Address"), [Optional(), Length(max=LONGEST["address"])])
    area_id = ChoiceField(_l("Area"), [Optional()])

    def offer_areas(self, areas: Iterable[tuple[uuid.UUID, str]]) -> None:
        """Fill the list."""
        named = [(str(key), name) for key, name in areas]
        self.area_id.choices = [("", _("Not placed yet")), *named]

    def area(self) -> uuid.UUID | None:
        """The one that was chosen."""
        return uuid.UUID(self.area_id.data) if self.area_id.data else None


class RunForm(PlaceForm):
    """A course is held once more."""

    course = ChoiceField(_l("Course"), [Required(_l("Choose a course."))])
    program = ChoiceField(_l("Programme"), [Required(_l("Choose the programme it belongs to."))])
    language = ChoiceField(_l("Language it is taught in"))
    starts_on = DateField(
        _l("First session"),
        description=_l(
            "The other sessions follow from it. You can move each in the calendar. A course at "
            "one’s own pace has no sessions there: leave day and time blank."
        ),
    )
    starts = TimeField(
        _l("Starts at"),
        description=_l("For example, 18:30 or 6:30 pm."),
    )
    access = CheckboxesField(
        _lp("event", "Access"), description=_l("Tick what there is; people plan their day by it.")
    )
    interpretation = CheckboxesField(
        _l("Interpreters come for"),
        description=_l("Whoever needs another language can ask for it when they apply."),
    )
    capacity = WholeNumberField(
        _l("Places"),
        [Optional(), NumberRange(1, 100_000, message=_PLACES)],
        description=_l("Leave it blank if there is room for everybody."),
    )
    selection = RadioField(
        _l("Who has a place"),
        choices=[SelectChoice(value=key.value, label=words) for key, words in SELECTIONS.items()],
        default=Selection.FIRST_COME.value,
    )
    closes_on = DateField(_l("Last day to apply"), [Optional()])
    submit = SubmitField(_l("Plan the run"))

    first = (
        *("course", "program", "language", "starts_on", "starts"),
        *(
            "place_name",
            "address",
            "area_id",
            "access",
            "interpretation",
            "capacity",
            "selection",
            "closes_on",
        ),
    )

    def offer(
        self,
        courses: Sequence[tuple[str, str]],
        programs: Sequence[tuple[str, str]],
        self_paced: Collection[str],
    ) -> None:
        """Fill the lists; the courses at one's own pace need no day."""
        self.course.choices = list(courses)
        self.self_paced = self_paced
        self.program.choices = list(programs)
        self.language.choices = [(one.tag, one.name) for one in enabled_languages()]
        self.interpretation.choices = list(self.language.choices)
        self.access.choices = list(ACCESS.items())

    def _needs_day(self, field: Any, words: str) -> None:
        if field.data is None and not field.errors and self.course.data not in self.self_paced:
            raise ValidationError(words)

    def validate_starts_on(self, field: Any) -> None:
        self._needs_day(field, _("Enter the day of the first session."))

    def validate_starts(self, field: Any) -> None:
        self._needs_day(field, _("Enter the time the first session starts."))


class EditRunForm(Form):
    """What may still change of a run that was planned."""

    capacity = WholeNumberField(
        _l("Places"),
        [Optional(), NumberRange(1, 100_000, message=_PLACES)],
        description=_l("Leave it blank if there is room for everybody."),
    )
    closes_on = DateField(_l("Last day to apply"), [Optional()])
    min_present = WholeNumberField(
        _l("Sessions needed to complete it"),
        [NumberRange(0, 100, message=_l("Enter a number from 0 to 100."))],
        description=_l("For this run alone, for instance when one had to be cancelled."),
    )
    submit = SubmitField(_l("Save"))


class OpenRunForm(Form):
    """Why a run is shown to the public while a question on access is open."""

    override_reason = TextField(
        _l("Why it cannot wait"),
        [Optional(), Length(max=500)],
        description=_l("Only needed while a required question on access has no answer."),
    )
    submit = SubmitField(_l("Open for applications"))


class SessionForm(PlaceForm):
    """One more session."""

    title = TextField(
        _l("What it is about"), [Required(_l("Enter what it is about.")), Length(max=150)]
    )
    kind = ChoiceField(
        _l("Kind"),
        choices=[SelectChoice(value=key, label=words) for key, words in SESSION_KINDS.items()],
    )
    on = DateField(_l("Day"), [Required(_l("Enter the day."))])
    starts = TimeField(_l("Starts at"), [Required(_l("Enter the time it starts."))])
    minutes = WholeNumberField(
        _l("Minutes"),
        [
            Required(_l("Enter how many minutes it takes.")),
            NumberRange(5, 1440, message=_l("Enter from 5 to 1,440 minutes.")),
        ],
    )
    submit = SubmitField(_l("Add the session"))

    first = ("title", "kind", "on", "starts", "minutes", "place_name", "address", "area_id")


class PartForm(OnceForm):
    """One more part at one's own pace: it stands in no calendar."""

    title = TextField(
        _l("What it is about"), [Required(_l("Enter what it is about.")), Length(max=150)]
    )
    submit = SubmitField(_l("Add the part"))

    first = ("title",)


class EnrolForm(OnceForm):
    """Staff take somebody in who called or stands before them."""

    name = TextField(_l("Name"), [Required(_l("Enter a name.")), Length(max=120)])
    email = TextField(_l("E-mail address"), [Optional(), Length(max=254)])
    phone = TextField(
        _l("Telephone number"),
        [Optional(), Length(max=40)],
        description=_l("Who is on the roster under this name and address is recognised."),
    )
    language = ChoiceField(_l("Language we write to them in"))
    submit = SubmitField(_l("Take them in"))

    def offer(self) -> None:
        """Fill the list."""
        self.language.choices = [(one.tag, one.name) for one in enabled_languages()]


class ReasonForm(Form):
    """Why somebody is declined, or completes a course all the same."""

    reason = LongTextField(_l("Why"), [Optional(), Length(max=500)])
    submit = SubmitField(_l("Save"))


class MakeUpForm(Form):
    """A session that was missed is made up for."""

    session = ChoiceField(_l("Session that was missed"))
    made_up_on = DateField(
        _l("Made up on"), [Required(_l("Enter the day on which they made up for it."))]
    )
    submit = SubmitField(_l("Save"))


class DeedForm(OnceForm):
    """Something the course asks for beside its sessions."""

    kind = ChoiceField(_l("What they did"))
    done_on = DateField(_l("Day"), [Required(_l("Enter the day."))])
    amount = WholeNumberField(
        _l("How many"),
        [NumberRange(1, 1000, message=_l("Enter a number from 1 to 1,000."))],
        default=1,
    )
    words = TextField(_l("Anything to remember"), [Optional(), Length(max=500)])
    submit = SubmitField(_l("Save"))
