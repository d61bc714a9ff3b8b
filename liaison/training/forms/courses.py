"""Forms of courses at the desk."""

import re
from typing import Any

from wtforms import SelectChoice
from wtforms.validators import NumberRange, ValidationError

from liaison.i18n import _, _l, enabled_languages
from liaison.training.models.course import CourseKind
from liaison.training.operations.courses import CourseDetails, CourseWords
from liaison.training.policy.eligibility import STATEMENTS
from liaison.training.policy.runs import KINDS
from liaison.web.fields import (
    CheckboxesField,
    CheckboxField,
    ChoiceField,
    Length,
    LongTextField,
    Optional,
    Required,
    SubmitField,
    TextField,
    WholeNumberField,
)
from liaison.web.forms import Form

_KEY = re.compile(r"[a-z][a-z0-9-]{1,39}")
_COUNT = _l("Enter a number from 1 to 100.")


class WordsForm(Form):
    """What a course is, in one language."""

    title = TextField(
        _l("What it is called"),
        [Required(_l("Enter what the course is called.")), Length(max=150)],
    )
    summary = LongTextField(_l("What it is for"), [Optional(), Length(max=1000)])
    outline = LongTextField(
        _l("What happens in it"),
        [Optional(), Length(max=5000)],
        description=_l("A line each. With as many lines as sessions, each session is called so."),
    )
    submit = SubmitField(_l("Save"))

    def words(self) -> CourseWords:
        """What was typed."""
        lines = (line.strip() for line in (self.outline.data or "").splitlines())
        return CourseWords(
            (self.title.data or "").strip(),
            (self.summary.data or "").strip(),
            tuple(line for line in lines if line),
        )


class CourseForm(WordsForm):
    """A course of the city's own: sessions a week apart, of which so many are needed."""

    key = TextField(
        _l("Short name"),
        [Required(_l("Enter a short name.")), Length(max=40)],
        description=_l("It stands in addresses: small letters, digits and hyphens."),
    )
    language = ChoiceField(_l("Language of these words"))
    kind = ChoiceField(
        _l("How it is held"),
        choices=[SelectChoice(value=key.value, label=words) for key, words in KINDS.items()],
    )
    sessions = WholeNumberField(
        _l("Sessions"), [Required(_COUNT), NumberRange(1, 100, message=_COUNT)], default=1
    )
    needed = WholeNumberField(
        _l("Sessions needed to complete it"),
        [Required(_COUNT), NumberRange(1, 100, message=_COUNT)],
        default=1,
    )
    minutes = WholeNumberField(
        _l("Minutes of each session"),
        [
            Required(_l("Enter how many minutes it takes.")),
            NumberRange(5, 1440, message=_l("Enter from 5 to 1,440 minutes.")),
        ],
        default=60,
    )
    excused_counts = CheckboxField(_l("An excused session counts"))
    makeup_counts = CheckboxField(_l("A session that was made up for counts"), default=True)
    eligibility = CheckboxesField(_l("Who may come"))
    grants_rights = CheckboxField(_l("Whoever completes it has a liaison’s rights"))
    valid_months = WholeNumberField(
        _l("Months the certificate is valid"),
        [Optional(), NumberRange(1, 240, message=_l("Enter from 1 to 240 months."))],
        description=_l("Leave it blank if it is valid for good. Rights always end."),
    )

    first = (
        *("title", "key", "language", "summary", "outline", "kind", "sessions", "needed"),
        *("minutes", "excused_counts", "makeup_counts", "eligibility"),
        *("grants_rights", "valid_months"),
    )

    def offer(self) -> None:
        """Fill the lists."""
        self.language.choices = [(one.tag, one.name) for one in enabled_languages()]
        self.eligibility.choices = [(key, one.words) for key, one in STATEMENTS.items()]

    def validate_key(self, field: Any) -> None:
        if not _KEY.fullmatch(field.data or ""):
            raise ValidationError(_("Use small letters, digits and hyphens."))

    def validate_needed(self, field: Any) -> None:
        if field.data and self.sessions.data and field.data > self.sessions.data:
            raise ValidationError(_("No more sessions can be needed than there are."))

    def details(self) -> CourseDetails:
        """The course that was described."""
        count, minutes = self.sessions.data or 1, self.minutes.data or 60
        return CourseDetails(
            key=self.key.data or "",
            kind=CourseKind(self.kind.data),
            minutes=count * minutes,
            plan={"sessions": [{"week": n, "minutes": minutes} for n in range(1, count + 1)]},
            rule={
                "total": count,
                "min_present": self.needed.data or 1,
                "excused_counts": bool(self.excused_counts.data),
                "makeup_counts": bool(self.makeup_counts.data),
            },
            words={self.language.data: self.words()},
            grants_rights=bool(self.grants_rights.data),
            valid_months=self.valid_months.data,
            eligibility=tuple(self.eligibility.data or ()),
        )
