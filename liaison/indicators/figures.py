"""The registry of figures."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from liaison.permissions import Actor


@dataclass(frozen=True)
class FigureSource:
    """A named figure: how it is defined and the one function that computes it.

    `compute(actor, program_id=..., year=...)` returns the feature's own typed rows.
    """

    key: str
    definition: str  # English, lazy string: precise, with inclusion rule and unit
    compute: Callable[..., Any]


_sources: dict[str, FigureSource] = {}


def register_figures(sources: Iterable[FigureSource]) -> None:
    """Called by `app` with each feature's figures. A key belongs to one function for good."""
    for source in sources:
        known = _sources.setdefault(source.key, source)
        if known.compute is not source.compute:
            raise ValueError(f"two figures are called {source.key}")


def find_figure(key: str) -> FigureSource | None:
    return _sources.get(key)


def compute_figure(key: str, actor: Actor, **where: Any) -> Any:
    """The figure's rows. Raises KeyError for a key nobody declared."""
    return _sources[key].compute(actor, **where)


def list_figures() -> list[FigureSource]:
    return sorted(_sources.values(), key=lambda source: source.key)
