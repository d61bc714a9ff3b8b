"""Forms of those who apply for a course."""

import uuid
from typing import Any

from wtforms import SelectChoice
from wtforms.validators import ValidationError

from liaison.events.models.need import NeedKind
from liaison.events.operations.needs import read_needs
from liaison.events.policy.needs import KINDS
from liaison.events.policy.sign_ups import LONGEST_NAME, LONGEST_WORDS
from liaison.i18n import _, _l, current_language, enabled_languages
from liaison.languages import SPOKEN, spoken_language
from liaison.people.operations import read_email, read_phone
from liaison.training.models.course import CourseRun
from liaison.training.operations.enrolments import Application
from liaison.training.policy.eligibility import STATEMENTS, reasons_against
from liaison.web.fields import (
    CheckboxesField,
    ChoiceField,
    HiddenField,
    Length,
    LongTextField,
    Optional,
    RadioField,
    Required,
    SubmitField,
    TextField,
)
from liaison.web.forms import Form, check_with


def _can_come(_form: Form, field: Any) -> None:
    """Each statement for itself, so that whoever cannot come is told every reason at once."""
    for reason in reasons_against([field.name], {field.name: field.data == "yes"}).values():
        raise ValidationError(reason)


def _statement(key: str) -> RadioField:
    return RadioField(
        STATEMENTS[key].words,
        [Required(_l("Say yes or no.")), _can_come],
        choices=[
            SelectChoice(value="yes", label=_l("Yes")),
            SelectChoice(value="no", label=_l("No")),
        ],
    )


class ApplicationForm(Form):
    """Somebody wants to take part. Nothing is asked beyond what the run goes by, and what they
    need to be able to."""

    needs_question = _l("Do you need anything to take part?")
    first = ("name", "email", "phone", "language", *STATEMENTS)

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
    needs = CheckboxesField(_l("What you need to take part"))
    interpreter_language = ChoiceField(_l("Language of the interpreter"))
    need_words = LongTextField(
        _l("In your own words"),
        [Optional(), Length(max=LONGEST_WORDS)],
        description=_l("For example, how many children need childcare, or what you cannot eat."),
    )
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
        own = current_language().tag
        self.language.choices = [(one.tag, one.name) for one in enabled_languages()]
        if not self.language.raw_data:
            self.language.data = own
        self.needs.choices = list(KINDS.items())
        spoken = [(tag, spoken_language(tag).name) for tag in SPOKEN]
        self.interpreter_language.choices = [("", ""), *spoken]
        if not self.interpreter_language.raw_data:
            self.interpreter_language.data = "" if own in {"en", run.language} else own

    def validate_email(self, field: Any) -> None:
        check_with(read_email, field)

    def validate_phone(self, field: Any) -> None:
        check_with(read_phone, field)

    def validate_interpreter_language(self, field: Any) -> None:
        if NeedKind.INTERPRETER in (self.needs.data or ()) and not field.data:
            raise ValidationError(_("Choose the language the interpreter should speak."))

    def is_about_needs(self) -> bool:
        """Is there anything in the part that is folded away?"""
        fields = (self.needs, self.interpreter_language, self.need_words)
        return any(field.errors for field in fields) or bool(
            self.needs.data or self.need_words.data
        )

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
            needs=read_needs(
                [NeedKind(one) for one in self.needs.data or ()],
                interpreter_language=self.interpreter_language.data,
                words=self.need_words.data or "",
            ),
        )
