"""Three answers to each question on access: there is, there is not, nobody knows yet."""

from collections.abc import Iterable, Mapping
from typing import Any

from liaison.events.models.event import Event
from liaison.events.policy.events import ACCESS
from liaison.i18n import _l
from liaison.web.fields import Length, LongTextField, Optional, RadioField, SubmitField
from liaison.web.forms import Form

YES, NO, UNKNOWN = "yes", "no", ""
MEANS: Mapping[str, bool | None] = {YES: True, NO: False, UNKNOWN: None}
CHOICES = [(YES, _l("There is")), (NO, _l("There is not")), (UNKNOWN, _l("Not known yet"))]


class AccessForm(Form):
    """A question each; the fields are called after the keys of ACCESS."""

    submit = SubmitField(_l("Save"))

    def answers(self) -> dict[str, bool | None]:
        """What was answered, of the questions this form asks."""
        return {key: MEANS[self[key].data] for key in ACCESS if key in self}

    def questions(self) -> list[Any]:
        """The fields, in the order of the list."""
        return [self[key] for key in ACCESS if key in self]


class PublishForm(AccessForm):
    """What is open, and why it cannot wait."""

    override_reason = LongTextField(
        _l("Why it is published without these answers"),
        [Optional(), Length(max=500)],
        description=_l(
            "Only where an answer cannot be had in time. The reason is kept with your name."
        ),
    )
    submit = SubmitField(_l("Publish"))


def access_form(kind: type[AccessForm], event: Event, keys: Iterable[str]) -> Any:
    """A form of these questions, answered as the event says."""
    fields = {
        key: RadioField(ACCESS[key], [Optional()], default=_answer(event, key))
        for key in keys
        if key in ACCESS
    }
    form = type(kind.__name__, (kind,), fields)()
    for field in form.questions():
        field.choices = CHOICES
    return form


def _answer(event: Event, key: str) -> str:
    if key in event.access:
        return YES
    return NO if key in event.access_lacking else UNKNOWN
