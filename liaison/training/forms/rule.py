"""Who completes a course, as its staff sets it."""

from collections.abc import Iterator, Sequence
from typing import Any

from wtforms import SelectChoice
from wtforms.validators import NumberRange

from liaison.i18n import _, _l, number
from liaison.liaisons.models.credential import Level
from liaison.liaisons.policy.credentials import LEVEL_WORDS
from liaison.training.policy.deeds import DEEDS, SESSION_KINDS
from liaison.training.policy.terms import Deed, Terms, list_faults
from liaison.training.policy.words import kind_words
from liaison.web.fields import (
    CheckboxesField,
    CheckboxField,
    ChoiceField,
    HiddenField,
    Optional,
    Required,
    SubmitField,
    WholeNumberField,
)
from liaison.web.forms import Form

_COUNT = _l("Enter a number from 0 to 100.")
_BEYOND = tuple(level for level in Level if level is not Level.COMPLETED)


class _RuleForm(Form):
    opened = HiddenField()  # the fingerprint of what it was opened with
    needed = WholeNumberField(
        _l("Sessions needed to complete it"),
        [Required(_COUNT), NumberRange(0, 100, message=_COUNT)],
    )
    late_counts = CheckboxField(_l("A session somebody came late to counts"))
    excused_counts = CheckboxField(_l("An excused session counts"))
    makeup_counts = CheckboxField(_l("A session that was made up for counts"))
    submit = SubmitField(_l("Save"))

    def validate(self, extra_validators: Any = None) -> bool:
        """What the parts say together stands beside its field, with what each says alone."""
        super().validate(extra_validators)
        if self.keep.data and self._typed_deeds():
            self.keep.errors = [_("Take this tick away if what you entered replaces it.")]
        for kind in DEEDS:
            if self[f"way_{kind}"].data and self[f"deed_{kind}"].data is None:
                self._refuse(f"deed_{kind}", _("Enter how many are needed."))
        for name, words in list_faults(self.terms()).items():
            self._refuse(name, words)
        return not self.errors

    def terms(self) -> Terms:
        """What was typed."""
        return Terms(
            needed=self.needed.data or 0,
            late_counts=bool(self.late_counts.data),
            excused_counts=bool(self.excused_counts.data),
            makeup_counts=bool(self.makeup_counts.data),
            tiers=self._numbers("tier_"),
            kinds=tuple(field.data for field in self.of("kind_")),
            optional=frozenset(self.optional.data or ()),
            of_kind=self._numbers("of_kind_"),
            required=frozenset(self.required.data or ()),
            deeds=None if self.keep.data else self._typed_deeds(),
        )

    def of(self, prefix: str) -> Iterator[Any]:
        """The fields of one sort, in their order."""
        return (field for field in self if field.name.startswith(prefix))

    def columns(self) -> dict[str, str]:
        """What each field stands for: the plan says of what kind a session is."""
        apart = {"csrf_token", "opened", "keep", "submit"}
        return {
            field.name: "plan" if field.name.startswith("kind_") else "rule"
            for field in self
            if field.name not in apart
        }

    def _numbers(self, prefix: str) -> dict[str, int]:
        return {
            field.name.removeprefix(prefix): field.data for field in self.of(prefix) if field.data
        }

    def _typed_deeds(self) -> dict[str, Deed]:
        counts = self._numbers("deed_")
        return {kind: Deed(count, self[f"way_{kind}"].data) for kind, count in counts.items()}

    def _refuse(self, name: str, words: str) -> None:
        if not self[name].errors:
            self[name].errors = [words]


def rule_form(terms: Terms, sessions: Sequence[str]) -> type[_RuleForm]:
    """A form with fields for each planned session and each kind; `sessions` says what they are
    called."""
    kinds = list(dict.fromkeys([*SESSION_KINDS, *terms.kinds, *terms.optional, *terms.of_kind]))
    named = [SelectChoice(value=kind, label=SESSION_KINDS.get(kind, kind)) for kind in kinds]
    fields: dict[str, Any] = {
        f"tier_{level}": _number(
            _("%(level)s: how many sessions it takes", level=LEVEL_WORDS[level])
        )
        for level in _BEYOND
    }
    fields |= {
        f"kind_{place}": ChoiceField(name, choices=named) for place, name in enumerate(sessions, 1)
    }
    planned = [SelectChoice(value=place, label=name) for place, name in enumerate(sessions, 1)]
    fields["required"] = CheckboxesField(_("Sessions nobody may miss"), choices=planned, coerce=int)
    fields["optional"] = CheckboxesField(
        _("Kinds beside the count"),
        choices=[SelectChoice(value=kind, label=kind_words(kind)) for kind in kinds],
        description=_("Everybody may come to them, and they do not count."),
    )
    fields |= {f"of_kind_{kind}": _number(_how_many(kind_words(kind))) for kind in kinds}
    fields["keep"] = CheckboxField(_("Keep what is asked for beside the sessions as it stands"))
    for kind, words in DEEDS.items():
        fields[f"deed_{kind}"] = _number(_how_many(words))
        fields[f"way_{kind}"] = ChoiceField(
            _("%(what)s: who does it", what=words), choices=_ways(), coerce=int, default=0
        )
    return type("RuleForm", (_RuleForm,), fields)


def values_of(terms: Terms, opened: str) -> dict[str, Any]:
    """What stands in the fields before anything is typed."""
    deeds = terms.deeds or {}
    return {
        "opened": opened,
        "needed": terms.needed,
        "late_counts": terms.late_counts,
        "excused_counts": terms.excused_counts,
        "makeup_counts": terms.makeup_counts,
        "optional": list(terms.optional),
        "required": list(terms.required),
        "keep": terms.deeds is None,
        **{f"tier_{name}": least for name, least in terms.tiers.items()},
        **{f"kind_{place}": kind for place, kind in enumerate(terms.kinds, 1)},
        **{f"of_kind_{kind}": least for kind, least in terms.of_kind.items()},
        **{f"deed_{kind}": deed.needed for kind, deed in deeds.items()},
        **{f"way_{kind}": deed.way for kind, deed in deeds.items()},
    }


def _number(label: str) -> WholeNumberField:
    words = _("Enter a number from 1 to 1,000, or leave it blank.")
    return WholeNumberField(label, [Optional(), NumberRange(1, 1000, message=words)])


def _how_many(what: Any) -> str:
    return _("%(what)s: how many are needed", what=what)


def _ways() -> list[SelectChoice]:
    """As many ways as there are deeds, so that each may be enough by itself."""
    ways = [_("Who goes way %(number)s", number=number(way)) for way in range(1, len(DEEDS) + 1)]
    return [
        SelectChoice(value=way, label=words) for way, words in enumerate([_("Everybody"), *ways])
    ]
