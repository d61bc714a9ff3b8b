"""Reads the tables of the worked examples and turns them into facts for the audit."""

from itertools import product
from math import inf

from liaison.statistics.disclosure.feasibility import Fact

Group = dict[str, str]


def facts_of(document: dict) -> dict[str, Fact]:
    """Facts by the name of the cell, as the examples name them: 'T[row=a, col=b]'."""
    named = [(table, at, cell) for table in document["tables"] for at, cell in _cells(table)]
    leaves = _leaves(document, [at for _, at, _ in named])
    facts, sizes = {}, {}
    for i, (table, at, cell) in enumerate(named):
        people = atoms_of({**table.get("where", {}), **at}, document, leaves)
        low, high = _limits(cell, sizes)
        sizes[_label(at)] = low
        name = f"{table['id']}[{_label(at)}]"
        facts[name if name not in facts else f"{name}#{i}"] = Fact(people, low, high)
    return facts


def group_of(group: Group, document: dict) -> frozenset:
    """The atoms of a group that no table needs to print."""
    cells = [at for table in document["tables"] for at, _ in _cells(table)]
    return atoms_of(group, document, _leaves(document, cells))


def atoms_of(at: Group, document: dict, leaves: dict[str, list[str]]) -> frozenset:
    variables = document.get("variables", {})
    sides = []
    for variable, everything in leaves.items():
        value = at.get(variable)
        groups = variables.get(variable, {}).get("groups", {})
        sides.append(everything if value is None else groups.get(value, [value]))
    return frozenset(product(*sides))


def _leaves(document: dict, cells: list[Group]) -> dict[str, list[str]]:
    leaves = {name: variable["leaves"] for name, variable in document.get("variables", {}).items()}
    for at in cells:
        for name, value in at.items():
            if name not in document.get("variables", {}):
                leaves[name] = [*dict.fromkeys([*leaves.get(name, []), value])]
    return leaves


def _cells(table: dict) -> list[tuple[Group, dict]]:
    if "cells" in table:
        return [(cell["at"], cell) for cell in table["cells"]]
    (row_name, *rows), (column_name, *columns) = table["rows"], table["cols"]
    return [
        ({name: v for name, v in ((row_name, row), (column_name, col)) if v != "Total"}, {"v": v})
        for row, line in zip(rows, table["grid"], strict=True)
        for col, v in zip(columns, line, strict=True)
    ]


def _limits(cell: dict, sizes: dict[str, float]) -> tuple[float, float]:
    if "pct" in cell:
        base, half = sizes[_label(cell["of"])], 0.5 * 10 ** -cell["dp"]
        return (cell["pct"] - half) / 100 * base, (cell["pct"] + half) / 100 * base
    if cell["v"] is None:
        return 0, inf
    if isinstance(cell["v"], str):
        low, high = cell["v"].split("-")
        return float(low), float(high)
    return cell["v"], cell["v"]


def _label(at: Group) -> str:
    return ", ".join(f"{name}={value}" for name, value in at.items())
