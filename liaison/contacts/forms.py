"""Forms of contacts, and their words for channels and states."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wtforms.validators import NumberRange

from liaison.contacts.models import Channel, ContactState
from liaison.i18n import _, _l, _lp
from liaison.web.fields import (
    CheckboxField,
    ChoiceField,
    DateField,
    HiddenField,
    Length,
    LongTextField,
    Optional,
    RadioField,
    Required,
    SubmitField,
    TextField,
    WholeNumberField,
)
from liaison.web.forms import Form
from liaison.web.grids import VOID_COLUMN, CellKind, GridColumn
from liaison.web.uploads import UploadForm

CHANNELS: Mapping[Channel, Any] = {
    Channel.IN_PERSON: _l("In person"),
    Channel.EVENT: _l("At an event"),
    Channel.PHONE: _l("By phone"),
    Channel.TEXT: _l("By text message"),
    Channel.EMAIL: _l("By e-mail"),
    Channel.WEB: _l("On the website"),
    Channel.SOCIAL: _l("On social media"),
    Channel.OFFICE: _l("At an office"),
    Channel.PARTNER: _l("Through a partner"),
}
STATES: Mapping[ContactState, Any] = {
    ContactState.OPEN: _lp("contact", "Open"),
    ContactState.CLOSED: _lp("contact", "Closed"),
}
TONES: Mapping[ContactState, str] = {ContactState.OPEN: "now", ContactState.CLOSED: "plain"}
HISTORY_WORDS: Mapping[str, Any] = {
    "log_contact": _l("Logged"),
    "edit_contact": _l("Changed"),
    "close_contact": _lp("contact", "Closed"),
    "reopen_contact": _l("Opened again"),
}


class ContactForm(Form):
    """A topic, and an area or a place: nothing else is required.

    Which topics are in sight may change between two requests, so both fields take any topic.
    """

    topic = RadioField(_l("What was it about?"), [Optional()], validate_choice=False)
    other_topic = ChoiceField(
        _l("Or another topic"),
        [Optional()],
        description=_l("What you choose here counts."),
        validate_choice=False,
    )
    area = ChoiceField(_l("Area"), [Optional()])
    place = TextField(
        _l("Or the place in words"),
        [Optional(), Length(max=200)],
        description=_l("A corner, a park, a building. No home address."),
    )
    concern = LongTextField(_l("What was said"), [Optional(), Length(max=5000)])
    promised = LongTextField(_l("What you promised"), [Optional(), Length(max=2000)])
    channel = ChoiceField(_l("How you spoke"), [Optional()])
    language = ChoiceField(_l("Language"), [Optional()])
    people = WholeNumberField(
        _l("How many people"),
        [Optional(), NumberRange(1, 500, message=_l("Enter a number from 1 to 500."))],
    )
    opened_on = DateField(_l("Which day, if not today"), [Optional()])
    program = ChoiceField(_l("Programme"), [Optional()])
    submit = SubmitField(_l("Save"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Also the rule over both topic fields."""
        is_valid: bool = super().validate(extra_validators)
        known = {choice[0] for choice in (*self.topic.choices, *self.other_topic.choices)} - {""}
        if self.chosen_topic() not in known:
            self.topic.errors = [*self.topic.errors, _("Choose what it was about.")]
            return False
        return is_valid

    def chosen_topic(self) -> str:
        """A radio once chosen cannot be let go, a drop-down can: so the drop-down counts."""
        chosen: str = self.other_topic.data or self.topic.data or ""
        return chosen


class EditContactForm(ContactForm):
    detail = TextField(_l("More exactly"), [Optional(), Length(max=200)])


class LogContactForm(ContactForm):
    entry_key = HiddenField()
    written_at = HiddenField()  # filled in by a telephone that kept the entry for a while
    has_agreed = CheckboxField(
        _l("They agree that the city keeps their name and how to reach them"),
        description=_l("Without this tick the name is not kept."),
    )
    name = TextField(_l("Name"), [Optional(), Length(max=120)])
    reach = TextField(_l("Telephone or e-mail"), [Optional(), Length(max=200)])

    def moment_written(self) -> datetime | None:
        """When a telephone says it was written; None: now."""
        try:
            moment = datetime.fromisoformat(self.written_at.data or "")
        except ValueError:
            return None
        return moment if moment.tzinfo else None


ROWS = 10  # concerns of an event that are written down at once


@dataclass(frozen=True)
class ConcernRow:
    """One row of the concerns of an event, as it was typed."""

    number: int
    topic: Any
    concern: Any
    promised: Any

    @property
    def is_filled(self) -> bool:
        return bool(self.topic.data or self.concern.data or self.promised.data)

    def said(self) -> dict[str, Any]:
        return {
            "topic_id": uuid.UUID(self.topic.data),
            "concern": self.concern.data,
            "promised": self.promised.data,
        }


class ConcernsForm(Form):
    """Rows that may stay blank; in one that is filled in the topic must be chosen."""

    key = HiddenField()
    submit = SubmitField(_l("Save"))

    def rows(self) -> list[ConcernRow]:
        """All of them, in order."""
        names = ("topic", "concern", "promised")
        return [
            ConcernRow(number, *(self[f"{name}_{number}"] for name in names))
            for number in range(1, ROWS + 1)
        ]

    def offer(self, topics: Sequence[tuple[str, str]]) -> None:
        for row in self.rows():
            row.topic.choices = [("", _("Choose one")), *topics]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also the rule over the fields of a row."""
        is_valid: bool = super().validate(extra_validators)
        for row in self.rows():
            if row.is_filled and not row.topic.data:
                words = _("Choose what it was about, in row %(number)s.", number=row.number)
                row.topic.errors = [*row.topic.errors, words]
                is_valid = False
        if not any(row.is_filled for row in self.rows()):
            first = self.rows()[0].topic
            first.errors = [*first.errors, _("Write down at least one concern.")]
            is_valid = False
        return is_valid


def concerns_form() -> type[ConcernsForm]:
    """The form with its rows."""
    fields: dict[str, Any] = {}
    for number in range(1, ROWS + 1):
        fields[f"topic_{number}"] = ChoiceField(_l("Topic"), [Optional()])
        fields[f"concern_{number}"] = TextField(_l("What was said"), [Optional(), Length(max=5000)])
        fields[f"promised_{number}"] = TextField(
            _l("What you promised"), [Optional(), Length(max=2000)]
        )
    return type("ConcernsFormWithRows", (ConcernsForm,), fields)


class ImportContactsForm(UploadForm):
    first = ("program",)

    program = ChoiceField(_l("Programme"), [Required(_l("Choose a programme."))])


class KeyContactsForm(Form):
    """Carries the protection of the form; the rows of the sheet are a grid."""

    submit = SubmitField(_l("Save the rows"))
    void_rest = SubmitField(_l("Save, and void the rows left empty"))


CONTACT_COLUMNS = (
    GridColumn("topic", _l("Topic"), CellKind.CHOICE),
    GridColumn("area", _l("Area"), CellKind.CHOICE),
    GridColumn("place", _l("Or the place in words")),
    GridColumn("concern", _l("What was said"), CellKind.LONG, width="wide"),
    GridColumn("language", _l("Language")),
    GridColumn("has_agreed", _l("Name may be kept"), CellKind.TICK, width="narrow"),
    GridColumn("name", _l("Name")),
    GridColumn("reach", _l("Telephone or e-mail")),
    VOID_COLUMN,
)
