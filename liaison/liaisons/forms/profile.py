"""Forms of a profile's parts, for the liaison's own pages and for the desk, and their words."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from wtforms import SelectChoice

from liaison.i18n import _, _l, first_weekday, weekday_name
from liaison.languages import SPOKEN, spoken_language
from liaison.liaisons.models.liaison import ReachBy, Travel
from liaison.web.fields import (
    CheckboxesField,
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
    TimeField,
)
from liaison.web.forms import Form

REACH: Mapping[ReachBy, Any] = {
    ReachBy.EMAIL: _l("By e-mail"),
    ReachBy.TEXT: _l("By text message"),
    ReachBy.CALL: _l("By telephone call"),
}
TRAVEL: Mapping[Travel, Any] = {
    Travel.OWN_AREAS: _l("Only in the areas covered"),
    Travel.WHOLE_CITY: _l("In the whole city"),
}
ABILITIES: Mapping[str, Any] = {
    "speaks": _l("Speaking"),
    "interprets": _l("Interpreting"),
    "writes": _l("Writing"),
}
A_MONDAY = date(2024, 1, 1)
UNSAID = frozenset({"csrf_token", "opened", "submit"})


def weekdays() -> list[tuple[int, str]]:
    """Days of the week in the order of the country; 1 is Monday."""
    order = [(first_weekday() + place) % 7 + 1 for place in range(7)]
    return [(number, weekday_words(number)) for number in order]


def weekday_words(number: int) -> str:
    return weekday_name(A_MONDAY.replace(day=number))


def community_names(text: str | None) -> list[str]:
    """One name a line, each once."""
    lines = (line.strip() for line in (text or "").splitlines())
    return list(dict.fromkeys(line for line in lines if line))


class StoredForm(Form):
    """Changes what is there already; `opened` tells what that was when the page was opened."""

    opened = HiddenField()

    def fingerprint(self) -> str:
        """Tells two states of what is stored apart."""
        said = {name: value for name, value in self.data.items() if name not in UNSAID}
        return sha256(repr(sorted(said.items())).encode()).hexdigest()


class ReachForm(StoredForm):
    name = TextField(
        _l("Name"),
        [Required(_l("Enter a name.")), Length(max=120)],
        description=_l("The name to be called by. It need not be the one on papers."),
    )
    email = TextField(_l("E-mail address"), [Optional(), Length(max=200)])
    phone = TextField(_l("Telephone"), [Optional(), Length(max=40)])
    reach_by = RadioField(
        _l("The best way to ask something"),
        [Required(_l("Choose one."))],
        choices=[SelectChoice(value=one.value, label=words) for one, words in REACH.items()],
    )
    language = ChoiceField(_l("Language of letters and messages"), [Optional()])
    submit = SubmitField(_l("Save"))

    def offer(self) -> None:
        self.language.choices = [("", _("Not chosen")), *_spoken([self.language.data or ""])]


class LanguageForm(Form):
    language = ChoiceField(_l("Language"), [Required(_l("Choose a language."))])
    abilities = CheckboxesField(
        _l("What is offered in it"),
        [Required(_l("Choose at least one."))],
        choices=[SelectChoice(value=key, label=words) for key, words in ABILITIES.items()],
        description=_l("Whoever interprets speaks the language, too."),
    )
    submit = SubmitField(_l("Save"))

    def offer(self) -> None:
        self.language.choices = [("", _("Choose one")), *_spoken([self.language.data or ""])]


class CommunitiesForm(StoredForm):
    communities = LongTextField(
        _l("Communities"),
        [Optional(), Length(max=2000)],
        description=_l("One on a line. Each may be called as its own people call it."),
    )
    submit = SubmitField(_l("Save"))


class HoursForm(Form):
    weekdays = CheckboxesField(_l("Days"), [Required(_l("Choose at least one day."))], coerce=int)
    from_time = TimeField(
        _l("From"), [Required(_l("Enter a time."))], description=_l("Such as 9:00 or 6:30 pm.")
    )
    until_time = TimeField(_l("Until"), [Required(_l("Enter a time."))])
    submit = SubmitField(_l("Add"))

    def offer(self) -> None:
        self.weekdays.choices = weekdays()


class AbsenceForm(Form):
    first_on = DateField(_l("First day"), [Required(_l("Enter the first day."))])
    last_on = DateField(
        _l("Last day"), [Optional()], description=_l("Leave it blank for a single day.")
    )
    submit = SubmitField(_l("Add"))


class TravelForm(StoredForm):
    travel = RadioField(
        _l("Where jobs are taken"),
        [Required(_l("Choose one."))],
        choices=[SelectChoice(value=one.value, label=words) for one, words in TRAVEL.items()],
    )
    submit = SubmitField(_l("Save"))


class QuietForm(StoredForm):
    quiet_from = TimeField(
        _l("From"), [Optional()], description=_l("Leave both blank for the hours of the city.")
    )
    quiet_until = TimeField(_l("Until"), [Optional()])
    submit = SubmitField(_l("Save"))


class ConflictForm(Form):
    other = ChoiceField(
        _l("Programme or department"), [Required(_l("Choose a programme or a department."))]
    )
    words = TextField(
        _l("Why"),
        [Optional(), Length(max=300)],
        description=_l(
            "It need not be said. Only the liaison and those who keep the list of liaisons read it."
        ),
    )
    submit = SubmitField(_l("Add"))

    def offer(
        self,
        programs: Iterable[tuple[uuid.UUID, str]],
        departments: Iterable[tuple[uuid.UUID, str]],
    ) -> None:
        self.other.choices = [
            ("", _("Choose one")),
            *((f"department:{key}", name) for key, name in departments),
            *((f"program:{key}", name) for key, name in programs),
        ]

    def chosen(self) -> dict[str, uuid.UUID]:
        """What was chosen, for the operation."""
        kind, _colon, key = self.other.data.partition(":")
        return {f"{kind}_id": uuid.UUID(key)}


class SupportForm(Form):
    supporter = ChoiceField(
        _l("Whom they turn to"),
        [Optional()],
        description=_l("This person sees what was hard, and is told when much is asked of them."),
    )
    submit = SubmitField(_l("Save"))


def _spoken(also: Iterable[str]) -> list[tuple[str, str]]:
    """The usual languages, and those that stand there already."""
    tags = dict.fromkeys([*SPOKEN, *(tag for tag in also if tag)])
    return [(tag, spoken_language(tag).name) for tag in tags]
