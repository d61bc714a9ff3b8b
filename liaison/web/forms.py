"""The base of every form."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any, ClassVar, NamedTuple, TypeVar

from babel.support import NullTranslations, Translations
from flask import render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.fields.choices import SelectFieldBase
from wtforms.i18n import messages_path
from wtforms.validators import ValidationError

from liaison.errors import Conflict, InvalidInput
from liaison.i18n import _, current_language, day, listed, money, number, wall_time
from liaison.permissions import Actor
from liaison.web.fields import HiddenField, MoneyField

Result = TypeVar("Result")


@cache
def _words_of_the_library(locale: str) -> NullTranslations:
    return Translations.load(messages_path(), [locale], domain="wtforms")


class Form(FlaskForm):
    """A form whose refusals stand beside the fields, with everything typed kept.

    `first` names the fields that stand first on the page where others are inherited.
    """

    first: ClassVar[tuple[str, ...]] = ()

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: FlaskForm) -> NullTranslations:
            """The library's own sentences; it would read their file again for every form."""
            return _words_of_the_library(current_language().locale)

    @property
    def errors(self) -> dict[str, Any]:
        """What is wrong, in the order in which the fields stand on the page."""
        found: dict[str, Any] = super().errors
        return {name: found[name] for name in self.first if name in found} | found

    def attempt(self, act: Callable[..., Result], **values: Any) -> Result | None:
        """Run an operation; what it refuses becomes an error on the field it names.

        Returns None when refused: then answer with `form_page`, which says 422.
        """
        try:
            return act(**values)
        except (Conflict, InvalidInput) as refusal:
            field = self._fields.get(refusal.field)
            if field is None:
                self.form_errors.append(refusal.message)
            else:
                field.errors = [*field.errors, refusal.message]
            return None


class OnceForm(Form):
    """A form that makes something new. Sent twice with the same words it means one thing."""

    key = HiddenField(default=lambda: uuid.uuid4().hex)

    def once(self, actor: Actor) -> uuid.UUID:
        """The key of what this form makes. Whoever goes back and changes a word means another."""
        said = {name: value for name, value in self.data.items() if name != "csrf_token"}
        said["key"] = said["key"] or uuid.uuid4().hex  # sent by a program that never saw the form
        return uuid.uuid5(uuid.NAMESPACE_OID, repr([str(actor.user_id), sorted(said.items())]))


class Difference(NamedTuple):
    """A field in which somebody else's words would be replaced by those typed."""

    field: Field
    stored: str
    typed: str
    by: str | None = None
    at: datetime | None = None


def list_differences(
    form: Form,
    stored: Form,
    columns: Mapping[str, str],
    changed: Mapping[str, tuple[str | None, datetime]],
) -> list[Difference]:
    """Where what was typed is not what is stored now, in the order of the fields.

    For a form that was opened before somebody else saved theirs: the page shows both, so that the
    person can decide. `columns` names the fields to compare and the column that each stands for;
    `changed` tells who set these last. The component `differences` shows them.
    """
    return [
        Difference(field, now, typed, *changed.get(columns[field.name], ()))
        for field in form
        if field.name in columns
        and (typed := _in_words(field)) != (now := _in_words(stored[field.name]))
    ]


def _in_words(field: Field) -> str:
    """What stands in a field, as a person would say it."""
    if isinstance(field, SelectFieldBase):
        return listed([str(one.label) for one in field.iter_choices() if one.selected])
    match field.data:
        case None:
            words = ""
        case bool(ticked):
            words = _("yes") if ticked else _("no")
        case date() as on:
            words = day(on)
        case time() as at:
            words = wall_time(at)
        case int(amount):
            words = money(amount) if isinstance(field, MoneyField) else number(amount)
        case text:
            words = "\n".join(str(text).splitlines())
    return words


def check_with(read: Callable[..., object], field: Field) -> None:
    """What an operation would refuse is told with the other problems of the form, not after they
    are mended."""
    try:
        read(field.data or "", field=field.name)
    except InvalidInput as refusal:
        raise ValidationError(refusal.message) from None


def form_page(template: str, *, form: Form, **context: Any) -> ResponseReturnValue:
    """The page of a form: 200 when fresh, 422 when something typed must be mended."""
    status = 422 if form.errors else 200
    return render_template(template, form=form, **context), status
