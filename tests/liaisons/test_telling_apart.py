"""Two entries that look alike and are two people: nobody is asked twice."""

import pytest
from factories.liaisons import make_liaison
from sqlalchemy import func, select

from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.errors import InvalidInput
from liaison.liaisons.models.liaison import ToldApart
from liaison.liaisons.operations.merging import merge_liaisons
from liaison.liaisons.operations.telling_apart import tell_apart
from liaison.liaisons.queries.likeness import list_alike, list_alike_to, list_told_apart
from liaison.permissions import SYSTEM, Actor, Grant, Role

ALIKE, TWO = "/desk/liaisons/alike", "/desk/liaisons/two-people"


@pytest.fixture
def family(cast):
    """A mother, her son of the same name, and her daughter share an address."""
    areas = [cast.district_1]
    return [
        make_liaison(name, email="family@example.org", areas=areas)
        for name in ("Rosa Pérez", "Rosa Perez", "Ana Pérez")
    ]


def pairs():
    return {frozenset((pair.one.name, pair.other.name)) for pair in list_alike(SYSTEM)}


def test_what_was_found_out_is_not_asked_again(family):
    mother, son, daughter = family
    assert len(pairs()) == 3
    tell_apart(actor=SYSTEM, one=son, other=mother)
    assert pairs() == {
        frozenset(("Rosa Pérez", "Ana Pérez")),
        frozenset(("Rosa Perez", "Ana Pérez")),
    }
    assert [one.name for one in list_alike_to(SYSTEM, mother)] == ["Ana Pérez"]
    assert [one.name for one in list_alike_to(SYSTEM, son)] == ["Ana Pérez"]
    tell_apart(actor=SYSTEM, one=daughter, other=mother)
    tell_apart(actor=SYSTEM, one=daughter, other=son)
    assert pairs() == set()


def test_said_twice_and_the_other_way_round_it_is_said_once(family):
    mother, son, _daughter = family
    tell_apart(actor=SYSTEM, one=mother, other=son)
    tell_apart(actor=SYSTEM, one=son, other=mother)
    assert db.session.scalar(select(func.count()).select_from(ToldApart)) == 1
    acts = select(func.count()).where(AuditEntry.action == "tell_apart")
    assert db.session.scalar(acts) == 1
    with pytest.raises(InvalidInput):
        tell_apart(actor=SYSTEM, one=mother, other=mother)


def test_whoever_goes_on_for_another_stays_told_apart(family):
    mother, son, daughter = family
    tell_apart(actor=SYSTEM, one=daughter, other=son)
    tell_apart(actor=SYSTEM, one=mother, other=son)
    merge_liaisons(actor=SYSTEM, kept=mother, merged=son)  # after all they were one
    assert pairs() == set()  # the daughter is not the one, so she is not the other either
    assert [{pair.one.name, pair.other.name} for pair in list_told_apart(SYSTEM)] == [
        {"Rosa Pérez", "Ana Pérez"}
    ]


def test_who_keeps_one_area_reads_of_nobody_else(cast, family):
    mother, son, _daughter = family
    tell_apart(actor=cast.actor("coordinator"), one=mother, other=son)
    (pair,) = list_told_apart(SYSTEM)
    assert pair.by_name == cast.users["coordinator"].name
    elsewhere = Actor(name="C", grants=(Grant(Role.COORDINATOR, area_id=cast.district_2.id),))
    assert list_told_apart(elsewhere) == []


def test_over_http(client, family):
    mother, son, _daughter = family
    db.session.commit()
    path = f"/desk/liaisons/{mother.id}/merge/{son.id}"
    coordinator = client.sign_in("coordinator")
    assert "They are two people" in coordinator.get(path).text
    assert coordinator.get(ALIKE).text.count("Compare") == 3
    said = f"/desk/liaisons/{mother.id}/two-people/{son.id}"
    assert coordinator.post(said, {}).location == ALIKE
    assert coordinator.get(ALIKE).text.count("Compare") == 2
    assert "Coordinator" in coordinator.get(TWO).text
    page = coordinator.get(path)
    assert "somebody found out that they are two people" in page.text
    assert "If they are two people" not in page.text
    assert f"merge/{son.id}" not in coordinator.get(f"/desk/liaisons/{mother.id}").body
    for who in ("manager", "liaison"):
        client.sign_in(who).post(said, {}, status=403)
        client.sign_in(who).get(TWO, status=403)
    coordinator.post(f"/desk/liaisons/{mother.id}/two-people/{mother.id}", {}, status=404)
