"""The form of a kind of events."""

from collections.abc import Iterable
from typing import Any

from liaison.i18n import _l
from liaison.languages import Language
from liaison.web.fields import CheckboxField, Length, Optional, Required, SubmitField, TextField
from liaison.web.forms import Form

LONGEST = 80


def name_field(language: Language) -> str:
    """What the field for the name in a language is called."""
    return f"name_{language.tag.replace('-', '_')}"


class KindForm(Form):
    """A kind's English name; `for_languages` adds a field for each other language."""

    name = TextField(_l("Name in English"), [Required(_l("Enter a name.")), Length(max=LONGEST)])
    is_ours = CheckboxField(
        _l("We hold events of this kind ourselves"),
        default=True,
        description=_l("Leave it blank for events of others that we visit."),
    )
    submit = SubmitField(_l("Save"))

    @classmethod
    def for_languages(cls, languages: Iterable[Language]) -> type["KindForm"]:
        """A form with a field for each language."""
        fields: dict[str, Any] = {
            name_field(language): TextField(language.name, [Optional(), Length(max=LONGEST)])
            for language in languages
        }
        return type("KindForm", (cls,), fields)
