"""Every act that is recorded anywhere has words for who reads the log."""

import ast
import pkgutil
from pathlib import Path

import pytest

from liaison.audit.policy.acts import ACTS

PACKAGE = Path(__file__).resolve().parents[2] / "liaison"
PLACE = {"record": 1, "record_always": 0, "record_without_row": 1}  # of the act among the arguments
TABLES = (  # of steps, by their names
    *("contacts.policy.STEPS", "events.policy.events.STEPS", "events.policy.needs.STEPS"),
    *("events.policy.sign_ups.STEPS", "liaisons.policy.bookings.STEPS"),
    *("liaisons.policy.pay.STEPS", "liaisons.policy.roster.STEPS", "programs.policy.ACTION_STEPS"),
    *("training.policy.enrolments.STEPS", "training.policy.runs.STEPS", "worksheets.policy.STEPS"),
)
NAMES = {"action", "verb"}  # how a function calls an act that it is given

pytestmark = pytest.mark.pure


def recorded_acts():
    """The acts written out in the source, and those of the tables of steps."""
    acts = {act for name in TABLES for act in pkgutil.resolve_name(f"liaison.{name}")}
    for file in PACKAGE.rglob("*.py"):
        calls = [n for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.Call)]
        places = PLACE | places_given_on(file)
        for call in calls:
            acts |= literals_of(call, places)
    return acts


def places_given_on(file):
    """Functions of a file that are given the act to record, and where among their arguments."""
    functions = [
        node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)
    ]
    return {
        function.name: place
        for function in functions
        for place, argument in enumerate(function.args.args)
        if argument.arg in NAMES
    }


def literals_of(call, places):
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    given = call.args[places[name] : places[name] + 1] if name in places else []
    named = [keyword.value for keyword in call.keywords if keyword.arg in NAMES]
    values = [node.value for node in (*given, *named) if isinstance(node, ast.Constant)]
    return {value for value in values if isinstance(value, str)}


def test_the_search_finds_acts_of_each_kind():
    kinds = {"create_event", "failed_sign_in", "delete_expired_files", "invite", "drop_action"}
    assert kinds | {"rename_department", "change_password"} <= recorded_acts()


def test_every_act_has_words_and_every_word_an_act():
    assert recorded_acts() == set(ACTS)
