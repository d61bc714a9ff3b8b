"""Which entries of the roster may be one person under two spellings. Only people decide it."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from liaison import languages

SHORTEST = 6  # letters of a name that may differ in one of them and still be meant
MOST_IN_GROUP = 12  # a number that more people share is an office's


class Likeness(StrEnum):
    """Why two entries look alike, the strongest first."""

    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"  # the same words, whatever their accents, case and order
    NEAR_NAME = "near_name"  # all but one letter


@dataclass(frozen=True)
class Known:
    """What entries are compared by."""

    id: uuid.UUID
    name: str
    email: str | None
    phone: str | None

    @property
    def is_reachable(self) -> bool:
        return bool(self.email or self.phone)


@dataclass(frozen=True)
class Pair:
    """Two entries that look alike, and why."""

    one: Known
    other: Known
    reasons: tuple[Likeness, ...]


def fold(name: str) -> str:
    """The words of a name without case, accents and order: Mai Nguyễn is NGUYEN Mai."""
    kept = "".join(letter if letter.isalnum() else " " for letter in languages.fold(name))
    return " ".join(sorted(kept.split()))


def is_near(one: str, other: str) -> bool:
    """Do two folded names differ in one letter: another, one more, or one less?"""
    if min(len(one), len(other)) < SHORTEST:
        return False
    return one != other and not _shortened(one).isdisjoint(_shortened(other))


def _shortened(name: str) -> set[str]:
    return {name} | {name[:place] + name[place + 1 :] for place in range(len(name))}


def likeness(one: Known, other: Known) -> tuple[Likeness, ...]:
    """Why these two look alike; nothing where they do not.

    A name that is only near says nothing where each has an address or a number of their own.
    """
    found = []
    if one.email and one.email == other.email:
        found.append(Likeness.EMAIL)
    if one.phone and one.phone == other.phone:
        found.append(Likeness.PHONE)
    first, second = fold(one.name), fold(other.name)
    if first and first == second:
        found.append(Likeness.NAME)
    elif (found or not (one.is_reachable and other.is_reachable)) and is_near(first, second):
        found.append(Likeness.NEAR_NAME)
    return tuple(found)


def find_pairs(
    known: Sequence[Known], apart: AbstractSet[frozenset[uuid.UUID]] = frozenset()
) -> list[Pair]:
    """All pairs that look alike, but for those that are told apart; the most reasons first."""
    groups: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for one in known:
        for key in _keys(one):
            groups[key].append(one)
    met = {
        (one.id, other.id): (one, other)
        for members in [*groups.values(), *_near_groups(known)]
        if len(members) <= MOST_IN_GROUP
        for one, other in combinations(sorted(members, key=lambda member: member.id), 2)
        if frozenset((one.id, other.id)) not in apart
    }
    pairs = [Pair(*both, found) for both in met.values() if (found := likeness(*both))]
    return sorted(pairs, key=lambda pair: (-len(pair.reasons), pair.reasons, fold(pair.one.name)))


def _keys(one: Known) -> list[tuple[str, str]]:
    keys = [("name", fold(one.name))]
    if one.email:
        keys.append(("email", one.email))
    if one.phone:
        keys.append(("phone", one.phone))
    return [key for key in keys if key[1]]


def _near_groups(known: Iterable[Known]) -> Iterable[list[Known]]:
    """Those whose name is near that of somebody without any address: few have none."""
    folded = [(one, fold(one.name)) for one in known]
    wanted: dict[str, list[Known]] = defaultdict(list)
    for one, name in folded:
        if not one.is_reachable:
            for short in _shortened(name):
                wanted[short].append(one)
    if not wanted:
        return
    for one, name in folded:
        near = {other.id: other for short in _shortened(name) for other in wanted.get(short, ())}
        near.pop(one.id, None)
        for other in near.values():
            yield [one, other]
