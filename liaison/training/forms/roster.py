"""Choosing a course for somebody on the roster."""

import uuid
from collections.abc import Iterable

from liaison.i18n import _l
from liaison.web.fields import RadioField, Required, SubmitField
from liaison.web.forms import OnceForm


class TakeInForm(OnceForm):
    run = RadioField(_l("Which one"), [Required(_l("Choose one."))])
    submit = SubmitField(_l("Take them in"))

    def offer(self, runs: Iterable[tuple[uuid.UUID, str]]) -> None:
        self.run.choices = [(str(key), words) for key, words in runs]
