"""Forms made from a template's questions, and the few fixed ones.

A question `setup.name` has the field `setup-name`; beside it stand `setup-name-status`, `-reason`,
`-evidence`, `-strength` and `-revision`, and `-detail` where a choice asks for words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import wtforms
from wtforms.validators import NumberRange

from liaison.i18n import _, _l, number, read_number
from liaison.languages import SPOKEN, spoken_language
from liaison.programs.models import ActionState
from liaison.programs.policy import ACTION_STEPS
from liaison.web import fields
from liaison.web.fields import Length, Optional, Required
from liaison.web.forms import Form, OnceForm
from liaison.worksheets.exports import STRENGTH_WORDS
from liaison.worksheets.models import Answer, Content, Question, QuestionKind, Section
from liaison.worksheets.operations import Entry
from liaison.worksheets.policy import is_shown

K = QuestionKind
MAX_ROWS = 60
NOT_APPLICABLE, UNKNOWN = "not_applicable", "unknown"

Pairs = Sequence[tuple[str, Any]]


# --- One field per type of answer: `data` is what is stored --------------------------------------


class AmountField(fields.TextField):
    """A number as people type it; stored as its digits."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = typed
        if typed:
            try:
                self.data = format(read_number(typed), "f")
            except ValueError:
                example = number(12.5)
                raise ValueError(
                    _("Enter a number, such as %(example)s.", example=example)
                ) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if not self.data:
            return ""
        decimals = len(self.data.partition(".")[2])
        return number(Decimal(self.data), decimals)


class StoredDateField(fields.DateField):
    """Day, month and year in three controls."""

    def process_data(self, value: str | None) -> None:
        self.data = date.fromisoformat(value) if value else None


class DayField(fields.TextField):
    """A date in one control, for the cells of a table; without a picker it is typed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0].strip() if valuelist else ""
        if self.data:
            try:
                self.data = date.fromisoformat(self.data).isoformat()
            except ValueError:
                raise ValueError(_("Enter a date as year-month-day, such as 2026-03-27.")) from None

    def _value(self) -> str:
        return str(self.raw_data[0] if self.raw_data else self.data or "")


def _stored(control: wtforms.Field) -> Any:
    """What a field's answer is stored as; None when it was left blank."""
    if isinstance(control, wtforms.FieldList):
        rows = [
            {cell.short_name: stored for cell in row.form if (stored := _stored(cell)) is not None}
            for row in control
        ]
        return [row for row in rows if row] or None
    if isinstance(control.data, date):
        return control.data.isoformat()
    return control.data or None


def _offered(pairs: Pairs) -> list[wtforms.SelectChoice]:
    return [wtforms.SelectChoice(value=value, label=words) for value, words in pairs]


# --- From questions to fields --------------------------------------------------------------------


_TYPED = {
    K.NUMBER: AmountField,
    K.PERCENT: AmountField,
    K.MONEY: AmountField,
    K.DATE: StoredDateField,
    K.LONG_TEXT: fields.LongTextField,
}
_IN_CELLS = {K.DATE: DayField, K.SHORT_TEXT: fields.LongTextField}  # a cell is narrow
_NOT_TEXT = frozenset({K.NUMBER, K.PERCENT, K.MONEY, K.DATE})


@dataclass(frozen=True)
class Offers:
    """What is offered beyond the template's own choices."""

    places: Pairs = ()
    indicators: Pairs = ()


@dataclass(frozen=True)
class _Maker:
    """Makes the controls of one question, or of one column of a table."""

    question: Question
    offers: Offers
    in_table: bool = False
    spare_rows: int = 0
    stored_rows: int = field(default=0)

    def make(self, name: str) -> dict[str, Any]:
        """Controls by name; a date range has two, a choice may have words beside it."""
        question, kind = self.question, self.question.kind
        if kind is K.TABLE:
            return {name: self._table()}
        if kind is K.DATE_RANGE:
            label = question.prompt
            return {
                f"{name}_from": DayField(_("%(what)s, from", what=label), [Optional()]),
                f"{name}_to": DayField(_("%(what)s, until", what=label), [Optional()]),
            }
        made = {name: self._control(kind)}
        if question.asks_for_detail:
            joint = "_" if self.in_table else "-"
            words = _("%(what)s: if other, which?", what=question.prompt)
            made[f"{name}{joint}detail"] = fields.TextField(words, [Length(max=500)])
        return made

    def _control(self, kind: QuestionKind) -> Any:
        given: dict[str, Any] = {
            "label": self.question.prompt,
            "description": self.question.help,
        }
        choices = self._choices(kind)
        if kind in {K.SINGLE_CHOICE, K.YES_NO_UNSURE} and not self.in_table:
            return fields.RadioField(validators=[Optional()], choices=_offered(choices), **given)
        if kind in {K.SINGLE_CHOICE, K.YES_NO_UNSURE, K.INDICATOR_REF}:
            blank = [("", _("Choose one")), *choices]
            return fields.ChoiceField(validators=[Optional()], choices=_offered(blank), **given)
        if choices:
            return fields.CheckboxesField(
                validators=[Optional()], choices=_offered(choices), **given
            )
        typed = _TYPED.get(kind, fields.TextField)
        if self.in_table:
            typed = _IN_CELLS.get(kind, typed)
        limit = Optional() if kind in _NOT_TEXT else Length(max=20_000)
        return typed(validators=[limit], **given)

    def _choices(self, kind: QuestionKind) -> list[tuple[str, Any]]:
        if kind is K.PLACE_SELECT:
            return list(self.offers.places)
        if kind is K.INDICATOR_REF:
            return list(self.offers.indicators)
        if kind is K.LANGUAGE_SELECT:
            return [(tag, spoken_language(tag).name) for tag in SPOKEN]
        return [(option.value, option.label) for option in self.question.options]

    def _table(self) -> Any:
        cells: dict[str, Any] = {}
        for column in self.question.columns:
            cells |= _Maker(column, self.offers, in_table=True).make(column.key)
        row = type("Row", (wtforms.Form,), cells)
        count = max(self.question.min_rows, self.stored_rows + 1) + self.spare_rows
        return wtforms.FieldList(
            wtforms.FormField(row),
            self.question.prompt,
            min_entries=min(count, MAX_ROWS),
            max_entries=MAX_ROWS,
            description=self.question.help,
        )


def name_of(question: Question) -> str:
    """The name of a question's field."""
    return question.key.replace(".", "-")


class SectionForm(Form):
    """The questions of a section. Drafts save anything that has the right shape."""

    questions: tuple[Question, ...] = ()

    def validate(self, *arguments: Any, **options: Any) -> bool:
        is_right = bool(super().validate(*arguments, **options))
        for question in self.questions:
            name = name_of(question)
            reason = self[f"{name}-reason"]
            if self[f"{name}-status"].data == NOT_APPLICABLE and not reason.data:
                reason.errors = [_("Say why this does not apply.")]
                is_right = False
        return is_right

    def entries(self) -> list[Entry]:
        """What was typed, question by question."""
        return [self._entry(question) for question in self.questions]

    def _entry(self, question: Question) -> Entry:
        name = name_of(question)
        status, revision = self[f"{name}-status"].data, self[f"{name}-revision"].data
        detail = f"{name}-detail"
        content = Content(
            value=self._value(question),
            detail=self[detail].data if detail in self else "",
            is_not_applicable=status == NOT_APPLICABLE,
            is_unknown=status == UNKNOWN,
            reason=self[f"{name}-reason"].data,
            evidence=self[f"{name}-evidence"].data,
            evidence_strength=self[f"{name}-strength"].data,
        )
        is_number = revision.isascii() and revision.isdigit()
        return Entry(question.key, content, int(revision) if is_number else 0)

    def _value(self, question: Question) -> Any:
        name = name_of(question)
        if question.kind is not K.DATE_RANGE:
            return _stored(self[name])
        ends = {end: _stored(self[f"{name}_{end}"]) for end in ("from", "to")}
        return ends if any(ends.values()) else None

    def show_clashes(self, answers: Mapping[str, Answer]) -> None:
        """Keep what was typed; saving again means to put it in place of what the other wrote."""
        for key, answer in answers.items():
            name = key.replace(".", "-")
            self[f"{name}-revision"].data = str(answer.revision)
            shown = self[name if name in self else f"{name}_from"]
            shown.errors = [
                *shown.errors,
                _("Somebody else changed this answer while you were writing. Compare the two."),
            ]


def make_section_form(
    section: Section, answers: Mapping[str, Answer], offers: Offers, more: str = ""
) -> SectionForm:
    """The form of a section, filled with what is stored; `more` names a table to make longer."""
    contents = {key: answer.content for key, answer in answers.items()}
    shown = tuple(q for q in section.questions if is_shown(q, contents))
    parts: dict[str, Any] = {"questions": shown}
    stored: dict[str, Any] = {}
    for question in shown:
        name, answer = name_of(question), answers.get(question.key)
        content = answer.content if answer else Content()
        rows = len(content.value or ()) if question.kind is K.TABLE else 0
        spare = 3 if question.key == more else 0
        maker = _Maker(question, offers, spare_rows=spare, stored_rows=rows)
        parts |= maker.make(name) | _beside(name, question)
        stored |= _stored_values(name, question, content, answer.revision if answer else 0)
    made: SectionForm = type("FilledSectionForm", (SectionForm,), parts)(data=stored)
    return made


def _beside(name: str, question: Question) -> dict[str, Any]:
    """What stands beside every answer."""
    evidence = _("Evidence, expected here") if question.expects_evidence else _("Evidence")
    strengths = [(strength.value, words) for strength, words in STRENGTH_WORDS.items()]
    statuses = [
        ("", _("It is answered above, or will be")),
        (NOT_APPLICABLE, _("This does not apply")),
        (UNKNOWN, _("We do not know yet")),
    ]
    return {
        f"{name}-evidence": fields.LongTextField(
            evidence,
            [Length(max=5_000)],
            description=_("A source, a link or a note. Do not enter personal details."),
        ),
        f"{name}-strength": fields.ChoiceField(_("How strong is it?"), choices=_offered(strengths)),
        f"{name}-reason": fields.TextField(
            _("Reason"),
            [Length(max=2_000)],
            description=_("Needed when it does not apply."),
        ),
        f"{name}-status": fields.ChoiceField(_("Is there an answer?"), choices=_offered(statuses)),
        f"{name}-revision": fields.HiddenField(),
    }


def _stored_values(
    name: str, question: Question, content: Content, revision: int
) -> dict[str, Any]:
    status = NOT_APPLICABLE if content.is_not_applicable else UNKNOWN if content.is_unknown else ""
    values = {
        f"{name}-detail": content.detail,
        f"{name}-status": status,
        f"{name}-reason": content.reason,
        f"{name}-evidence": content.evidence,
        f"{name}-strength": content.evidence_strength,
        f"{name}-revision": str(revision),
    }
    if question.kind is K.DATE_RANGE:
        ends = content.value or {}
        return values | {f"{name}_{end}": ends.get(end) for end in ("from", "to")}
    return values | {name: content.value}


# --- The fixed forms -----------------------------------------------------------------------------


class StartWorksheetForm(OnceForm):
    template_key = fields.ChoiceField(_l("Worksheet"), [Required(_l("Choose a worksheet."))])
    program_id = fields.ChoiceField(_l("Programme"), [Required(_l("Choose a programme."))])
    year = fields.WholeNumberField(
        _l("Plan year"),
        [
            Required(_l("Enter the year.")),
            NumberRange(1990, 2100, message=_l("Enter a year with four digits.")),
        ],
    )
    submit = fields.SubmitField(_l("Start the worksheet"))


class SubmitWorksheetForm(Form):
    submit = fields.SubmitField(_l("Send to review"))


class ReviewWorksheetForm(Form):
    decision = fields.RadioField(
        _l("Your decision"),
        [Required(_l("Choose what should happen."))],
        choices=_offered(
            [
                ("approve_worksheet", _l("Approve it: the answers are fixed from now on")),
                ("request_changes", _l("Ask for changes: it goes back to those who wrote it")),
            ]
        ),
    )
    note = fields.LongTextField(
        _l("Note"),
        [Length(max=5_000)],
        description=_l("Needed when you ask for changes. Everyone who sees the worksheet sees it."),
    )
    submit = fields.SubmitField(_l("Record the decision"))


class AddActionForm(Form):
    text = fields.LongTextField(
        _l("What will be done"),
        [Required(_l("Say what will be done.")), Length(max=1_000)],
    )
    owner_name = fields.TextField(
        _l("Who answers for it"), [Required(_l("Enter who answers for it.")), Length(max=120)]
    )
    due_on = fields.DateField(_l("By when"), [Required(_l("Enter the day it is due."))])
    submit = fields.SubmitField(_l("Add the action"))


ACTION_VERBS = {
    "start_action": _l("It has started"),
    "finish_action": _l("It is done"),
    "change_action": _l("It has changed"),
    "drop_action": _l("It is dropped"),
    "reopen_action": _l("It is open again"),
}


class UpdateActionForm(Form):
    verb = fields.RadioField(_l("What happened"), [Required(_l("Choose what happened."))])
    done_on = fields.DateField(
        _l("Done on"), [Optional()], description=_l("Needed when it is done.")
    )
    evidence = fields.LongTextField(
        _l("What shows it"), [Length(max=2_000)], description=_l("A link, a document or a note.")
    )
    submit = fields.SubmitField(_l("Save"))

    def offer_steps(self, state: ActionState) -> None:
        """Only what can happen to an action in this state."""
        self.verb.choices = [
            (verb, ACTION_VERBS[verb])
            for verb, (from_states, _to_state) in ACTION_STEPS.items()
            if state in from_states
        ]
