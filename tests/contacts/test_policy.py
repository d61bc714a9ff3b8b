"""Who sees which contacts, as a table a city clerk could read."""

import pytest
from factories.contacts import make_contact

from liaison.contacts import policy
from liaison.contacts.queries import log as queries
from liaison.contacts.queries.log import ContactFilter

# The outreach programme is of parks, the meter programme of water. "own" was logged in the outreach
# programme, in district 2, by the person who looks.
SEEN = {
    "administrator": "parks-1 parks-2 parks-words water-2 own",
    "coordinator": "parks-1 parks-2 parks-words water-2 own",
    "manager": "parks-1 parks-2 parks-words water-2 own",
    "outsider": "water-2 own",  # of the water department
    "aide_of_2": "parks-2 water-2 own",
    "liaison": "own",
    "staff": "own",
}
DOWNLOADS = {"administrator", "coordinator", "manager", "outsider"}


@pytest.mark.usefixtures("certified")
@pytest.mark.parametrize("who", SEEN)
def test_visible(cast, who):
    actor = cast.actor(who)
    make_five(cast, actor)
    lines = queries.list_contacts(actor, ContactFilter(), language="en", limit=50)
    assert {line.topic for line in lines} == set(SEEN[who].split())


@pytest.mark.usefixtures("certified")
@pytest.mark.parametrize("who", SEEN)
def test_own(cast, who):
    actor = cast.actor(who)
    make_five(cast, actor)
    assert [line.topic for line in queries.list_own_contacts(actor, language="en", limit=9)] == [
        "own"
    ]


@pytest.mark.parametrize("who", SEEN)
def test_who_takes_lists_away(cast, who):
    assert policy.can_take_away(cast.actor(who)) == (who in DOWNLOADS)


def test_an_aide_logs_in_the_district_or_in_words(cast):
    aide = cast.actor("aide_of_2")
    assert policy.may_log_in(aide, cast.district_2.id)
    assert policy.may_log_in(aide, None)
    assert not policy.may_log_in(aide, cast.district_1.id)
    assert policy.may_log_in(cast.actor("liaison"), cast.district_1.id)


def make_five(cast, actor):
    make_contact(cast.outreach, topic="parks-1", area=cast.district_1)
    make_contact(cast.outreach, topic="parks-2", area=cast.district_2)
    make_contact(cast.outreach, topic="parks-words")
    make_contact(cast.meters, topic="water-2", area=cast.district_2)
    make_contact(cast.outreach, topic="own", area=cast.district_2, actor=actor)
