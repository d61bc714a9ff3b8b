"""Front-page panels: each feature offers some, `home` arranges them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

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
