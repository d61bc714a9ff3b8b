"""Who reaches which liaisons, and the steps of their life, as tables."""

from datetime import date

import pytest
from factories.liaisons import make_liaison

from liaison.liaisons.models.liaison import LiaisonState
from liaison.liaisons.policy import roster as policy
from liaison.liaisons.queries import roster as queries
from liaison.liaisons.queries.roster import LiaisonFilter
from liaison.permissions import Actor, Grant, Role

STEPS = [
    # verb, from, to
    ("answer_liaison", "prospect", "prospect"),
    ("train_liaison", "prospect lapsed alumni", "trained"),
    ("activate_liaison", "trained", "active"),
    ("pause_liaison", "active", "paused"),
    ("resume_liaison", "paused", "active"),
    ("lapse_liaison", "trained active paused", "lapsed"),
    ("thank_liaison", "trained active paused lapsed", "alumni"),
    ("remove_liaison", "prospect trained active paused lapsed alumni", "removed"),
]
VISIBLE = {
    "administrator": "One Two Nowhere",
    "coordinator": "One Two Nowhere",
    "manager": "One Two Nowhere",
    "outsider": "",
    "aide_of_2": "",
    "liaison": "",
    "staff": "",
}


@pytest.mark.pure
@pytest.mark.parametrize(("verb", "before", "after"), STEPS)
def test_steps(verb, before, after):
    step = policy.STEPS[verb]
    assert step.from_states == {LiaisonState(name) for name in before.split()}
    assert step.to_state == after


@pytest.mark.pure
def test_nobody_comes_back_after_removal():
    assert policy.open_steps(LiaisonState.REMOVED) == []


@pytest.mark.parametrize("who", VISIBLE)
def test_visible(cast, who):
    make_three(cast)
    assert names_seen_by(cast.actor(who)) == set(VISIBLE[who].split())


def test_coordinator_of_an_area_sees_and_keeps_who_covers_it(cast):
    make_three(cast)
    actor = Actor(name="C", grants=(Grant(Role.COORDINATOR, area_id=cast.district_2.id),))
    assert names_seen_by(actor) == {"Two"}
    assert policy.may_cover(actor, [cast.district_1.id, cast.district_2.id])
    assert not policy.may_cover(actor, [cast.district_1.id])


def make_three(cast):
    make_liaison("One", areas=[cast.district_1])
    make_liaison("Two", areas=[cast.district_2])
    make_liaison("Nowhere")


def names_seen_by(actor):
    today = date(2026, 4, 1)
    return {line.name for line in queries.list_liaisons(actor, LiaisonFilter(), today=today)}
