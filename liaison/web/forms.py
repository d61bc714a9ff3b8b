"""The base of every form."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from liaison.errors import Conflict, InvalidInput

Result = TypeVar("Result")


class Form(FlaskForm):
    """A form whose refusals stand beside the fields, with everything typed kept."""

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
