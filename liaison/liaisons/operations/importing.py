"""Storing liaisons that came in a file."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from liaison.audit.operations import record_without_row
from liaison.liaisons.models.liaison import Liaison, LiaisonKind
from liaison.liaisons.operations.roster import create_liaison
from liaison.permissions import Actor


@dataclass(frozen=True, kw_only=True)
class LiaisonRow:
    """A liaison as a file gives it."""

    name: str
    email: str = ""
    phone: str = ""
    kind: LiaisonKind = LiaisonKind.VOLUNTEER
    languages: tuple[str, ...] = ()  # they speak
    interprets: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    area_ids: tuple[uuid.UUID, ...] = ()
    looks_known: bool = False  # like somebody on the roster


def import_liaisons(*, actor: Actor, rows: Sequence[LiaisonRow], source: str) -> int:
    """Store liaisons read from a file, none of them trained yet; returns how many."""
    for row in rows:
        liaison = create_liaison(
            actor=actor,
            name=row.name,
            kind=row.kind,
            email=row.email,
            phone=row.phone,
            languages={*row.languages, *row.interprets, *row.writes},
            communities=row.communities,
            area_ids=row.area_ids,
        )
        liaison.joined_through = source
        _set_abilities(liaison, row)
    record_without_row(actor, "import_liaisons", "liaison", source=source, imported=len(rows))
    return len(rows)


def _set_abilities(liaison: Liaison, row: LiaisonRow) -> None:
    for ability in liaison.languages:
        ability.interprets = ability.language in row.interprets
        ability.writes = ability.language in row.writes
        ability.speaks = ability.interprets or ability.language in row.languages
