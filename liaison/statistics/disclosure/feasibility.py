"""What a reader can work out: feasible values of a count, given everything printed.

People are kept as atoms, the finest groups any table tells apart; a printed cell is a fact about
a set of atoms. Whatever shares atoms is tied together, in one table or in several.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

Atom = Hashable


class SolverFailedError(RuntimeError):
    """The solver gave no certain answer, so nothing may be called safe."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a reader knows of the number of people in a set of atoms: low <= number <= high."""

    people: frozenset[Atom]
    low: float
    high: float = inf

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


class Knowledge:
    """All facts together, with counts known outright taken out first.

    Solving is exact in whole numbers (HiGHS, branch and bound). Every solution found is kept as a
    witness: two that differ enough settle most questions without solving again.
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        facts = list(facts)
        self.pinned = {
            atom: fact.low
            for fact in facts
            if fact.is_exact and len(fact.people) == 1
            for atom in fact.people
        }
        atoms = sorted({a for f in facts for a in f.people if a not in self.pinned}, key=repr)
        self.index = {atom: i for i, atom in enumerate(atoms)}
        self.rows: dict[frozenset[Atom], tuple[float, float]] = {}
        self.witnesses: list[NDArray[np.float64]] = []
        for fact in facts:
            self._learn(fact)
        self._bounded = {a for row, (_, high) in self.rows.items() if high < inf for a in row}
        self._matrix = self._membership(self.rows)
        self._exact_rows = self._membership(
            row for row, (low, high) in self.rows.items() if low == high
        )

    def interval(self, people: frozenset[Atom]) -> tuple[float, float]:
        """Smallest and largest number of people in the set; the upper end may be infinite.

        Raises SolverFailedError when the solver does not finish or the facts contradict each other.
        """
        base = sum(self.pinned.get(atom, 0.0) for atom in people)
        if not self._has_ceiling(people):
            return base + self._least(self._goal(people)) if self._known(people) else base, inf
        goal = self._goal(people)
        return base + self._least(goal), base - self._least(-goal)

    def is_uncertain(self, people: frozenset[Atom], width: float) -> bool:
        """Whether witnesses already show that the number of people can vary by `width`."""
        if not self._has_ceiling(people):
            return True
        seen = [float(self._goal(people) @ witness) for witness in self.witnesses]
        return bool(seen) and max(seen) - min(seen) >= width

    def has_small_remainder(self, atom: Atom, counts: Mapping[Atom, int], k: int) -> bool:
        """Whether some set of fewer than `k` people that contains `atom` is known exactly.

        A set is known when adding and subtracting printed exact counts gives it; `counts` are the
        true numbers. The smallest such set is found with sets in fractions first, which is quick
        and can only be smaller, and in whole sets when that leaves a doubt.
        """
        rows, n_atoms = self._exact_rows, len(self.index)
        weights = np.array([counts[a] for a in self.index], dtype=float)
        chosen = np.zeros(n_atoms)
        chosen[self.index[atom]] = 1
        anything = (np.full(len(rows), -inf), np.full(len(rows), inf))
        part = _solve(rows @ weights, rows.T, (chosen, np.ones(n_atoms)), anything)
        if part is None or part[0] > k - 0.5:
            return False
        whole = _solve(
            np.concatenate([np.zeros(len(rows)), weights]),
            np.hstack([rows.T, -np.eye(n_atoms)]),
            (np.zeros(n_atoms), np.zeros(n_atoms)),
            (np.append(anything[0], chosen), np.append(anything[1], np.ones(n_atoms))),
            whole=np.concatenate([np.zeros(len(rows)), np.ones(n_atoms)]),
        )
        return whole is not None and round(whole[0]) < k

    def _learn(self, fact: Fact) -> None:
        known = sum(self.pinned.get(atom, 0.0) for atom in fact.people)
        free = frozenset(atom for atom in fact.people if atom not in self.pinned)
        low, high = fact.low - known, fact.high - known
        if not free:
            _require(low <= 0 <= high)
            return
        old = self.rows.get(free, (0.0, inf))
        self.rows[free] = max(old[0], low), min(old[1], high)
        _require(self.rows[free][0] <= self.rows[free][1])

    def _known(self, people: frozenset[Atom]) -> bool:
        return all(atom in self.index or atom in self.pinned for atom in people)

    def _has_ceiling(self, people: frozenset[Atom]) -> bool:
        # Counts are never negative, so an atom is bounded if and only if some fact about a set
        # with it has an upper end.
        return all(atom in self._bounded or atom in self.pinned for atom in people)

    def _goal(self, people: frozenset[Atom]) -> NDArray[np.float64]:
        goal = np.zeros(len(self.index))
        goal[[self.index[atom] for atom in people if atom not in self.pinned]] = 1
        return goal

    def _membership(self, rows: Iterable[frozenset[Atom]]) -> NDArray[np.float64]:
        rows = list(rows)
        matrix = np.zeros((len(rows), len(self.index)))
        for i, row in enumerate(rows):
            matrix[i, [self.index[atom] for atom in row]] = 1
        return matrix

    def _least(self, goal: NDArray[np.float64]) -> float:
        if not goal.any():
            return 0.0
        ends = np.array(list(self.rows.values()))
        bounds = np.zeros(len(goal)), np.full(len(goal), inf)
        found = _solve(
            goal, self._matrix, (ends[:, 0], ends[:, 1]), bounds, whole=np.ones(len(goal))
        )
        _require(found is not None)
        value, witness = found or (0.0, bounds[0])
        self.witnesses.append(witness)
        return float(round(value))


def _require(consistent: bool) -> None:
    if not consistent:
        msg = "the printed counts contradict each other"
        raise SolverFailedError(msg)


def _solve(
    goal: NDArray[np.float64],
    matrix: NDArray[np.float64],
    ends: tuple[NDArray[np.float64], NDArray[np.float64]],
    bounds: tuple[NDArray[np.float64], NDArray[np.float64]],
    *,
    whole: NDArray[np.float64] | None = None,
) -> tuple[float, NDArray[np.float64]] | None:
    """Least goal and where it is taken; None only when the solver proved there is none."""
    # SciPy's optimiser takes 40 MB and half a second: only who audits a table pays for it.
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - see above

    answer: Any = milp(
        goal,
        constraints=LinearConstraint(matrix, *ends),
        bounds=Bounds(*bounds),
        integrality=whole,
        options={"mip_rel_gap": 0},  # the default stops within 0.01 % of the answer
    )
    if answer.status == 2:  # HiGHS: proven infeasible
        return None
    if answer.status != 0 or (whole is not None and abs(answer.fun - round(answer.fun)) > 1e-6):
        raise SolverFailedError(str(answer.message))
    return float(answer.fun), answer.x
