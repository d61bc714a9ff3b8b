"""Reading profiles whole."""

from datetime import date, time

import pytest
from factories.liaisons import make_liaison
from statements import counted

from liaison.db import db
from liaison.errors import NotFound
from liaison.liaisons.models.liaison import LiaisonAbsence, LiaisonConflict, LiaisonHours
from liaison.liaisons.queries.profiles import get_own_profile, get_profile, list_profiles
from liaison.permissions import SYSTEM, VISITOR


def test_a_profile_says_all_that_is_known(cast):
    liaison = make_liaison(
        areas=[cast.district_2, cast.district_1], languages=("vi", "en"), communities=["Elders"]
    )
    db.session.add_all(
        [
            LiaisonHours(
                liaison_id=liaison.id, weekday=6, from_time=time(9), until_time=time(13, 30)
            ),
            LiaisonAbsence(
                liaison_id=liaison.id, first_on=date(2026, 7, 1), last_on=date(2026, 7, 9)
            ),
            LiaisonConflict(liaison_id=liaison.id, program_id=cast.meters.id, words="My brother"),
            LiaisonConflict(liaison_id=liaison.id, department_id=cast.parks.id),
        ]
    )
    db.session.flush()
    liaison.supporter_id = cast.users["coordinator"].id
    with counted() as sent:
        profile = get_profile(SYSTEM, liaison.id)
    assert len(sent) <= 5
    assert [ability.language for ability in profile.languages] == ["en", "vi"]
    assert [place.name for place in profile.areas] == ["District 1", "District 2"]
    assert profile.communities == ["Elders"]
    assert [(one.weekday, one.from_time) for one in profile.hours] == [(6, time(9))]
    assert profile.absences[0].last_on == date(2026, 7, 9)
    assert [(one.name, one.words) for one in profile.conflicts] == [
        ("Meter help", "My brother"),
        ("Parks", ""),
    ]
    assert profile.supporter == "Coordinator"


def test_many_take_as_many_statements_as_one(cast):
    ids = [make_liaison(f"Person {number}").id for number in range(5)]
    db.session.flush()
    with counted() as sent:
        profiles = list_profiles(ids)
    assert len(sent) == 4
    assert [profile.name for profile in profiles] == [f"Person {number}" for number in range(5)]
    assert list_profiles([]) == []


def test_everybody_reads_their_own_and_nobody_else_by_that_way(cast):
    liaison = make_liaison(user_id=cast.users["liaison"].id)
    make_liaison("Somebody without an account")
    assert get_own_profile(cast.actor("liaison")).id == liaison.id
    for who in ("coordinator", "staff"):
        with pytest.raises(NotFound):
            get_own_profile(cast.actor(who))
    with pytest.raises(NotFound):
        get_own_profile(VISITOR)
