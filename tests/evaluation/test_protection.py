"""An attacker holds the report's JSON and nothing else, and tries to work out what is hidden."""

import json
import random
from datetime import UTC, date, datetime

import pytest

from liaison.demographics.figures import OfferedForms, QuestionCounts
from liaison.evaluation.exports.plain import json_bytes
from liaison.evaluation.figures.baselines import COMPARISONS
from liaison.evaluation.figures.network import report_network
from liaison.evaluation.figures.questions import Asked, Residents, report_people
from liaison.evaluation.figures.shapes import Report
from liaison.liaisons.figures.network import AreaCount, LanguageCount, Network, StateCount
from liaison.liaisons.models.liaison import LiaisonState
from liaison.statistics.disclosure.audit import audit
from liaison.statistics.disclosure.feasibility import Fact

ENDS = {"Preferred not to say", "Left it blank"}
ANSWERED, FORMS = "Answered this question", "Filled in a form"
INF = float("inf")
WITHHELD = {"unsaid": "withheld", "words": "not shown"}


@pytest.mark.parametrize("seed", range(25))
def test_no_hidden_count_can_be_worked_out(session, seed):
    chance = random.Random(seed)  # noqa: S311  # made-up people, no secret
    asked = make_answers(chance)
    tables = read_json(report_people(asked, Residents({}), {}))
    facts, counts = {}, {}
    for key in COMPARISONS:
        learned, true = learn(tables[f"people.{key}"], key, asked.questions[key])
        facts |= learned
        counts |= true
    assert audit(facts, counts=counts) == ()


@pytest.mark.parametrize("seed", range(25))
def test_who_speaks_a_language_and_did_not_name_it_stays_unknown(session, seed):
    chance = random.Random(seed)  # noqa: S311  # made-up people, no secret
    named = {frozenset([tag]): chance.choice((0, 3, 9, 14, 30)) for tag in ("es", "zh", "ru", "ar")}
    silent = chance.choice((0, 2, 8, 40))
    speakers = sum(named.values()) + silent
    asked = Asked(
        {
            "lang_home": counts_of({"yes": speakers, "no": 120}, 30, 20),
            "lang_which": counts_of({next(iter(tag)): n for tag, n in named.items()}, 0, 0),
        },
        OfferedForms(900, 1, 0),
    )
    tables = read_json(report_people(asked, Residents({}), {}))
    facts, counts = {}, {"silent": silent}
    rows = tables["people.lang_which"]["rows"]
    lone = all(row["people"] == WITHHELD for row in rows)
    for row in rows:
        facts[row["group"]] = Fact(frozenset([row["group"]]), *limits(row["people"], lone=lone))
    names = ("Arabic", "Chinese", "Russian", "Spanish")
    counts |= dict(
        zip(names, (named[frozenset([t])] for t in ("ar", "zh", "ru", "es")), strict=True)
    )
    spoken = tables["people.lang_home"]["rows"][0]["people"]
    facts["speakers"] = Fact(frozenset([*names, "silent"]), *limits(spoken, lone=True))
    assert audit(facts, counts=counts) == ()


def test_liaisons_are_not_counted_by_language_under_eleven(session):
    network = Network(
        on=date(2026, 12, 31),
        active=40,
        trained_in_year=3,
        expiring=1,
        by_state=(StateCount(LiaisonState.ACTIVE, 40),),
        by_language=(LanguageCount("es", 36), LanguageCount("vi", 4), LanguageCount("ar", 12)),
        by_area=(AreaCount(None, "1", "District 1", 2), AreaCount(None, "2", "District 2", 20)),
    )
    tables = read_json(report_network(network))
    cells = [row["liaisons"] for row in tables["network.languages"]["rows"]]
    cells += [row["liaisons"] for row in tables["network.areas"]["rows"]]
    assert not [cell for cell in cells if isinstance(cell, int) and 0 < cell < 11]
    # 40 active less 36 who speak Spanish would be 4 people who do not
    assert 36 not in cells


def make_answers(chance):
    """The same people asked every question, many of them in small groups."""
    forms = chance.choice((14, 40, 75, 160, 700))
    codes = {
        "race_ethnicity": [
            "white",
            "black",
            "hisp",
            "asian",
            "aian",
            "nhpi",
            "mena",
            "asian+white",
        ],
        "age_band": ["under_18", "18_24", "25_34", "35_44", "45_54", "55_64", "65_74", "75_plus"],
        "lang_home": ["yes", "no"],
        "english_ability": ["very_well", "well", "not_well", "not_at_all"],
        "disability": ["none", "hear", "see+walk"],
    }
    return Asked(
        {key: spread(chance, forms, offered) for key, offered in codes.items()},
        OfferedForms(forms * 2, 1, 0),
    )


def spread(chance, forms, codes):
    weights = [chance.choice((0, 1, 3, 20, 60)) for _ in (*codes, "prefer_not", "blank")]
    weights[0] += 1
    picks = chance.choices((*codes, "prefer_not", "blank"), weights, k=forms)
    return counts_of({code: picks.count(code) for code in codes}, picks.count("prefer_not"),
                     picks.count("blank"))  # fmt: skip


def counts_of(answers, prefer_not, blank):
    ticked = {frozenset(code.split("+")): people for code, people in answers.items()}
    return QuestionCounts(ticked, {"prefer_not": prefer_not, "blank": blank})


def read_json(section):
    """What a stranger reads: the tables of the JSON, by key."""
    report = Report(
        "p", "P", "D", 2026, "en", datetime(2026, 1, 1, tzinfo=UTC), False, (), (section,)
    )
    told = json.loads(json_bytes(report))["sections"][0]["tables"]
    return {table["key"]: table for table in told}


def learn(table, key, asked):
    """Facts of one question's table, and the true counts of its groups."""
    rows = {row["group"]: row["people"] for row in table["rows"] if row["people"] is not None}
    groups = [name for name in rows if name not in {*ENDS, ANSWERED, FORMS}]
    facts = {}
    for part in (groups, [name for name in rows if name in ENDS]):
        lone = all(rows[name] == WITHHELD for name in part)
        for name in part:
            facts[key, name] = Fact(frozenset([(key, name)]), *limits(rows[name], lone=lone))
    people = frozenset((key, name) for name in groups)
    everyone = people | {(key, name) for name in ENDS}
    facts[key, ANSWERED] = Fact(people, *limits(rows[ANSWERED], lone=True))
    facts[key, FORMS] = Fact(everyone, *limits(rows[FORMS], lone=True))
    counts = dict.fromkeys(everyone, 0)
    counts[key, "Preferred not to say"] = asked.silent["prefer_not"]
    counts[key, "Left it blank"] = asked.silent["blank"]
    for ticked, people_who in asked.ticked.items():
        group = next(g for g in COMPARISONS[key].groups if g.holds(ticked))
        counts[key, str(group.label)] += people_who
    return facts, counts


def limits(cell, *, lone):
    """What a reader who knows the rules reads in a cell."""
    if isinstance(cell, int):
        return cell, cell
    if cell["unsaid"] == "fewer":
        return 1, 10
    return (0, INF) if lone else (11, INF)
