"""The form that makes one entry of two, and the words for why they look alike."""

from collections.abc import Mapping
from typing import Any

from wtforms.validators import ValidationError

from liaison.i18n import _, _l
from liaison.liaisons.forms.roster import KINDS
from liaison.liaisons.models.liaison import LiaisonKind
from liaison.liaisons.policy.likeness import Likeness
from liaison.web.fields import CheckboxField, RadioField, Required, SubmitField
from liaison.web.forms import Form

REASONS: Mapping[Likeness, Any] = {
    Likeness.EMAIL: _l("The same e-mail address"),
    Likeness.PHONE: _l("The same telephone number"),
    Likeness.NAME: _l("The same name, but for accents or the order of the words"),
    Likeness.NEAR_NAME: _l("Names that differ in one letter"),
}


class MergeForm(Form):
    kept = RadioField(
        _l("Which entry goes on"),
        [Required(_l("Choose the entry that goes on."))],
        description=_l("Its name stays. What only the other one knows is added to it."),
    )
    kind = RadioField(_l("What they are from now on"), [Required(_l("Choose what they are."))])
    is_one_person = CheckboxField(_l("I asked: they are one person"))
    submit = SubmitField(_l("Merge the two entries"))

    def offer_kinds(self, kinds: set[LiaisonKind]) -> None:
        """Only where the two entries say different things is there something to choose."""
        if len(kinds) == 1:
            del self.kind
        else:
            self.kind.choices = [(kind.value, KINDS[kind]) for kind in LiaisonKind if kind in kinds]

    def validate_is_one_person(self, field: CheckboxField) -> None:
        if not field.data:
            raise ValidationError(_("Ask them first: two people may share an address or a name."))
