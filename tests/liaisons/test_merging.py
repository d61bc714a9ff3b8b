"""Making one entry of two."""

from datetime import UTC, date, datetime, time

import pytest
from factories.contacts import make_contact
from factories.liaisons import make_liaison
from sqlalchemy import func, select

from liaison.audit.models import AuditEntry
from liaison.contacts.models import Contact
from liaison.db import Base, db
from liaison.errors import Conflict, WrongState
from liaison.liaisons.figures.network import compute_network
from liaison.liaisons.models.credential import CodeAcceptance, CodeOfConduct, Credential
from liaison.liaisons.models.liaison import LiaisonHours, LiaisonKind, LiaisonState
from liaison.liaisons.operations.care import flag_hard_contact
from liaison.liaisons.operations.merging import merge_liaisons
from liaison.liaisons.operations.profile import set_language
from liaison.liaisons.operations.steps import step_liaison
from liaison.liaisons.queries.likeness import list_alike, list_alike_to
from liaison.liaisons.queries.profiles import get_profile, list_profiles
from liaison.liaisons.queries.roster import list_steps
from liaison.permissions import SYSTEM


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.fixture
def two(cast):
    """One person twice: entered by hand, and trained under another spelling."""
    kept = make_liaison("Nguyễn Thị Mai", areas=[cast.district_1], communities=["Elders"])
    merged = make_liaison(
        "Nguyen Thi Mai",
        areas=[cast.district_1, cast.district_2],
        languages=("vi", "en"),
        email="mai@example.org",
        user_id=cast.users["liaison"].id,
        trained_on=date(2026, 1, 12),
    )
    for one in (kept, merged):
        hours = {"weekday": 6, "from_time": time(9), "until_time": time(12)}
        db.session.add(LiaisonHours(liaison_id=one.id, **hours))
    db.session.flush()
    return kept, merged


def test_all_that_pointed_at_one_points_at_the_other(cast, two):
    kept, merged = two
    make_contact(cast.outreach).liaison_id = merged.id
    set_language(actor=SYSTEM, liaison=merged, language="vi", interprets=True)
    gone = merged.person_id
    merge_liaisons(actor=SYSTEM, kept=kept, merged=merged)
    assert pointing_at(merged.id, "liaison.id") == {"liaison_step": 4}
    assert pointing_at(gone, "person.id") == {"liaison": 1}
    assert db.session.scalars(select(Contact.liaison_id)).all() == [kept.id]
    assert db.session.scalars(select(Credential.person_id)).all() == [kept.person_id]
    profile = get_profile(SYSTEM, kept.id)
    assert [(one.language, one.interprets) for one in profile.languages] == [
        ("en", False),
        ("vi", True),
    ]
    assert [place.name for place in profile.areas] == ["District 1", "District 2"]
    assert len(profile.hours) == 1
    assert (profile.name, profile.liaison.person.email) == ("Nguyễn Thị Mai", "mai@example.org")
    assert profile.liaison.user_id == cast.users["liaison"].id


def test_rights_follow_the_credentials(two):
    kept, merged = two
    merge_liaisons(actor=SYSTEM, kept=kept, merged=merged)
    assert kept.state is LiaisonState.ACTIVE
    assert kept.trained_until == date(2027, 1, 12)
    assert (merged.state, merged.trained_until) == (LiaisonState.REMOVED, None)
    assert merged.user_id is None


def test_both_histories_stay_and_nobody_counts_twice(two):
    kept, merged = two
    merge_liaisons(actor=SYSTEM, kept=kept, merged=merged)
    verbs = [line.step.verb for line in list_steps(kept.id)]
    assert verbs.count("create_liaison") == 2
    assert "merge_liaison" in verbs
    network = compute_network(SYSTEM, year=2026)
    assert [(row.state, row.liaisons) for row in network.by_state] == [("active", 1)]


def test_what_said_who_the_other_entry_was_is_gone(two):
    kept, merged = two
    person = merged.person
    merge_liaisons(actor=SYSTEM, kept=kept, merged=merged)
    assert (merged.sort_name, person.name, person.email) == ("", "", None)
    assert person.erased_at is not None
    assert list_alike(SYSTEM) == []


def test_what_both_accepted_stays_with_each(two):
    kept, merged = two
    now = datetime.now(UTC)
    if db.session.get(CodeOfConduct, 1) is None:
        db.session.add(CodeOfConduct(version=1, published_at=now))
    for one in two:
        db.session.add(CodeAcceptance(liaison_id=one.id, version=1, language="vi", accepted_at=now))
    db.session.flush()
    merge_liaisons(actor=SYSTEM, kept=kept, merged=merged)
    assert pointing_at(merged.id, "liaison.id")["code_acceptance"] == 1
    assert pointing_at(kept.id, "liaison.id")["code_acceptance"] == 1


def test_nothing_is_merged_where_it_would_lose_something(cast, two):
    kept, merged = two
    kept.user_id = cast.users["staff"].id
    db.session.flush()
    with pytest.raises(Conflict, match="account"):
        merge_liaisons(actor=SYSTEM, kept=kept, merged=merged)
    kept.user_id = None
    db.session.flush()
    step_liaison(actor=SYSTEM, liaison=kept, verb="remove_liaison")
    with pytest.raises(WrongState, match="removed"):
        merge_liaisons(actor=SYSTEM, kept=kept, merged=merged)


def test_the_audit_log_does_not_tell_that_something_was_hard(cast, two):
    kept, merged = two
    merged.supporter_id = cast.users["coordinator"].id
    flag = flag_hard_contact(liaison=merged, words="They shouted.")
    merge_liaisons(actor=SYSTEM, kept=kept, merged=merged)
    assert flag.liaison_id == kept.id
    assert "hard_contact" not in str(db.session.scalars(select(AuditEntry.changes)).all())


def test_merged_is_merged(cast, two):
    kept, merged = two
    third = make_liaison("Mai N.")
    merge_liaisons(actor=SYSTEM, kept=kept, merged=merged)
    load(third, kept)
    merge_liaisons(actor=SYSTEM, kept=third, merged=kept)
    assert merged.merged_into_id == third.id
    load(third, merged)
    with pytest.raises(WrongState, match="already"):
        merge_liaisons(actor=SYSTEM, kept=third, merged=merged)


def test_entries_that_look_alike_are_found_among_those_one_keeps(cast, two):
    kept, _merged = two
    make_liaison("Mai Trần", email="mai@example.org", areas=[cast.district_2])
    assert len(list_alike(SYSTEM)) == 2
    assert list_alike(cast.actor("manager")) == []
    load(kept)
    assert [one.name for one in list_alike_to(SYSTEM, kept)] == ["Nguyen Thi Mai"]
    kept.person.email = "mai@example.org"
    db.session.flush()
    assert {one.name for one in list_alike_to(SYSTEM, kept)} == {"Nguyen Thi Mai", "Mai Trần"}


def test_over_http(client, two):
    kept, merged = two
    db.session.commit()
    path = f"/desk/liaisons/{kept.id}/merge/{merged.id}"
    coordinator = client.sign_in("coordinator")
    assert "The same name, but for accents" in coordinator.get("/desk/liaisons/alike").text
    assert "What they are" in coordinator.get(path).text  # contracted or volunteer: it matters
    page = coordinator.submit(path, {"kept": str(merged.id)}, status=422)
    assert page.errors() == ["Ask them first: two people may share an address or a name."]
    typed = {"kept": str(merged.id), "is_one_person": "y"}
    assert coordinator.submit(path, typed).location == f"/desk/liaisons/{merged.id}"
    # the old address leads on
    old = coordinator.get(f"/desk/liaisons/{kept.id}", status=302)
    assert old.location == f"/desk/liaisons/{merged.id}"
    text = coordinator.get(f"/desk/liaisons/{merged.id}").text
    assert "Merged into this entry" in text
    assert "No two entries look alike" in coordinator.get("/desk/liaisons/alike").text
    assert "Nguyễn" not in coordinator.get("/desk/liaisons/").text


def test_where_the_kinds_differ_whoever_merges_says_which(client, two):
    kept, merged = two
    merged.kind = LiaisonKind.CONTRACTED
    db.session.commit()
    path = f"/desk/liaisons/{kept.id}/merge/{merged.id}"
    coordinator = client.sign_in("coordinator")
    typed = {"kept": str(kept.id), "is_one_person": "y"}
    assert coordinator.submit(path, typed, status=422).errors() == ["Choose what they are."]
    coordinator.submit(path, typed | {"kind": "contracted"})
    db.session.refresh(kept)
    assert kept.kind is LiaisonKind.CONTRACTED
    said = select(AuditEntry.changes).where(
        AuditEntry.action == "merge_liaisons", AuditEntry.subject_id == str(kept.id)
    )
    assert "kind" in db.session.scalars(said).one()


def test_who_may_merge(client, two):
    kept, merged = two
    db.session.commit()
    path = f"/desk/liaisons/{kept.id}/merge/{merged.id}"
    client.sign_in("manager").get(path, status=403)
    client.sign_in("manager").get("/desk/liaisons/alike", status=403)
    client.sign_in("coordinator").get(f"/desk/liaisons/{kept.id}/merge/{kept.id}", status=404)


def load(*liaisons):
    """Their persons, as the pages that merge have them."""
    list_profiles([one.id for one in liaisons])


def pointing_at(key, target):
    """How many rows of which table point at this key."""
    found = {}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(link.target_fullname == target for link in column.foreign_keys):
                count = db.session.scalar(
                    select(func.count()).select_from(table).where(column == key)
                )
                if count:
                    found[table.name] = found.get(table.name, 0) + count
    return found
