"""The floor of the roster: lists, search, coverage, and who fits a booking."""

import csv
import io
import uuid
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request

from benchmarks import roster_statements as roster
from benchmarks.floor_database import ZONE, read
from benchmarks.floor_statements import areas
from liaison.languages import fold

blueprint = Blueprint("liaisons", __name__)
PROPOSED, MISSED = 10, 30
RULES = ("at_work", "able", "trained", "near", "there", "free", "unbiased")


@blueprint.get("/desk/liaisons")
def list_liaisons() -> str:
    return show_roster(read(roster.liaisons(50)))


def show_roster(rows: list[Any]) -> str:
    details: dict[tuple[uuid.UUID, str], list[str]] = defaultdict(list)
    for liaison_id, what, words in read(roster.liaison_details([row.id for row in rows])):
        details[liaison_id, what].append(words)
    return render_template("liaisons.html", rows=rows, details=details, areas=read(areas()))


@blueprint.get("/desk/liaisons/search")
def search_liaisons() -> str:
    return show_roster(read(roster.liaisons_called(fold(request.args["name"]), 50)))


@blueprint.get("/desk/coverage/<uuid:area_set_id>")
def list_coverage(area_set_id: uuid.UUID) -> str:
    rows, served = gaps_first(area_set_id)
    return render_template(
        "coverage.html",
        rows=rows[:50],
        served=served,
        lacking=sum((row[0], row[3]) not in served for row in rows),
        all=len(rows),
        languages=tags_counted(),
        communities=read(roster.communities()),
    )


Served = dict[tuple[uuid.UUID, uuid.UUID], tuple[int, int]]


def gaps_first(area_set_id: uuid.UUID) -> tuple[list[Any], Served]:
    """Languages in areas, those without a liaison first, and how many liaisons the others have."""
    today = datetime.now(ZONE).date()
    counted = read(roster.speaking_liaisons(area_set_id, today, today + timedelta(days=90)))
    served = {(row[0], row[1]): (row[2], row[3]) for row in counted}
    rows = read(roster.speakers(area_set_id))
    return sorted(rows, key=lambda row: served.get((row[0], row[3]), (0, 0)) > (0, 0)), served


def tags_counted() -> dict[uuid.UUID, list[str]]:
    tags: dict[uuid.UUID, list[str]] = defaultdict(list)
    for measure_id, tag in read(roster.counted_languages()):
        tags[measure_id].append(tag)
    return tags


@blueprint.get("/coverage.csv/<uuid:area_set_id>")
def export_coverage(area_set_id: uuid.UUID) -> Response:
    rows, served = gaps_first(area_set_id)
    languages = tags_counted()
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for measure_id, estimate, margin, area_id, code, area in rows:
        numbers = served.get((measure_id, area_id), (0, 0))
        writer.writerow([code, area, " / ".join(languages[measure_id]), estimate, margin, *numbers])
    return Response(buffer.getvalue(), mimetype="text/csv")


@blueprint.get("/desk/bookings/<uuid:booking_id>/match")
def show_match(booking_id: uuid.UUID) -> str:
    """Those who speak the language, each with the rules they break; who did least comes first."""
    [booking] = read(roster.one_booking(booking_id))
    people = read(roster.candidates(booking, ZONE))
    broken = {one.id: [rule for rule in RULES if not getattr(one, rule)] for one in people}
    fit = [one for one in people if not broken[one.id]]
    others = sorted(
        (one for one in people if broken[one.id]), key=lambda one: (len(broken[one.id]), one.id)
    )
    return render_template(
        "match.html",
        booking=booking,
        fit=sorted(fit, key=lambda one: (one.minutes or 0, one.asks, one.id))[:PROPOSED],
        others=others[:MISSED],
        broken=broken,
        counted=Counter(rule for rules in broken.values() for rule in rules),
    )
