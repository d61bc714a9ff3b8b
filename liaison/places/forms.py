"""Forms of places."""

from wtforms.validators import Regexp

from liaison.i18n import _l
from liaison.web.fields import (
    CheckboxField,
    ChoiceField,
    FileField,
    Length,
    Optional,
    Required,
    TextField,
)
from liaison.web.uploads import UploadForm

KEY = r"[a-z0-9_]+\Z"
KEY_RULE = _l("Use small letters, digits and underscores, such as ward_2024.")


CHOSEN = [Required(_l("Choose a file."))]


class ImportAreasForm(UploadForm):
    file = FileField(
        _l("File"),
        CHOSEN,
        description=_l("A GeoJSON file with one feature for each area, in longitude and latitude."),
    )
    key = TextField(
        _l("Short name of this set of areas"),
        [
            Required(_l("Enter a short name.")),
            Length(max=60),
            Regexp(KEY, message=KEY_RULE),
        ],
        description=_l("It tells one drawing of the map from a later one, such as ward_2024."),
    )
    name = TextField(
        _l("Name"), [Required(_l("Enter a name, such as Wards of 2024.")), Length(max=120)]
    )
    singular = TextField(
        _l("What one of them is called"),
        [Required(_l("Enter a word, such as Ward.")), Length(max=60)],
    )
    source = TextField(_l("Source and licence"), [Optional(), Length(max=500)])
    is_main = CheckboxField(_l("Place events and contacts in these areas"))


class ImportFiguresForm(UploadForm):
    file = FileField(
        _l("File"),
        CHOSEN,
        description=_l(
            "A long CSV with the columns geo_level, geo_id, code, label, estimate, moe, pct and "
            "pct_moe, or the JSON array of the Census API."
        ),
    )
    period = TextField(
        _l("Period"),
        [Required(_l("Enter the years of the survey, such as 2017-2021.")), Length(max=40)],
    )
    source = TextField(
        _l("Source"), [Required(_l("Enter where the figures come from.")), Length(max=500)]
    )
    level = ChoiceField(
        _l("Areas"),
        [Optional()],
        description=_l("Needed where the file does not name the set of areas."),
    )
