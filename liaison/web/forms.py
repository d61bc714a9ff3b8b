"""The base of every form."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from babel.support import NullTranslations, Translations
from flask import render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms.i18n import messages_path

from liaison.errors import Conflict, InvalidInput
from liaison.i18n import current_language

Result = TypeVar("Result")


@cache
def _words_of_the_library(locale: str) -> NullTranslations:
    return Translations.load(messages_path(), [locale], domain="wtforms")


class Form(FlaskForm):
    """A form whose refusals stand beside the fields, with everything typed kept."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: FlaskForm) -> NullTranslations:
            """The library's own sentences; it would read their file again for every form."""
            return _words_of_the_library(current_language().locale)

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


def form_page(template: str, *, form: Form, **context: Any) -> ResponseReturnValue:
    """The page of a form: 200 when fresh, 422 when something typed must be mended."""
    status = 422 if form.errors else 200
    return render_template(template, form=form, **context), status
