"""Forms of those who apply for a course."""

import uuid
from collections.abc import Callable
from typing import Any

from wtforms import SelectChoice
from wtforms.validators import ValidationError

from liaison.errors import InvalidInput
from liaison.events.policy.sign_ups import LONGEST_NAME
from liaison.i18n import _l, current_language, enabled_languages
from liaison.people.operations import read_email, read_phone
from liaison.training.models.course import CourseRun
from liaison.training.operations.enrolments import Application
from liaison.training.policy.eligibility import STATEMENTS
from liaison.web.fields import (
    ChoiceField,
    HiddenField,
    Length,
    Optional,
    RadioField,
    Required,
    SubmitField,
    TextField,
)
from liaison.web.forms import Form


def _statement(key: str) -> RadioField:
    return RadioField(
        STATEMENTS[key].words,
        [Required(_l("Say yes or no."))],
        choices=[
            SelectChoice(value="yes", label=_l("Yes")),
            SelectChoice(value="no", label=_l("No")),
        ],
    )


class ApplicationForm(Form):
    """Somebody wants to take part. Nothing is asked beyond what the run goes by."""

    key = HiddenField()
    name = TextField(
        _l("Your name"),
        [Required(_l("Enter your name.")), Length(max=LONGEST_NAME)],
        description=_l("As you want to be called, and as it will stand on a certificate."),
    )
    email = TextField(_l("E-mail address"), [Optional(), Length(max=254)])
    phone = TextField(
        _l("Telephone number"),
        [Optional(), Length(max=40)],
        description=_l("One of the two is enough, so that we can tell you more."),
    )
    language = ChoiceField(_l("Language we write to you in"))
    adult = _statement("adult")
    resident = _statement("resident")
    can_come = _statement("can_come")
    not_employed = _statement("not_employed")
    submit = SubmitField(_l("Apply"))

    def offer_for(self, run: CourseRun) -> None:
        """Ask what the run asks, and nothing else."""
        for key in STATEMENTS:
            if key not in run.eligibility:
                del self[key]
        self.language.choices = [(one.tag, one.name) for one in enabled_languages()]
        if not self.language.raw_data:
            self.language.data = current_language().tag

    def validate_email(self, field: Any) -> None:
        _check(read_email, field)

    def validate_phone(self, field: Any) -> None:
        _check(read_phone, field)

    def once(self, run_id: uuid.UUID) -> uuid.UUID:
        """The key of the enrolment this form makes: sent twice, it is the same."""
        return uuid.uuid5(run_id, str(self.key.data or uuid.uuid4()))

    def application(self) -> Application:
        """What was said."""
        said = {key: self[key].data == "yes" for key in STATEMENTS if key in self}
        return Application(
            name=self.name.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            language=self.language.data,
            statements=said,
        )


def _check(read: Callable[..., str | None], field: Any) -> None:
    """Told with the other problems of the form, not after they are mended."""
    try:
        read(field.data or "", field=field.name)
    except InvalidInput as refusal:
        raise ValidationError(refusal.message) from None
