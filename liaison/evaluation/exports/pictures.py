"""Pictures of a report's tables, under names nobody guesses, drawn when first asked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app, url_for
from markupsafe import Markup

from liaison import charts, documents, i18n
from liaison.charts import Bar, Look, Shape, Span, Spec
from liaison.evaluation import queries
from liaison.evaluation.figures.shapes import Drawing, Table
from liaison.evaluation.figures.words import write
from liaison.files import store

MOST_BARS = 16
_TICKS = (0.0625, 0.125, 0.25, 0.5, 1, 2, 4, 8, 16)


@dataclass(frozen=True)
class Picture:
    """A picture's name and its size on the page."""

    name: str
    width: int
    height: int

    @property
    def url(self) -> str:
        return url_for("evaluation.show_figure", name=self.name)

    def markup(self, alt: str) -> Markup:
        """The picture itself inside a document for paper."""
        return documents.picture(find_picture(self.name), alt)


def picture_tables(tables: Iterable[Table], accent: str) -> dict[str, Picture]:
    """The pictures of a report's tables by the key of the table."""
    language = i18n.current_language()
    look = Look(language.tag, language.direction == "rtl", accent)
    specs = {table.key: _spec(table, look) for table in tables if table.drawing and table.rows}
    return {key: _remember(spec) for key, spec in specs.items() if spec}


def find_picture(name: str) -> bytes:
    """The picture with this name. Raises NotFound."""
    return charts.find(name, shelf=store())


def _remember(spec: Spec) -> Picture:
    name = charts.keep(spec, secret=current_app.config["SECRET_KEY"], shelf=store())
    return Picture(name, spec["width"], spec["height"])


def _spec(table: Table, look: Look) -> Spec | None:
    if table.drawing is Drawing.INTERVALS:
        return _intervals(table, look)
    if table.drawing is Drawing.MAP:
        return _map(table, look)
    bars = _bars(table)
    if not bars:
        return None
    if table.drawing is Drawing.COLUMNS:
        return charts.column_chart(bars, look)
    return charts.bar_chart(bars[:MOST_BARS], look)


def _bars(table: Table) -> list[Bar]:
    column = table.column(table.drawn)
    first = table.columns[0].key
    return [
        Bar(str(record[first]), float(value), write(value, column.kind))
        for record in table.records()[: table.drawn_rows or None]
        if isinstance(value := record[table.drawn], int | float)
    ]


def _intervals(table: Table, look: Look) -> Spec | None:
    column = table.column(table.drawn)
    spans = []
    for record in table.records():
        value, low, high = (record[key] for key in ("ratio", "ratio_low", "ratio_high"))
        if isinstance(value, float) and isinstance(low, float) and isinstance(high, float):
            label = str(record[table.columns[0].key])
            spans.append(Span(label, value, low, high, write(value, column.kind)))
    ticks = {tick: i18n.number(tick) for tick in _TICKS}
    return charts.interval_chart(spans, ticks, look) if spans else None


def _map(table: Table, look: Look) -> Spec | None:
    first = table.columns[0].key
    areas = queries.list_boundaries({str(record[first]) for record in table.records()})
    if not areas:
        return None
    known = {
        str(record[first]): float(value)
        for record in table.records()
        if isinstance(value := record[table.drawn], int | float)
    }
    kind = table.column(table.drawn).kind
    shapes = [Shape(name, boundary, known.get(name)) for name, boundary in areas]
    ranges = charts.class_ranges(list(known.values()), lambda value: write(value, kind))
    return charts.area_map(shapes, ranges, look)
