"""Writing a card, one text for each language of the city."""

from collections.abc import Iterable

from wtforms.validators import Length

from liaison.i18n import _l
from liaison.languages import Language
from liaison.web.fields import HiddenField, LongTextField, SubmitField
from liaison.web.forms import OnceForm


class _CardForm(OnceForm):
    seen_version = HiddenField()
    submit = SubmitField(_l("Ask this from the next run on"))


def card_form(languages: Iterable[Language]) -> type[_CardForm]:
    """A form with a field for each language, named by its tag."""
    fields = {one.tag: LongTextField(one.name, [Length(max=10_000)]) for one in languages}
    return type("CardForm", (_CardForm,), fields)
