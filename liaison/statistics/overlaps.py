"""Which areas of one drawing of the map lie over which areas of another, and how far."""

from collections.abc import Mapping, Sequence
from typing import Any

Boundary = Mapping[str, Any]  # GeoJSON, in degrees

SLIVER = 0.01  # of the smaller area: less is two drawings of the same border


def find_overlaps(
    first: Sequence[Boundary], second: Sequence[Boundary]
) -> list[tuple[int, int, float]]:
    """(place in first, place in second, share of the smaller one's land that lies in both).

    Degrees are as good as metres here: both areas of a pair lie at the same latitude.
    """
    # compiled code that only those who bring in a drawing need
    import shapely  # noqa: PLC0415 - see above
    from shapely.geometry import shape  # noqa: PLC0415 - see above

    if not first or not second:
        return []
    ours, theirs = (
        shapely.make_valid([shape(dict(boundary)) for boundary in boundaries])
        for boundaries in (first, second)
    )
    near, at = shapely.STRtree(theirs).query(ours, predicate="intersects")
    common = shapely.area(shapely.intersection(ours[near], theirs[at]))
    land = shapely.area(ours[near]), shapely.area(theirs[at])
    pairs = zip(near.tolist(), at.tolist(), common, *land, strict=True)
    return [
        (here, there, min(float(both / min(a, b)), 1.0))
        for here, there, both, a, b in pairs
        if min(a, b) > 0 and both / min(a, b) >= SLIVER
    ]
