"""Who sees which part of a liaison's profile, as a table. L: the liaison, K: who keeps the roster
where they work, U: whom they turn to, S: other staff with the roster, E: everybody, once they
agreed to be shown."""

import pytest
from factories.liaisons import make_liaison

from liaison import clock
from liaison.liaisons.models.liaison import LiaisonState
from liaison.liaisons.policy.profile import (
    CHANGED_BY,
    SEEN_BY,
    Part,
    Viewer,
    may_agree_to_map,
    may_change,
    may_see,
    viewers,
)
from liaison.permissions import VISITOR, Actor, Grant, Role

LETTERS = {
    "L": Viewer.SELF,
    "K": Viewer.KEEPER,
    "U": Viewer.SUPPORTER,
    "S": Viewer.STAFF,
    "E": Viewer.PUBLIC,
}
TABLE = [
    # part           seen by   changed by
    ("name", "LKUSE", "LK"),
    ("languages", "LKUSE", "LK"),
    ("areas", "LKUSE", "K"),
    ("communities", "LKUS", "LK"),
    ("kind", "LKUS", "K"),
    ("state", "LKUS", ""),
    ("training", "LKUS", ""),
    ("hours", "LKUS", "LK"),
    ("absences", "LKUS", "LK"),
    ("travel", "LKUS", "LK"),
    ("quiet", "LKUS", "LK"),
    ("history", "LKUS", ""),
    ("reach", "LKU", "LK"),
    ("supporter", "LKU", "K"),
    ("map", "LKU", "LK"),
    ("conflicts", "LK", "LK"),
    ("cap", "LK", ""),
]


def test_the_table_names_every_part():
    assert [Part(name) for name, *_rest in TABLE] == sorted(Part, key=[*SEEN_BY].index)
    assert set(SEEN_BY) == set(Part)
    assert set(CHANGED_BY) <= set(Part)


@pytest.mark.parametrize(("name", "seen", "changed"), TABLE)
def test_who_sees_and_who_changes(name, seen, changed):
    part = Part(name)
    for letter, viewer in LETTERS.items():
        assert may_see(part, {viewer}) is (letter in seen)
        assert may_change(part, {viewer}) is (letter in changed)


@pytest.mark.parametrize(
    ("who", "seen_as"),
    [
        ("liaison", "L"),
        ("coordinator", "KS"),
        ("administrator", "KSU"),
        ("manager", "S"),
        ("staff", ""),
        ("outsider", "S"),
    ],
)
def test_as_what_somebody_looks(cast, who, seen_as):
    liaison = make_liaison(areas=[cast.district_1], user_id=cast.users["liaison"].id)
    liaison.supporter_id = cast.users["administrator"].id
    found = viewers(cast.actor(who), liaison, [cast.district_1.id])
    assert found == {LETTERS[letter] for letter in seen_as}


def test_a_keeper_of_one_area_keeps_nobody_elsewhere(cast):
    keeper = Actor(None, "Keeper", (Grant(Role.COORDINATOR, area_id=cast.district_1.id),))
    liaison = make_liaison(areas=[cast.district_2])
    assert viewers(keeper, liaison, [cast.district_2.id]) == {Viewer.STAFF}
    assert Viewer.KEEPER in viewers(keeper, liaison, [cast.district_1.id, cast.district_2.id])


def test_everybody_sees_who_agreed_and_works_now(cast):
    liaison = make_liaison()
    assert viewers(VISITOR, liaison, []) == set()
    liaison.on_map_since = clock.now()
    assert viewers(VISITOR, liaison, []) == set()  # not trained yet
    liaison.state = LiaisonState.ACTIVE
    assert viewers(VISITOR, liaison, []) == {Viewer.PUBLIC}


def test_who_has_an_account_agrees_in_person():
    assert may_agree_to_map({Viewer.SELF}, has_account=True)
    assert may_agree_to_map({Viewer.KEEPER}, has_account=False)
    assert not may_agree_to_map({Viewer.KEEPER, Viewer.SUPPORTER}, has_account=True)
    assert not may_agree_to_map({Viewer.STAFF}, has_account=False)
