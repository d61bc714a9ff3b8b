"""The import contract: .importlinter, and what that file's contracts cannot say."""

import ast
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parents[2]
# What one feature may use of another; the rest of a feature is its own business.
SHARED = {"models", "queries", "policy", "operations", "figures"}
FEATURES = {
    "home",
    "evaluation",
    "meetings",
    "worksheets",
    "open311",
    "contacts",
    "service_requests",
    "training",
    "events",
    "liaisons",
    "demographics",
    "indicators",
    "programs",
    "people",
    "accounts",
    "places",
    "city",
    "audit",
}


def test_every_import_contract_is_kept():
    # in a process of its own: it sets logging up anew, and with that every logger falls silent
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        (linter, "--no-logo"), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_features_share_only_models_queries_policy_operations_and_figures():
    assert reaching_too_deep(direct_imports()) == []


def test_a_reach_into_another_features_views_would_be_seen():
    events, own = "liaison.events.views.desk", "liaison.events.forms.events"
    imports = [(events, "liaison.people.forms"), (events, own), (events, "liaison.people.queries")]
    assert reaching_too_deep(imports) == ["liaison.events.views.desk imports liaison.people.forms"]


def test_every_init_file_holds_a_docstring_and_nothing_else():
    crowded = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "liaison").rglob("__init__.py")
        if not is_docstring_only(file.read_text())
    ]
    assert crowded == []


def direct_imports():
    """Every import between two modules of the project, as pairs of names."""
    graph = grimp.build_graph("liaison", cache_dir=None)
    return [
        (importer, imported)
        for importer in sorted(graph.modules)
        for imported in sorted(graph.find_modules_directly_imported_by(importer))
    ]


def reaching_too_deep(imports):
    """Imports from one feature of something another feature keeps to itself."""
    return [
        f"{importer} imports {imported}"
        for importer, imported in imports
        if feature_of(importer) in FEATURES
        and feature_of(imported) in FEATURES - {feature_of(importer)}
        and [*imported.split("."), ""][2] not in SHARED
    ]


def feature_of(module):
    return [*module.split("."), ""][1]


def is_docstring_only(source):
    tree = ast.parse(source)
    return len(tree.body) == 1 and ast.get_docstring(tree) is not None
