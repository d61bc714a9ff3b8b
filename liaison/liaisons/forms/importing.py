"""Choosing a file of liaisons."""

from wtforms.validators import ValidationError

from liaison.i18n import _, _l
from liaison.web.fields import CheckboxField
from liaison.web.uploads import UploadForm


class ImportLiaisonsForm(UploadForm):
    first = ("file", "have_agreed")

    have_agreed = CheckboxField(
        _l("All of them agreed that the city keeps their name and how to reach them")
    )

    def validate_have_agreed(self, field: CheckboxField) -> None:
        if not field.data:
            raise ValidationError(_("Ask them first, then tick that they agreed."))
