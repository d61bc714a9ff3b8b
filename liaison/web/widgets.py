"""The kit's form widgets, drawn in an environment of their own and in the reader's language.

The kit's macros look for parameters that are often absent, which our strict templates forbid. And a
field needs nothing of what a page is given, so drawing it asks for neither the city nor the reader.
"""

from functools import cache
from typing import Any

from govuk_frontend_wtf import wtforms_widgets as kit
from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from liaison.i18n import _, current_language


@cache
def _environment() -> Environment:
    packages = ("govuk_frontend_jinja", "govuk_frontend_wtf")
    loader = PrefixLoader({name: PackageLoader(name) for name in packages})
    # the files of a package do not change while it is in use
    return Environment(loader=loader, autoescape=True, auto_reload=False)


_drawings: dict[tuple[str, ...], Markup] = {}
DRAWINGS = 500
LONGEST = 20_000  # letters of a drawing that is kept: a list of all guests is drawn each time


class _Drawn:
    """What every widget does in our way; comes before the kit's class.

    The kit draws a field with some twenty macros, so most of the time of a form went into fields
    that look the same for everybody. Those are drawn once and kept. A field that shows what
    somebody typed is not kept a moment longer.
    """

    template: str
    is_typed_in = False

    def __call__(self, field: Any, **options: Any) -> Markup:
        draw = super().__call__  # type: ignore[misc]  # the kit's class is next in line
        if self.is_typed_in and _shows_words(field):
            drawn: Markup = draw(field, **options)
            return drawn
        key = self._look(field, options)
        if key not in _drawings:
            drawn = draw(field, **options)
            if len(drawn) > LONGEST:
                return drawn
            if len(_drawings) >= DRAWINGS:
                _drawings.clear()
            _drawings[key] = drawn
        return _drawings[key]

    def _look(self, field: Any, options: dict[str, Any]) -> tuple[str, ...]:
        """All that a drawing depends on; words as the reader reads them."""
        return (
            *(type(self).__name__, current_language().tag, field.id, field.name),
            *(str(field.label.text), str(field.description)),
            repr((field.data, field.raw_data, field.errors, options)),
            repr(getattr(field, "choices", None)),
        )

    def render(self, params: dict[str, Any]) -> Markup:
        return Markup(_environment().get_template(self.template).render(params=params))  # noqa: S704  # the kit escapes

    def map_gov_params(self, field: Any, **options: Any) -> dict[str, Any]:
        options.pop("required", None)  # the server says better what is missing than a browser does
        params: dict[str, Any] = super().map_gov_params(field, **options)  # type: ignore[misc]  # the kit's class is next in line
        if params.get("errorMessage"):
            params["errorMessage"]["visuallyHiddenText"] = _("Error")
        return params


def _shows_words(field: Any) -> bool:
    return any(field.raw_data or ()) or (bool(field.data) and field.data != field.default)


class TextInput(_Drawn, kit.GovTextInput):
    """One line."""

    is_typed_in = True


class TextArea(_Drawn, kit.GovTextArea):
    """Several lines."""

    is_typed_in = True


class PasswordInput(_Drawn, kit.GovPasswordInput):
    """A secret, with a button that shows it. What was typed is not shown again."""

    def map_gov_params(self, field: Any, **options: Any) -> dict[str, Any]:
        return super().map_gov_params(field, **options) | {
            "showPasswordText": _("Show"),
            "hidePasswordText": _("Hide"),
            "showPasswordAriaLabelText": _("Show password"),
            "hidePasswordAriaLabelText": _("Hide password"),
            "passwordShownAnnouncementText": _("Your password is visible"),
            "passwordHiddenAnnouncementText": _("Your password is hidden"),
        }


class Select(_Drawn, kit.GovSelect):
    """A drop-down."""


class Radios(_Drawn, kit.GovRadioInput):
    """One of a few."""


class Checkboxes(_Drawn, kit.GovCheckboxesInput):
    """Any of a few."""


class Checkbox(_Drawn, kit.GovCheckboxInput):
    """Yes or not."""


class DateInput(_Drawn, kit.GovDateInput):
    """Day, month and year, in three controls."""

    def map_gov_params(self, field: Any, **options: Any) -> dict[str, Any]:
        params = super().map_gov_params(field, **options)
        for item, label in zip(params["items"], (_("Day"), _("Month"), _("Year")), strict=True):
            item["label"] = label
        return params


class FileInput(_Drawn, kit.GovFileInput):
    """A file."""


class SubmitInput(_Drawn, kit.GovSubmitInput):
    """The button."""
