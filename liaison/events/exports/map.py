"""Areas with how many events each has, drawn as SVG without the chart engine.

Anybody may ask for any choice of filters: so a picture costs a few milliseconds, nothing is
stored, and the outlines, which take the time, are drawn once in each process.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from liaison.charts import INK, NOTHING, Shape, flatten, mix

SIDE = 800  # of the longer side, in the units of the outlines
_TINTS = (0.82, 0.66, 0.5)  # of the city's colour towards white: dark letters stand on each
_LETTERS = 20


@dataclass(frozen=True)
class Outline:
    """An area as a path, and where its number stands."""

    area_id: uuid.UUID
    name: str
    path: str
    x: int
    y: int


@dataclass(frozen=True)
class Outlines:
    """All areas of a map, in one size."""

    areas: Sequence[Outline]
    width: int
    height: int


def outline(areas: Sequence[tuple[uuid.UUID, str, Mapping[str, Any]]]) -> Outlines:
    """Draw the boundaries (GeoJSON) of areas given by id and name."""
    # the geometry library loads compiled code that only maps need
    from shapely.geometry import shape  # noqa: PLC0415 - see above

    flat = [shape(found) for found in flatten([Shape(name, drawn, 0) for _, name, drawn in areas])]
    width, height = (
        int(max((area.bounds[end] for area in flat), default=0)) or SIDE for end in (2, 3)
    )
    found = []
    for (area_id, name, _drawn), area in zip(areas, flat, strict=True):
        spot = max(area.geoms, key=lambda part: part.area).representative_point()
        path = "".join(_ring(ring, height) for part in area.geoms for ring in _rings(part))
        found.append(Outline(area_id, name, path, int(spot.x), height - int(spot.y)))
    return Outlines(found, width, height)


def _rings(part: Any) -> list[Any]:
    return [part.exterior, *part.interiors]


def _ring(ring: Any, height: int) -> str:
    points = " ".join(f"{int(x)} {height - int(y)}" for x, y in list(ring.coords)[:-1])
    return f"M{points}Z"


def map_svg(outlines: Outlines, counts: Mapping[uuid.UUID | None, int], accent: str) -> bytes:
    """The map: the more events, the stronger the colour, and the number written on it."""
    most = max(counts.values(), default=0)
    parts, numbers = [], []
    for area in outlines.areas:
        count = counts.get(area.area_id, 0)
        parts.append(
            f'<path d="{area.path}" fill="{_colour(count, most, accent)}">'
            f"<title>{escape(area.name)}: {count}</title></path>"
        )
        if count:
            numbers.append(f'<text x="{area.x}" y="{area.y + _LETTERS // 3}">{count}</text>')
    box = f"-4 -4 {outlines.width + 8} {outlines.height + 8}"
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">'
        f'<g stroke="{INK}" stroke-width="1" stroke-linejoin="round">{"".join(parts)}</g>'
        f'<g font-family="Noto Sans, sans-serif" font-size="{_LETTERS}" font-weight="700" '
        f'text-anchor="middle" fill="{INK}">{"".join(numbers)}</g></svg>'
    )
    return drawn.encode()


def _colour(count: int, most: int, accent: str) -> str:
    if not count:
        return NOTHING
    tint = _TINTS[min(count * len(_TINTS) // (most + 1), len(_TINTS) - 1)]
    parts = (mix(int(accent[place : place + 2], 16), 255, tint) for place in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)
