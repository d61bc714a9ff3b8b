"""Boundaries from GeoJSON; population figures from a long CSV or the Census API's JSON array.

The long CSV has the columns geo_level, geo_id, code, label, estimate, moe, pct, pct_moe. The Census
array has a header row with pairs such as DP05_0071E and DP05_0071M and the geography's codes last.
"""

import codecs
import json
import uuid
from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Any

from sqlalchemy import select

from liaison.db import db
from liaison.errors import InvalidInput
from liaison.i18n import _
from liaison.permissions import Actor
from liaison.places.models import Area, AreaSet
from liaison.places.operations import AreaRow, FigureRow
from liaison.statistics.census import read_estimate, read_margin
from liaison.web.imports import Reading, RefusedRow, cell, columns, read_table

CODE_NAMES = ("code", "geoid", "geo_id", "district", "ward", "boro_cd", "tract", "borough", "id")
TITLE_NAMES = ("name", "namelsad", "ntaname", "label", "boro_name")
FIGURE_COLUMNS = {
    "level": ("geo_level", "area_set"),
    "area": ("geo_id", "area"),
    "code": ("code", "measure"),
    "label": ("label",),
    "estimate": ("estimate",),
    "margin": ("moe", "margin"),
    "share": ("pct", "percent"),
    "share_margin": ("pct_moe", "percent_moe"),
}
_NUMBERS = ("estimate", "margin", "share", "share_margin")
_WORLD = (-180, -90, 180, 90)  # west, south, east, north


def read_areas(_actor: Actor, content: bytes, **_options: Any) -> Reading[AreaRow]:
    """Read a GeoJSON FeatureCollection. Raises InvalidInput('file') where it is none."""
    features = _features(content)
    names = {name.casefold(): name for feature in features for name in feature["properties"]}
    code = next((names[name] for name in CODE_NAMES if name in names), None)
    title = next((names[name] for name in TITLE_NAMES if name in names), code)
    if code is None or title is None:
        raise InvalidInput("file", _("The areas have no code. Add a property named code."))
    reading: Reading[AreaRow] = Reading(header=("code", "name"))
    for line, feature in enumerate(features, start=1):
        _read_area(reading, line, feature, code, title)
    return reading


def _features(content: bytes) -> list[dict[str, Any]]:
    """The features, each with its properties, which GeoJSON lets be null."""
    try:
        features = [
            feature | {"properties": dict(feature.get("properties") or {})}
            for feature in json.loads(content)["features"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        features = []
    if not features:
        words = _("This is not a GeoJSON file with features. Choose another file.")
        raise InvalidInput("file", words)
    return features


def _read_area(
    reading: Reading[AreaRow], line: int, feature: dict[str, Any], code: str, title: str
) -> None:
    from shapely import make_valid  # noqa: PLC0415  # 30 MB only an import needs
    from shapely.errors import ShapelyError  # noqa: PLC0415  # the same
    from shapely.geometry import mapping, shape  # noqa: PLC0415  # the same

    values = feature["properties"]
    cells = (_as_text(values.get(code)), _as_text(values.get(title)))
    if not cells[0]:
        reading.refused.append(RefusedRow(line, _("The area has no code."), cells))
        return
    if cells[0] in {row.code for row in reading.rows}:
        reading.refused.append(RefusedRow(line, _("Another area has this code."), cells))
        return
    try:
        drawn = shape(feature["geometry"])
    except (KeyError, TypeError, ValueError, AttributeError, ShapelyError):
        reading.refused.append(RefusedRow(line, _("The boundary cannot be read."), cells))
        return
    if not drawn.is_valid:
        drawn = make_valid(drawn, method="structure", keep_collapsed=False)  # a surface stays one
        reading.note(_("Boundaries that crossed themselves and were mended"))
    if drawn.geom_type not in {"Polygon", "MultiPolygon"} or drawn.is_empty:
        reading.refused.append(RefusedRow(line, _("The boundary is not a surface."), cells))
        return
    if not _is_on_earth(drawn.bounds):
        words = _("The boundary is not in longitude and latitude. Save the file as WGS 84.")
        reading.refused.append(RefusedRow(line, words, cells))
        return
    reading.rows.append(AreaRow(cells[0], cells[1] or cells[0], mapping(drawn), drawn.bounds))


def _as_text(value: Any) -> str:
    """A code or a name as people write it: programs that draw maps save ward 7 as 7.0."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _is_on_earth(bounds: tuple[float, float, float, float]) -> bool:
    west, south, east, north = _WORLD
    return bounds[0] >= west and bounds[1] >= south and bounds[2] <= east and bounds[3] <= north


def read_figures(
    _actor: Actor, content: bytes, *, level: str = "", **_options: Any
) -> Reading[FigureRow]:
    """Read figures; `level` is the key of the area set where the file does not say it."""
    content = content.removeprefix(codecs.BOM_UTF8)
    is_array = content.lstrip().startswith(b"[")
    header, numbered = _census_rows(content, level) if is_array else read_table(content)
    where = columns(header, FIGURE_COLUMNS)
    missing = [name for name in ("area", "code", "estimate") if name not in where]
    if missing:
        words = _("The file lacks the column %(name)s.", name=FIGURE_COLUMNS[missing[0]][0])
        raise InvalidInput("file", words)
    areas = _area_ids()
    reading: Reading[FigureRow] = Reading(header=tuple(header))
    for line, row in numbered:
        key = (cell(row, where, "level") or level, cell(row, where, "area"))
        if key in areas:
            _read_figure(reading, line, row, where, areas[key])
        else:
            words = _("There is no area %(area)s in the set %(set)s.", area=key[1], set=key[0])
            reading.refused.append(RefusedRow(line, words, tuple(row)))
    return reading


def _area_ids() -> dict[tuple[str, str], uuid.UUID]:
    rows = db.session.execute(
        select(AreaSet.key, Area.code, Area.id).join(AreaSet, AreaSet.id == Area.area_set_id)
    )
    return {(key, code): area_id for key, code, area_id in rows}


def _read_figure(
    reading: Reading[FigureRow],
    line: int,
    row: Sequence[str],
    where: dict[str, int],
    area_id: uuid.UUID,
) -> None:
    code = cell(row, where, "code")
    refuse = reading.refused.append
    if not code:
        return refuse(RefusedRow(line, _("The measure has no code."), tuple(row)))
    try:
        raw = {name: _read_number(cell(row, where, name)) for name in _NUMBERS}
    except ValueError:
        return refuse(RefusedRow(line, _("A figure is not a number."), tuple(row)))
    if raw["margin"] is None:
        reading.note(_("Figures without a margin of error"))
    share, share_margin = raw["share"], raw["share_margin"]
    reading.rows.append(
        FigureRow(
            area_id=area_id,
            code=code,
            label=cell(row, where, "label") or code,
            estimate=read_estimate(raw["estimate"]),
            margin=read_margin(raw["margin"]),
            share=None if share is None else share / 100,
            share_margin=None if share_margin is None else share_margin / 100,
        )
    )
    return None


def _read_number(text: str) -> float | None:
    number = float(text.replace(",", "")) if text else None
    if number is not None and not isfinite(number):  # "inf" and "nan" are words to float
        raise ValueError(text)
    return number


def _census_rows(
    content: bytes, level: str
) -> tuple[tuple[str, ...], Iterator[tuple[int, Sequence[str]]]]:
    """The Census API's array as rows of the long form, one per estimate."""
    try:
        header, *rows = json.loads(content)
        is_table = all(isinstance(row, list) and len(row) == len(header) for row in (header, *rows))
    except (ValueError, RecursionError):
        is_table = False
    if not is_table:
        raise InvalidInput("file", _("This is not an array of rows as the Census API gives it."))
    if not level:
        raise InvalidInput("level", _("Choose the set of areas these figures are about."))
    names = [str(name) for name in header]
    estimates = [name for name in names if name.endswith("E") and f"{name[:-1]}M" in names]
    plain = set(estimates) | {f"{name[:-1]}M" for name in estimates} | {"NAME", "GEO_ID"}
    places = [index for index, name in enumerate(names) if name not in plain]

    def long_rows() -> Iterator[tuple[int, Sequence[str]]]:
        for line, row in enumerate(rows, start=2):
            values = ["" if value is None else str(value) for value in row]
            area = _census_area(names, values, places)
            for name in estimates:
                margin = values[names.index(f"{name[:-1]}M")]
                yield line, (level, area, name, name, values[names.index(name)], margin)

    return ("geo_level", "geo_id", "code", "label", "estimate", "moe"), long_rows()


def _census_area(names: list[str], values: list[str], places: list[int]) -> str:
    """GEO_ID's last part (after US) where given, else the geography's codes in a row."""
    if "GEO_ID" in names:
        return values[names.index("GEO_ID")].rpartition("US")[2]
    return "".join(values[index] for index in places)
