"""The floor of courses, bookings and hours."""

import uuid
from datetime import UTC, date, datetime, time

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import insert

from benchmarks import work_statements as work
from benchmarks.floor_database import ZONE, engine, read
from benchmarks.floor_statements import programs
from liaison.events.models.need import NeedKind
from liaison.languages import LANGUAGES, SPOKEN
from liaison.liaisons.models.booking import BookingState
from liaison.liaisons.models.work import EntryKind, WorkEntry

blueprint = Blueprint("work", __name__)


@blueprint.get("/courses")
def list_courses() -> str:
    runs = read(work.coming_runs(datetime.combine(datetime.now(ZONE), time(), ZONE)))
    return render_template("courses.html", courses=read(work.courses()), runs=runs)


@blueprint.get("/courses/<uuid:run_id>")
def show_course(run_id: uuid.UUID) -> str:
    [run] = read(work.one_run(run_id))
    sessions = read(work.sessions(run_id))
    return render_template(
        "course.html",
        run=run,
        sessions=sessions,
        languages=list(LANGUAGES),
        needs=list(NeedKind),
        spoken=SPOKEN,
    )


@blueprint.get("/desk/bookings")
def list_bookings() -> str:
    return render_template(
        "bookings.html",
        rows=read(work.open_bookings(50)),
        programs=read(programs()),
        states=list(BookingState),
    )


@blueprint.get("/work/new")
def new_entry() -> str:
    kinds, today = list(EntryKind), datetime.now(ZONE).date()
    return render_template("work.html", programs=read(programs()), kinds=kinds, today=today)


@blueprint.post("/work/new")
def enter_work() -> ResponseReturnValue:
    form = request.form
    day, month, year = map(int, form.getlist("worked_on"))
    with engine().begin() as connection:
        connection.execute(
            insert(WorkEntry).values(
                liaison_id=uuid.UUID(form["liaison"]),
                program_id=uuid.UUID(form["program"]),
                entry_key=uuid.uuid4().hex,
                kind=EntryKind(form["kind"]),
                worked_on=date(year, month, day),
                minutes=int(form["hours"]) * 60 + int(form["minutes"]),
                words=form["words"],
                entered_at=datetime.now(UTC),
            )
        )
    return redirect(request.path)
