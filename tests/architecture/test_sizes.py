"""Budgets: a file, a function, a template or a test that grows past them is cut up instead."""

import ast
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parents[2]
CODE = ("liaison", "setup", "benchmarks")
FILE, FUNCTION, TEMPLATE, TEST, TEST_ARGUMENTS = 400, 50, 180, 40, 5
SMALLER = {"liaison/app.py": 80, "tests/conftest.py": 200}


def test_files_fit_their_budget():
    sizes = {name: len(text.splitlines()) for name, text in sources(*CODE, "tests").items()}
    assert {n: s for n, s in sizes.items() if s > SMALLER.get(n, FILE)} == {}


def test_functions_fit_their_budget():
    assert over(FUNCTION, sources(*CODE)) == {}


def test_tests_fit_their_budget():
    assert over(TEST, sources("tests")) == {}


def test_tests_ask_for_few_fixtures():
    crowded = {
        f"{name}:{function.name}": len(function.args.args)
        for name, text in sources("tests").items()
        for function in functions(text)
        if len(function.args.args) > TEST_ARGUMENTS
    }
    assert crowded == {}


def test_templates_fit_their_budget():
    templates = (ROOT / "templates").rglob("*.*")
    sizes = {str(file): len(file.read_text().splitlines()) for file in templates}
    assert {name: size for name, size in sizes.items() if size > TEMPLATE} == {}


def sources(*folders):
    """The text of every Python file below these folders, by its path in the project."""
    return {
        str(file.relative_to(ROOT)): file.read_text()
        for folder in folders
        for file in sorted((ROOT / folder).rglob("*.py"))
    }


def functions(text):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, kinds)]


def over(budget, texts):
    """The functions with more lines than the budget."""
    return {
        f"{name}:{function.name}": lines
        for name, text in texts.items()
        for function in functions(text)
        if (lines := function.end_lineno - function.lineno + 1) > budget
    }
