"""The roster as a table to download."""

from collections.abc import Iterable, Iterator
from typing import Any

from liaison.i18n import _
from liaison.languages import spoken_language
from liaison.liaisons.queries.roster import LiaisonLine


def header() -> list[str]:
    return [
        _("Name"),
        _("State"),
        _("Kind"),
        _("Languages"),
        _("Communities"),
        _("Areas"),
        _("Trained on"),
        _("Valid until"),
    ]


def rows(lines: Iterable[LiaisonLine]) -> Iterator[list[Any]]:
    """States, kinds and languages as the stored keys: they mean the same in every language."""
    for line in lines:
        yield [
            line.name,
            line.state.value,
            line.kind.value,
            "; ".join(spoken_language(tag).name for tag in line.languages),
            "; ".join(line.communities),
            "; ".join(line.areas),
            line.trained_on.isoformat() if line.trained_on else "",
            line.trained_until.isoformat() if line.trained_until else "",
        ]
