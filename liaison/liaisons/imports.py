"""Liaisons from a CSV or XLSX file: our own download, or a list that a programme kept.

Whoever is here already by name and address is refused. One who only looks like somebody is taken
and counted, for two people may share a name or an address: they are compared afterwards.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from liaison.db import new_id
from liaison.errors import InvalidInput
from liaison.i18n import _
from liaison.liaisons.models.liaison import LiaisonKind
from liaison.liaisons.operations.importing import LiaisonRow
from liaison.liaisons.policy.likeness import Known, Likeness, fold, likeness
from liaison.liaisons.policy.roster import may_cover
from liaison.liaisons.queries.likeness import list_known
from liaison.people.operations import read_email, read_phone
from liaison.permissions import Actor
from liaison.places.queries import list_main_areas
from liaison.web.grids import read_language
from liaison.web.imports import Reading, RefusedRow, cell, columns, read_table

COLUMNS: tuple[str, ...] = (
    *("name", "email", "phone", "kind"),
    *("languages", "interprets", "writes", "communities", "areas"),
)
MOST_LETTERS = 120


class Refused(Exception):
    """Why a row cannot be taken, in words."""


def read_liaisons(actor: Actor, content: bytes) -> Reading[LiaisonRow]:
    """Raises InvalidInput('file') where it is no such table."""
    header, lines = read_table(content)
    where = columns(header, _names())
    if "name" not in where:
        raise InvalidInput("file", _("These columns are missing: %(names)s.", names="name"))
    reader = _Reader(actor, where, _areas())
    for known in list_known(actor):
        reader.remember(known)
    reading: Reading[LiaisonRow] = Reading(header)
    for line, cells in lines:
        try:
            row = reader.read(cells)
        except Refused as refusal:
            reading.refused.append(RefusedRow(line, str(refusal), tuple(cells)))
            continue
        if row.looks_known:
            reading.note(_("Looks like somebody who is on the roster: compare them afterwards."))
        if not row.languages:
            reading.note(_("No language."))
        reading.rows.append(row)
    return reading


def _names() -> dict[str, tuple[str, ...]]:
    """Our own names of the columns, and those of the roster's download."""
    translated = {
        "name": _("Name"),
        "kind": _("Kind"),
        "languages": _("Languages"),
        "communities": _("Communities"),
        "areas": _("Areas"),
        "email": _("E-mail address"),
        "phone": _("Telephone"),
    }
    return {key: tuple({key, translated.get(key, key)}) for key in COLUMNS}


def _areas() -> dict[str, uuid.UUID]:
    """The main areas by how they may be written."""
    areas = list_main_areas()
    by_code = {area.code.casefold(): area.id for area in areas}
    return by_code | {area.name.casefold(): area.id for area in areas}


@dataclass
class _Reader:
    """Reads row after row, remembering who is known by which address and name."""

    actor: Actor
    where: dict[str, int]
    areas: dict[str, uuid.UUID]
    known: dict[str, list[Known]] = field(default_factory=dict)

    def remember(self, one: Known) -> None:
        for key in self._keys(one):
            self.known.setdefault(key, []).append(one)

    @staticmethod
    def _keys(one: Known) -> set[str]:
        return {key for key in (fold(one.name), one.email, one.phone) if key}

    def read(self, cells: Sequence[str]) -> LiaisonRow:
        """One row. Raises Refused."""
        row = LiaisonRow(
            name=self._name(cells),
            email=self._reach(cells, "email") or "",
            phone=self._reach(cells, "phone") or "",
            kind=self._kind(cells),
            languages=self._languages(cells, "languages"),
            interprets=self._languages(cells, "interprets"),
            writes=self._languages(cells, "writes"),
            communities=self._communities(cells),
            area_ids=self._area_ids(cells),
        )
        if not may_cover(self.actor, row.area_ids):
            raise Refused(_("Choose at least one area you work in."))
        return self._compared(row)

    def _compared(self, row: LiaisonRow) -> LiaisonRow:
        this = Known(new_id(), row.name, row.email or None, row.phone or None)
        others = {other.id: other for key in self._keys(this) for other in self.known.get(key, ())}
        found = [set(likeness(this, other)) for other in others.values()]
        for reasons in found:
            by_address = reasons & {Likeness.EMAIL, Likeness.PHONE}
            if Likeness.NAME in reasons and by_address:
                raise Refused(_("This liaison is here already, or stands in a row above."))
        self.remember(this)
        return replace(row, looks_known=any(found))

    def _name(self, cells: Sequence[str]) -> str:
        name = " ".join(cell(cells, self.where, "name").splitlines())
        if not name:
            raise Refused(_("No name."))
        if len(name) > MOST_LETTERS:
            raise Refused(_("The name is too long."))
        return name

    def _communities(self, cells: Sequence[str]) -> tuple[str, ...]:
        names = self._list(cells, "communities")
        if any(len(name) > MOST_LETTERS for name in names):
            raise Refused(_("The name of a community is too long."))
        return names

    def _reach(self, cells: Sequence[str], key: str) -> str | None:
        read = read_email if key == "email" else read_phone
        try:
            return read(cell(cells, self.where, key), field=key)
        except InvalidInput as refusal:
            raise Refused(refusal.message) from None

    def _kind(self, cells: Sequence[str]) -> LiaisonKind:
        text = cell(cells, self.where, "kind").casefold()
        try:
            return LiaisonKind(text) if text else LiaisonKind.VOLUNTEER
        except ValueError:
            kinds = ", ".join(LiaisonKind)
            words = _(
                "“%(text)s” is no kind of liaison. Write one of %(kinds)s.", text=text, kinds=kinds
            )
            raise Refused(words) from None

    def _languages(self, cells: Sequence[str], key: str) -> tuple[str, ...]:
        tags = []
        for written in self._list(cells, key):
            tag = read_language(written)
            if tag is None:
                raise Refused(_("“%(text)s” is no language we know by one name.", text=written))
            tags.append(tag)
        return tuple(dict.fromkeys(tags))

    def _area_ids(self, cells: Sequence[str]) -> tuple[uuid.UUID, ...]:
        keys = []
        for written in self._list(cells, "areas"):
            key = self.areas.get(written.casefold())
            if key is None:
                raise Refused(_("“%(text)s” is no area on the map.", text=written))
            keys.append(key)
        return tuple(dict.fromkeys(keys))

    def _list(self, cells: Sequence[str], key: str) -> tuple[str, ...]:
        """Several things in one cell stand apart by semicolons, as in our own download."""
        words = " ".join(cell(cells, self.where, key).splitlines())
        parts = (part.strip() for part in words.split(";"))
        return tuple(dict.fromkeys(part for part in parts if part))
