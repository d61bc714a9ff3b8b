"""The one place that knows the chart engine: plain Vega-Lite dictionaries, drawn to SVG.

Words and numbers come in already written in the reader's language.
Bars start at zero and carry their numbers, so they need neither grid nor legend; one colour and
its lightness say everything, so a grey print says it too.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any, Protocol

from liaison.errors import NotFound
from liaison.i18n import _

Spec = dict[str, Any]

WIDTH = 640
INK, MUTED, RULE, NOTHING = "#1b1f24", "#52575e", "#d9d4c9", "#eeece6"
_FONTS = {
    "ar": "Noto Sans Arabic, Noto Sans, sans-serif",
    "zh-Hans": "Noto Sans CJK SC, Noto Sans, sans-serif",
}
_CLASSES = 5
_NAME = re.compile(r"[0-9a-f]{64}")
_SPECK = 12  # of the units of a map, squared
_BAR = 26
_CLOSEST, _WIDEST = 2.0, 16.0  # a ratio axis reaches at least to 2 and at most to 16, both ways


@dataclass(frozen=True)
class Look:
    """Language and colour of a picture."""

    language: str = "en"
    is_rtl: bool = False
    accent: str = "#005ea2"

    @property
    def font(self) -> str:
        return _FONTS.get(self.language, "Noto Sans, sans-serif")


@dataclass(frozen=True)
class Bar:
    """A value with its name, and the value as it is written."""

    label: str
    value: float
    text: str


@dataclass(frozen=True)
class Span:
    """A ratio with the ends of its interval, and the ratio as it is written."""

    label: str
    value: float
    low: float
    high: float
    text: str


@dataclass(frozen=True)
class Shape:
    """An area with its boundary (GeoJSON); `value` None: nothing known."""

    label: str
    boundary: Mapping[str, Any]
    value: float | None


def bar_chart(bars: Sequence[Bar], look: Look) -> Spec:
    """Lying bars, in the order given, for names that are long."""
    longest = max((bar.value for bar in bars), default=0) or 1
    x: Spec = {
        "field": "value",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, longest * 1.18], "reverse": look.is_rtl, "nice": False},
    }
    text: Spec = {"type": "text", "align": "right" if look.is_rtl else "left"}
    text |= {"dx": -6 if look.is_rtl else 6, "color": INK}
    layers: list[Spec] = [
        {"mark": {"type": "bar", "color": look.accent, "height": {"band": 0.7}}},
        {"mark": text, "encoding": {"text": {"field": "text"}}},
    ]
    shared = {"y": _names(look), "x": x}
    values = [{"label": bar.label, "value": bar.value, "text": bar.text} for bar in bars]
    return _sheet(values, layers, shared, look, height=_BAR * len(bars) + 10)


def column_chart(bars: Sequence[Bar], look: Look) -> Spec:
    """Standing bars along time, in the order given."""
    tallest = max((bar.value for bar in bars), default=0) or 1
    axis = {"title": None, "labelAngle": 0, "ticks": False, "domainColor": INK, "labelPadding": 6}
    x: Spec = {"field": "label", "type": "ordinal", "sort": None, "axis": axis}
    x["scale"] = {"reverse": look.is_rtl, "paddingInner": 0.3, "paddingOuter": 0.1}
    y: Spec = {"field": "value", "type": "quantitative", "axis": None}
    y["scale"] = {"domain": [0, tallest * 1.1], "nice": False}
    layers: list[Spec] = [
        {"mark": {"type": "bar", "color": look.accent}},
        {
            "mark": {"type": "text", "baseline": "bottom", "dy": -4, "color": INK},
            "encoding": {"text": {"field": "text"}},
        },
    ]
    values = [{"label": bar.label, "value": bar.value, "text": bar.text} for bar in bars]
    return _sheet(values, layers, {"x": x, "y": y}, look, height=250)


def interval_chart(spans: Sequence[Span], ticks: Mapping[float, str], look: Look) -> Spec:
    """Ratios with their intervals on a scale where half and double are equally far from 1.

    `ticks` are the numbers that may stand on the axis and how they are written. What reaches
    beyond the axis is drawn to its edge; the table beside the picture has the number.
    """
    reach = _reach(spans)
    x = _ratio_scale(reach, ticks, look)
    last = {"type": "text", "align": "left" if look.is_rtl else "right", "color": INK}
    layers: list[Spec] = [
        {
            "data": {"values": [{"one": 1}]},
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1.5, "strokeDash": [5, 3]},
            "encoding": {"x": {"field": "one", "type": "quantitative"}},
        },
        {
            "mark": {"type": "rule", "color": look.accent, "strokeWidth": 3},
            "encoding": {"y": _names(look), "x": x, "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 90, "color": look.accent}
            | {"opacity": 1, "stroke": "#fff", "strokeWidth": 1.5},
            "encoding": {"y": _names(look), "x": {"field": "value", "type": "quantitative"}},
        },
        {
            "mark": last,
            "encoding": {
                "y": _names(look),
                "x": {"value": 0 if look.is_rtl else "width"},
                "text": {"field": "text"},
            },
        },
    ]
    values = [
        # nothing stands at 0 on such a scale, so it is drawn to the edge like all that is beyond
        {
            "label": span.label,
            "value": min(max(span.value, 1 / reach), reach),
            "low": max(span.low, 1 / reach),
            "high": min(max(span.high, 1 / reach), reach),
            "text": span.text,
        }
        for span in spans
    ]
    return _sheet(values, layers, {}, look, height=30 * len(spans) + 36)


def area_map(shapes: Sequence[Shape], ranges: Sequence[tuple[float, str]], look: Look) -> Spec:
    """Areas in five steps of one colour. `ranges`: the upper end of each class, as written."""
    classes = [text for _upper, text in ranges]
    features = [
        {
            "type": "Feature",
            "geometry": geometry,
            "properties": {
                "label": shape.label,
                "class": next((t for upper, t in ranges if (shape.value or 0) <= upper), None)
                if shape.value is not None
                else None,
            },
        }
        for shape, geometry in zip(shapes, flatten(shapes), strict=True)
    ]
    legend: Spec = {
        "title": None,
        "orient": "right" if look.is_rtl else "left",
        "symbolType": "square",
    }
    legend |= {"symbolSize": 220, "labelFontSize": 13, "symbolStrokeColor": MUTED}
    unknown = {"test": "datum.properties.class === null", "value": NOTHING}
    colour = {
        "condition": unknown,
        "field": "properties.class",
        "type": "ordinal",
        "scale": {"domain": classes, "range": _steps(look.accent, len(classes))},
        "legend": legend,
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 440,
        "height": 470,
        "background": "white",
        "projection": {"type": "identity", "reflectY": True},
        "data": {"values": features},
        "mark": {"type": "geoshape", "stroke": "#fff", "strokeWidth": 0.8},
        "encoding": {"color": colour},
        "config": _config(look),
    }


def class_ranges(values: Sequence[float], write: Callable[[float], str]) -> list[tuple[float, str]]:
    """Up to five classes with about as many areas in each: upper end, and its words."""
    ranges: list[tuple[float, str]] = []
    left = sorted(values)
    for limit in _class_limits(values):
        low, text = left[0], write(_plain(limit))
        if low < limit:
            text = _("%(low)s to %(high)s", low=write(_plain(low)), high=text)
        ranges.append((limit, text))
        left = [value for value in left if value > limit]
    return ranges


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value


def _class_limits(values: Sequence[float]) -> list[float]:
    """Upper ends of up to five classes with about as many areas in each; each is a value.

    None is a class of its own: to have nothing is not to have little.
    """
    ordered = sorted(values)
    if not ordered:
        return []
    if ordered[0] == 0 < ordered[-1]:
        return [0, *_even_limits([value for value in ordered if value], _CLASSES - 1)]
    return _even_limits(ordered, _CLASSES)


def _even_limits(ordered: Sequence[float], classes: int) -> list[float]:
    ends = [ordered[-(-len(ordered) * step // classes) - 1] for step in range(1, classes + 1)]
    return sorted(set(ends))


class Shelf(Protocol):
    """Where pictures are kept: `liaison.files.Store`."""

    def write(self, name: str, content: bytes) -> None: ...
    def read(self, name: str) -> bytes: ...
    def exists(self, name: str) -> bool: ...


def keep(spec: Spec, *, secret: str, shelf: Shelf) -> str:
    """Keep what a picture shows; returns its name. It is drawn when first asked for.

    So a page never waits for the chart engine, and the same name always shows the same numbers.
    """
    name = name_of(spec, secret)
    if not shelf.exists(f"charts/{name}.json"):
        shelf.write(f"charts/{name}.json", canonical(spec))
    return name


def find(name: str, *, shelf: Shelf) -> bytes:
    """The picture with this name, drawn now if it is asked for the first time. Raises NotFound."""
    if not _NAME.fullmatch(name):
        raise NotFound
    try:
        return shelf.read(f"charts/{name}.svg")
    except NotFound:
        picture = draw(json.loads(shelf.read(f"charts/{name}.json")))
        shelf.write(f"charts/{name}.svg", picture)
        return picture


def canonical(spec: Spec) -> bytes:
    """The same bytes for the same picture."""
    return json.dumps(spec, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def name_of(spec: Spec, secret: str) -> str:
    """The picture's name: nobody without the city's secret can guess it from the numbers."""
    from importlib.metadata import version  # noqa: PLC0415 - needed when a picture is named only

    engine = version("vl-convert-python").encode()
    return hmac.new(secret.encode(), engine + b"\n" + canonical(spec), hashlib.sha256).hexdigest()


def draw(spec: Spec) -> bytes:
    """The picture as SVG, words as words."""
    # The engine takes 125 MB and most of a second: only a process that draws pays for it.
    import vl_convert  # noqa: PLC0415 - see above

    drawn: str = vl_convert.vegalite_to_svg(spec)
    return drawn.encode()


def _names(look: Look) -> Spec:
    axis: Spec = {
        "title": None,
        "ticks": False,
        "domain": False,
        "labelPadding": 8,
        "labelLimit": 250,
    }
    axis["orient"] = "right" if look.is_rtl else "left"
    return {"field": "label", "type": "nominal", "sort": None, "axis": axis}


def _sheet(
    values: list[Spec], layers: list[Spec], encoding: Spec, look: Look, *, height: int
) -> Spec:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "background": "white",
        "data": {"values": values},
        "layer": layers,
        "encoding": encoding,
        "config": _config(look),
    }


def _config(look: Look) -> Spec:
    return {
        "font": look.font,
        "view": {"stroke": None},
        "axis": {"labelFontSize": 13, "labelColor": INK, "grid": False},
        "text": {"fontSize": 13},
        "legend": {"labelColor": INK, "labelFontSize": 13},
    }


def _ratio_scale(reach: float, ticks: Mapping[float, str], look: Look) -> Spec:
    shown = [tick for tick in ticks if 1 / reach <= tick <= reach]
    written = json.dumps({str(tick): ticks[tick] for tick in shown}, ensure_ascii=False)
    axis: Spec = {"title": None, "values": shown, "labelExpr": f"{written}[toString(datum.value)]"}
    axis |= {"grid": True, "gridColor": RULE, "domain": False, "ticks": False, "labelColor": MUTED}
    # room beyond the widest interval for a column of the numbers
    ends = [1 / reach / 1.15, reach * 1.9]
    scale: Spec = {"type": "log", "domain": ends, "clamp": True, "nice": False}
    scale["reverse"] = look.is_rtl
    return {"field": "low", "type": "quantitative", "scale": scale, "axis": axis}


def _reach(spans: Sequence[Span]) -> float:
    ends = [end for span in spans for end in (span.high, 1 / span.low if span.low else _WIDEST)]
    reach = _CLOSEST
    while reach < max(ends, default=1) and reach < _WIDEST:
        reach *= 2
    return reach


def _steps(accent: str, number: int) -> list[str]:
    """From a light tint of the colour to a dark shade of it, evenly."""
    colour = [int(accent[i : i + 2], 16) for i in (1, 3, 5)]
    light, dark = [mix(c, 255, 0.82) for c in colour], [mix(c, 0, 0.35) for c in colour]
    parts = [step / max(number - 1, 1) for step in range(number)]
    return [
        "#" + "".join(f"{mix(a, b, part):02x}" for a, b in zip(light, dark, strict=True))
        for part in parts
    ]


def mix(a: int, b: int, part: float) -> int:
    """From a towards b."""
    return round(a + (b - a) * part)


def flatten(shapes: Sequence[Shape]) -> list[Spec]:
    """Boundaries as flat shapes about 800 units wide, in whole units: a fraction of the bytes.

    Neighbours are simplified together, so that no gaps open between them; specks are left out.
    """
    # The geometry library loads compiled code that only maps need.
    import shapely  # noqa: PLC0415 - see above
    from shapely.geometry import mapping, shape  # noqa: PLC0415 - see above

    if not shapes:
        return []
    drawn = [shape(dict(area.boundary)) for area in shapes]
    west, south, east, north = shapely.total_bounds(drawn)
    squeeze = cos(radians((south + north) / 2))
    unit = max((east - west) * squeeze, north - south) / 800 or 1

    def to_units(points: Any) -> Any:
        return (points - [west, south]) * [squeeze / unit, 1 / unit]

    flat = shapely.transform(drawn, to_units)
    simple = shapely.coverage_simplify(flat, 1.5)
    rounded = [shapely.transform(area, lambda points: points.round()) for area in simple]
    return [mapping(shapely.MultiPolygon(_large_parts(area))) for area in rounded]


def _large_parts(area: Any) -> list[Any]:
    """Parts that can be seen: an area of specks keeps its largest."""
    parts = sorted(getattr(area, "geoms", [area]), key=lambda part: -part.area)
    return [part for part in parts if part.area > _SPECK] or parts[:1]
