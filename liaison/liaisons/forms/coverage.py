"""Words of coverage, and the form that says whom a population figure counts."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import SelectChoice

from liaison.i18n import _l
from liaison.languages import SPOKEN, spoken_language
from liaison.liaisons.models.coverage import Counted
from liaison.liaisons.policy.coverage import CoverageState
from liaison.web.fields import (
    CheckboxesField,
    ChoiceField,
    Length,
    Optional,
    RadioField,
    Required,
    SubmitField,
    TextField,
)
from liaison.web.forms import Form

COUNTED: Mapping[Counted, Any] = {
    Counted.LIMITED_ENGLISH: _l("People who speak a language, and English less than very well"),
    Counted.AT_HOME: _l("People who speak a language at home"),
    Counted.COMMUNITY: _l("People of a community"),
}
COVERAGE_STATES: Mapping[CoverageState, Any] = {
    CoverageState.NONE: _l("No liaison"),
    CoverageState.ELSEWHERE: _l("Only from elsewhere"),
    CoverageState.ENDS: _l("Ends soon"),
    CoverageState.COVERED: _l("Covered"),
}
COVERAGE_TONES: Mapping[CoverageState, str] = {
    CoverageState.NONE: "bad",
    CoverageState.ELSEWHERE: "warn",
    CoverageState.ENDS: "now",
    CoverageState.COVERED: "good",
}


class TieMeasureForm(Form):
    measure = ChoiceField(_l("Figure"), [Required(_l("Choose a figure."))])
    counts = RadioField(
        _l("Whom it counts"),
        [Required(_l("Choose whom the figure counts."))],
        choices=[SelectChoice(value=one.value, label=words) for one, words in COUNTED.items()],
    )
    languages = CheckboxesField(
        _l("Languages its people are served in"),
        [Optional()],
        description=_l(
            "Who speaks Chinese may be served in several: a liaison of any of them counts."
        ),
    )
    community = TextField(
        _l("Community"),
        [Optional(), Length(max=200)],
        description=_l("As liaisons call it. Leave it blank for the speakers of a language."),
    )
    submit = SubmitField(_l("Save"))

    def offer(self, measures: Iterable[tuple[str, str]]) -> None:
        """The figures that are free, and all languages people are served in."""
        self.measure.choices = [("", ""), *measures]
        self.languages.choices = [(tag, spoken_language(tag).name) for tag in SPOKEN]
