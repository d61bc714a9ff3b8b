"""Front-page panels: each feature offers some, `home` arranges them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from liaison.lines import Asked, Line
from liaison.permissions import Actor, Permission


@dataclass(frozen=True)
class Panel:
    """A part of the desk's front page, drawn by its own template with `data`."""

    title: str
    template: str
    data: Any
    links: tuple[tuple[str, str], ...] = field(default=())  # (words, address)


@dataclass(frozen=True)
class PanelSource:
    """What a feature offers: who may see it, where it stands, how to make it (None: not now)."""

    key: str
    permission: Permission
    order: int
    make: Callable[[Actor], Panel | None]


@dataclass(frozen=True)
class ListSource:
    """A panel that is a short list. All of them are read in one statement: the front page asks
    for much else. `ask` selects `line_columns`, in order and limited; no lines, no panel."""

    key: str
    permission: Permission
    order: int
    ask: Callable[[Actor], Asked]
    make: Callable[[Sequence[Line]], Panel]
