"""Who completes a course, as the desk sets it."""

from dataclasses import replace
from datetime import date, time

import pytest
from factories.courses import THREE_EVENINGS, TWO_OF_THREE, make_course, make_run
from sqlalchemy import select
from training.test_graduation import CHAMPAIGN, HAMILTON, HARRISONBURG, SYRACUSE

from liaison.accounts.models import RoleGrant
from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.errors import Conflict, InvalidInput, NotAllowed
from liaison.i18n import in_language
from liaison.permissions import SYSTEM, Role
from liaison.training.imports import keep_shipped
from liaison.training.operations.courses import fingerprint_rule, set_rule
from liaison.training.policy.plan import lay_out, rule_of_run, session_names
from liaison.training.policy.terms import list_faults, read_terms, write_rule
from liaison.training.policy.words import rule_words
from liaison.training.queries.courses import get_course

COURSE = "/desk/training/courses/evenings"
RULE = f"{COURSE}/rule"
TWO_LISTS = [
    {"any_of": [[{"kind": "report", "min": 1}], [{"kind": "group_project", "min": 1}]]},
    {"any_of": [[{"kind": "coaching_call", "min": 1}], [{"kind": "public_meeting", "min": 2}]]},
]


@pytest.fixture
def desk(client):
    return client.sign_in("coordinator")


@pytest.fixture
def course(session):
    return make_course()


def evenings(count):
    return {"sessions": [{"week": week, "minutes": 120} for week in range(1, count + 1)]}


def entries():
    asked = select(AuditEntry).where(AuditEntry.action == "set_course_rule")
    return db.session.scalars(asked).all()


def faults(course, **changed):
    return list_faults(replace(read_terms(course.rule, course.plan), **changed))


@pytest.mark.parametrize("key", ["academy", "liaison"])
def test_a_shipped_rule_is_what_it_was_after_opening_and_saving(desk, key):
    before = keep_shipped(actor=SYSTEM, key=key)
    rule, plan, minutes = dict(before.rule), dict(before.plan), before.minutes
    db.session.commit()
    desk.submit(f"/desk/training/courses/{key}/rule", {})
    after = get_course(key)
    assert (after.rule, after.plan, after.minutes) == (rule, plan, minutes)
    assert entries() == []


@pytest.mark.parametrize(
    ("sessions", "typed", "rule"),
    [
        (13, {"needed": "9", "kind_13": "tour", "optional": "tour"}, HARRISONBURG),
        (12, {"needed": "8"}, CHAMPAIGN),
        (
            11,
            {"needed": "8", "kind_3": "tour", "optional": "tour", "tier_distinguished": "9"},
            SYRACUSE,
        ),
        (
            11,
            {
                "needed": "9",
                "kind_1": "retreat",
                "kind_11": "retreat",
                "of_kind_retreat": "2",
                "of_kind_session": "7",
                "deed_public_meeting": "2",
                "way_public_meeting": "1",
                "deed_volunteer_hour": "4",
                "way_volunteer_hour": "2",
                "deed_report": "1",
                "way_report": "2",
                "deed_group_project": "1",
            },
            HAMILTON | {"kinds": HAMILTON["kinds"][::-1]},
        ),
    ],
    ids=["harrisonburg", "champaign", "syracuse", "hamilton"],
)
def test_rules_of_real_academies_are_entered_on_the_page(desk, sessions, typed, rule):
    make_course(plan=evenings(sessions), rule={"total": sessions, "min_present": 1})
    desk.submit(RULE, typed)
    assert get_course("evenings").rule == rule
    desk.submit(RULE, {})  # and they are read back as they were written
    assert get_course("evenings").rule == rule
    assert len(entries()) == 1


def test_it_is_said_in_words_before_and_after_and_noted_in_the_log(desk, course):
    assert "Change who completes it" in desk.get(COURSE).text
    page = desk.get(RULE)
    assert "Sessions needed: 2 of 3 " in page.text
    assert "Runs that are planned already keep their rule." in page.text
    typed = {"kind_3": "tour", "optional": "tour", "required": ["1"], "late_counts": "y"}
    typed |= {"deed_report": "1", "way_report": "1", "deed_coaching_call": "1"}
    again = desk.submit(RULE, typed | {"way_coaching_call": "2"})
    said = desk.get(again.location).text
    for words in (
        "Sessions needed: 2 of 2 ",
        "Beside the count: Tours",
        "Nobody may miss: Session 1: One",
        "One of these: Report written: at least 1; Coaching call held: at least 1",
        "Saved. This is who completes the course",
    ):
        assert words in said
    (entry,) = entries()
    assert entry.changes["rule"][0] == TWO_OF_THREE
    assert entry.changes["minutes"] == [360, 240]  # what the sessions take that count


def test_runs_keep_the_rule_they_began_with(desk, cast, course):
    run = make_run(cast.outreach, course=course, is_open=False)
    desk.submit(RULE, {"needed": "3"})
    db.session.refresh(run)
    assert run.rule == TWO_OF_THREE
    assert get_course("evenings").rule["min_present"] == 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"needed": "4", "tier_distinguished": "5"}, "Enter no more sessions than count: 3."),
        ({"needed": "3", "kind_1": "tour", "optional": "tour"}, "than count: 2."),
        ({"needed": "many"}, "Enter a whole number, such as 25."),
        ({"tier_distinguished": "2"}, "Enter a number from 3 to 3."),
        ({"needed": "3", "tier_distinguished": "3"}, "Leave it blank: completion takes all"),
        ({"of_kind_tour": "1"}, "Enter no more than are planned: 0."),
        ({"deed_report": "0"}, "Enter a number from 1 to 1,000, or leave it blank."),
        ({"way_report": "1"}, "Enter how many are needed."),
        ({"deed_report": "1", "way_report": "1"}, "There is one way only."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(desk, course, typed, said):
    page = desk.submit(RULE, {"deed_coaching_call": "77", "required": "3"} | typed, status=422)
    (error,) = page.errors()
    assert said in error
    assert 'value="77"' in page.body
    sent = page.values(page.form())
    assert sent["required"] == ["3"]
    assert all(sent[name] == [value] for name, value in typed.items())
    assert get_course("evenings").rule == TWO_OF_THREE


def test_a_rule_asks_for_something(desk, course):
    page = desk.submit(RULE, {"needed": "0"}, status=422)
    assert page.errors() == ["Ask for one session or something else at least."]
    desk.submit(RULE, {"needed": "0", "deed_report": "1"})
    assert get_course("evenings").rule["min_present"] == 0


def test_nonsense_from_a_program_is_refused_as_well(desk, course):
    typed = {"kind_1": "party", "way_report": "x", "required": "99", "optional": "party"}
    desk.submit(RULE, typed, status=422)
    assert get_course("evenings").rule == TWO_OF_THREE


def test_what_the_page_has_no_fields_for_is_said_and_kept(desk):
    make_course(rule=TWO_OF_THREE | {"extra": TWO_LISTS})
    page = desk.get(RULE)
    assert "One of these: Report written: at least 1; Group project done" in page.text
    desk.submit(RULE, {"needed": "3"})
    assert get_course("evenings").rule["extra"] == TWO_LISTS
    page = desk.submit(RULE, {"deed_report": "2"}, status=422)
    assert page.errors() == ["Take this tick away if what you entered replaces it."]
    desk.submit(RULE, {"deed_report": "2", "keep": []})
    assert get_course("evenings").rule["extra"] == [{"kind": "report", "min": 2}]


def test_who_opened_it_before_somebody_else_saved_sees_both_and_decides(desk, course):
    page = desk.get(RULE)
    opened = page.values(page.form())
    del opened["csrf_token"]  # the browser of the tests brings its own
    desk.submit(RULE, {"needed": "3"})
    typed = opened | {"needed": "1", "deed_report": "2"}
    refused = desk.post(RULE, typed, status=422)
    assert "Somebody changed this meanwhile." in refused.errors()[0]
    assert "What is stored now" in refused.text
    assert "You typed: 2" in refused.text
    assert get_course("evenings").rule["min_present"] == 3
    anew = refused.values(refused.form())
    del anew["csrf_token"]
    desk.post(RULE, anew)
    assert get_course("evenings").rule["min_present"] == 1


def test_who_may_set_it(client, cast, course):
    for who in ("manager", "staff"):
        client.sign_in(who).get(RULE, status=403)
    grant = {"role": Role.COORDINATOR, "program_id": cast.outreach.id}
    db.session.add(RoleGrant(user_id=cast.users["staff"].id, **grant))
    db.session.commit()
    browser = client.sign_in("staff")
    assert "/rule" not in browser.get(COURSE).body
    browser.get(RULE, status=403)
    client.sign_in("coordinator").get("/desk/training/courses/knitting/rule", status=404)


def test_the_operation_asks_for_the_same(cast, course):
    terms, opened = read_terms(course.rule, course.plan), fingerprint_rule(course)
    coordinator = cast.actor("coordinator")
    with pytest.raises(NotAllowed):
        set_rule(actor=cast.actor("manager"), course=course, terms=terms, opened=opened)
    with pytest.raises(Conflict):
        set_rule(actor=coordinator, course=course, terms=terms, opened="another")
    with pytest.raises(InvalidInput) as refusal:
        set_rule(actor=coordinator, course=course, terms=replace(terms, needed=4), opened=opened)
    assert refusal.value.field == "needed"
    wrong = replace(terms, required=frozenset({4}))  # the last gate: no field offers it
    with pytest.raises(InvalidInput) as refusal:
        set_rule(actor=coordinator, course=course, terms=wrong, opened=opened)
    assert "no session 4" in refusal.value.message


def test_a_course_without_planned_sessions_has_one(desk):
    make_course(plan={}, minutes=45, rule={"total": 1, "min_present": 1})
    desk.submit(RULE, {"kind_1": "retreat"})
    course = get_course("evenings")
    assert course.plan == {"sessions": [{"minutes": 45, "kind": "retreat"}]}
    assert course.minutes == 45


def test_a_session_nobody_may_miss_is_the_same_one_in_a_run_that_begins_on_a_sunday():
    saturday = {"week": 1, "weekday": 6, "minutes": 60}
    plan = {"sessions": [{"week": 1, "minutes": 60}, saturday]}
    rule = {"total": 2, "min_present": 1, "required_sessions": [1]}
    tuesday, sunday = (
        lay_out(plan, ["Opening", "Walk"], day, time(18), 60)
        for day in (date(2026, 3, 3), date(2026, 3, 8))
    )
    assert rule_of_run(rule, tuesday)["required_sessions"] == [1]
    assert [one.title for one in sunday] == ["Walk", "Opening"]
    assert rule_of_run(rule, sunday)["required_sessions"] == [2]


def test_every_part_of_a_rule_has_words_in_every_language(session):
    rule = HAMILTON | {"required_sessions": [1], "tiers": SYRACUSE["tiers"], "optional": ["tour"]}
    kinds, names = ["session"] * 11, session_names(evenings(11), [])
    said = {}
    for language in ("en", "es", "zh-Hans", "vi", "ar"):
        with in_language(language):
            said[language] = rule_words(rule, kinds, names)
    assert {len(lines) for lines in said.values()} == {11}
    assert not any(set(said["en"]) & set(said[other]) for other in said if other != "en")


def test_nothing_that_is_usual_stands_in_a_rule(course):
    assert write_rule(read_terms(course.rule, THREE_EVENINGS), course.rule) == TWO_OF_THREE
    assert faults(course) == {}
