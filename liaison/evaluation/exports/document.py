"""A report as a document: the same tables as on the screen, with short tables, on paper."""

from collections.abc import Mapping

from flask import current_app

from liaison import clock, documents, i18n
from liaison.city.queries import CitySettings, find_city_settings
from liaison.evaluation.exports.pictures import Picture, picture_tables
from liaison.evaluation.figures.shapes import Report
from liaison.evaluation.figures.words import written_rows
from liaison.i18n import _


def city() -> CitySettings:
    return find_city_settings() or CitySettings(i18n.settings().city_name)


def title_of(report: Report) -> str:
    title: str = _(
        "%(program)s: evaluation report %(year)s", program=report.program_name, year=report.year
    )
    return title


def report_html(report: Report, pictures: Mapping[str, Picture] | None = None) -> str:
    """The document as one HTML file that needs nothing beside it but the style of documents.

    `pictures`: those already made of its tables.
    """
    language, where = i18n.current_language(), city()
    template = current_app.jinja_env.get_template("documents/evaluation_report.html")
    return template.render(
        report=report,
        pictures=picture_tables(report.tables(), where.accent) if pictures is None else pictures,
        heading=title_of(report),
        written_rows=written_rows,
        city=where,
        locale=language.tag,
        direction=language.direction,
        produced_at=clock.now(),
    )


def report_pdf(report: Report, pictures: Mapping[str, Picture] | None = None) -> bytes:
    """The document as tagged PDF. Takes seconds: for the worker and the command line."""
    return documents.render_pdf(
        report_html(report, pictures),
        title=title_of(report),
        language=report.language,
        accent=city().accent,
    )
