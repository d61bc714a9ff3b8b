"""The names of languages stand written out; here they are held against the locale data."""

import pytest
from babel import Locale, UnknownLocaleError

from liaison.languages import SPOKEN, spoken_language

# Named otherwise than the locale data does, or unknown to it.
OWN = {"ase", "chk", "fil", "hmn", "mam", "mh", "sm", "yue", "zh-Hans", "zh-Hant"}


@pytest.mark.pure
@pytest.mark.parametrize("tag", SPOKEN)
def test_direction_and_name_are_those_of_the_locale_data(tag):
    try:
        locale = Locale.parse(tag, sep="-")
    except UnknownLocaleError:
        assert tag in OWN
        return
    language = spoken_language(tag)
    assert (language.direction == "rtl") == (locale.character_order == "right-to-left")
    if tag not in OWN:
        assert language.name.casefold() == locale.get_display_name().casefold()


@pytest.mark.pure
def test_a_language_nobody_listed_is_still_named():
    assert spoken_language("de").name == "Deutsch"
    assert spoken_language("xx-nowhere").name == "xx-nowhere"
