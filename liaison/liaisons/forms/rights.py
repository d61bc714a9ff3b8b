"""Forms about certificates and the code of conduct."""

from typing import Any

from wtforms.validators import ValidationError

from liaison.i18n import _, _l
from liaison.web.fields import (
    CheckboxField,
    HiddenField,
    Length,
    LongTextField,
    Required,
    SubmitField,
)
from liaison.web.forms import Form

LONG = 10  # digits; no code of conduct has so many versions


def read_version(field: HiddenField) -> int:
    """Which version the page was about; 0 where nobody can say."""
    text = str(field.data or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONG else 0


class AcceptCodeForm(Form):
    """`version` is the one that was read: a newer one must be read first."""

    version = HiddenField()
    accepts = CheckboxField(_l("I have read it, and I promise to keep to it"))
    submit = SubmitField(_l("Accept"))

    def validate_accepts(self, field: CheckboxField) -> None:
        if not field.data:
            raise ValidationError(_("Tick the box if you promise this."))

    def version_read(self) -> int:
        return read_version(self.version)


class RevokeCredentialForm(Form):
    reason = LongTextField(
        _l("Why it is revoked"),
        [Required(_l("Say why it is revoked.")), Length(max=1000)],
        description=_l("The person may read it. It is not shown to anybody else outside."),
    )
    submit = SubmitField(_l("Revoke the certificate"))


class CodeForm(Form):
    """A version that is being written: a field for each language of the city."""

    opened = HiddenField()  # the words when the form was opened

    submit = SubmitField(_l("Save the draft"))

    def words(self) -> dict[str, str]:
        return {field.name: field.data or "" for field in self if isinstance(field, LongTextField)}


class PublishCodeForm(Form):
    """`seen` is the fingerprint of the words on the page."""

    seen = HiddenField()
    submit = SubmitField(_l("Publish"))


def code_form(languages: dict[str, str]) -> type[CodeForm]:
    """The form for these languages, by tag and name."""
    fields: dict[str, Any] = {
        tag: LongTextField(name, [Length(max=20_000)]) for tag, name in languages.items()
    }
    return type("CodeFormOfLanguages", (CodeForm,), fields)
