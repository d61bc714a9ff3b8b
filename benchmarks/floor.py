"""The floor: a bare Flask application on the same database that does each job and nothing more.

The fewest statements and a plain page of the same rows, those among which a list can be narrowed
included. Nobody signs in, nothing is translated, checked or recorded, and lists are not counted.
It is a measure, not an example to follow.
"""

import csv
import io
import os
import uuid
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from secrets import token_hex
from typing import Any

from flask import Flask, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Executable, insert, update

from benchmarks import floor_liaisons, floor_work
from benchmarks import floor_statements as statements
from benchmarks.floor_database import ZONE, engine, read
from liaison.contacts.models import Channel, Contact, ContactState
from liaison.db import new_id
from liaison.demographics.models import DemographicResponse, Mode
from liaison.events.models.door import CameBy, CheckIn
from liaison.events.models.event import Event
from liaison.events.models.need import NeedKind
from liaison.events.models.sign_up import SignUp, SignUpState
from liaison.events.policy.readiness import LACKS
from liaison.languages import LANGUAGES, SPOKEN, fold
from liaison.mail import OutboxMessage
from liaison.people.models import Person

SHOWN_A_DAY = 5
SHOWN_AT_DOOR = 20
LAST_AT_DOOR = 10
app = Flask(__name__, template_folder="pages")
app.register_blueprint(floor_liaisons.blueprint)
app.register_blueprint(floor_work.blueprint)


def clock_time(instant: datetime) -> str:
    return f"{instant.astimezone(ZONE):%-d %B %Y, %H:%M}"


app.jinja_env.globals["clock_time"] = clock_time


def create_app(database_url: str = "") -> Flask:
    """The application, on this database or the one of the environment."""
    app.config["DATABASE_URL"] = database_url or os.environ["LIAISON_DATABASE_URL"]
    return app


@app.get("/")
@app.get("/events/")
def list_events() -> str:
    size = request.args.get("size", 20, type=int)
    rows = read(statements.coming_events(start_of_day(), size))
    return render_template("events.html", rows=rows, areas=read(statements.areas()))


def start_of_day() -> datetime:
    return datetime.now(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)


@app.get("/events/<uuid:event_id>")
def show_event(event_id: uuid.UUID) -> str:
    [event], dates = read(statements.one_event(event_id)), read(statements.further_dates(event_id))
    needs, languages = list(NeedKind), list(LANGUAGES)
    return render_template(
        "event.html", event=event, dates=dates, needs=needs, languages=languages, spoken=SPOKEN
    )


@app.post("/events/<uuid:event_id>")
def sign_up(event_id: uuid.UUID) -> ResponseReturnValue:
    """Seats are counted, and a message waits: no fewer statements do it."""
    now, person_id = datetime.now(UTC), new_id()
    person = {"id": person_id, "name": request.form["name"], "email": request.form["email"]}
    people, code = int(request.form["party_size"]), token_hex(4)
    with engine().begin() as connection:
        event = connection.execute(statements.take_seats(event_id, people)).one()
        connection.execute(insert(Person).values(**person, agreed_at=now))
        connection.execute(
            insert(SignUp).values(
                event_id=event_id,
                person_id=person_id,
                code=code,
                party_size=people,
                state=SignUpState.SIGNED_UP,
                signed_up_at=now,
            )
        )
        body = f"{event.title}, {clock_time(event.starts_at)}, {event.place_name}. Code: {code}"
        message = {"recipient": person["email"], "subject": event.title, "body": body}
        connection.execute(
            insert(OutboxMessage).values(**message, language="en", queued_at=now, try_after=now)
        )
    return redirect(request.path)


@app.get("/calendar/<int:year>/<int:month>")
def show_calendar(year: int, month: int) -> str:
    first = datetime(year, month, 1, tzinfo=ZONE)
    last = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=ZONE)
    days: dict[date, list[Any]] = defaultdict(list)
    for row in read(statements.events_between(first, last)):
        days[row.starts_at.astimezone(ZONE).date()].append(row)
    weeks = [first.date() - timedelta(days=first.weekday()) + timedelta(weeks=n) for n in range(6)]
    grid = [[week + timedelta(days=n) for n in range(7)] for week in weeks]
    return render_template("calendar.html", weeks=grid, days=days, shown=SHOWN_A_DAY)


@app.get("/events/<uuid:event_id>/calendar.ics")
def show_calendar_entry(event_id: uuid.UUID) -> Response:
    event = read(statements.one_event(event_id))[0]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Floor//EN", "BEGIN:VEVENT"]
    lines += [f"UID:{event.id}", f"DTSTART:{event.starts_at:%Y%m%dT%H%M%SZ}"]
    lines += [f"SUMMARY:{event.title}", f"LOCATION:{event.place_name}"]
    lines += [f"DESCRIPTION:{event.summary}", "END:VEVENT", "END:VCALENDAR", ""]
    return Response("\r\n".join(lines), mimetype="text/calendar")


@app.get("/events/feed/<int:year>/<int:month>")
def show_feed(year: int, month: int) -> Response:
    first = datetime(year, month, 1, tzinfo=ZONE)
    last = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=ZONE)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Floor//EN"]
    for event in read(statements.events_to_tell(first, last)):
        lines += ["BEGIN:VEVENT", f"UID:{event.id}", f"SUMMARY:{event.title}"]
        lines += [f"DTSTART:{event.starts_at:%Y%m%dT%H%M%SZ}", f"LOCATION:{event.place_name}"]
        lines += [f"DESCRIPTION:{event.summary}", "END:VEVENT"]
    return Response("\r\n".join([*lines, "END:VCALENDAR", ""]), mimetype="text/calendar")


@app.get("/desk/events")
def list_desk_events() -> str:
    programs, areas = read(statements.programs()), read(statements.areas())
    rows = read(statements.desk_events())
    return render_template("desk_events.html", rows=rows, areas=areas, programs=programs)


@app.get("/desk/events/unready")
def list_unready_events() -> str:
    return render_template(
        "unready.html",
        rows=read(unready(), {"now": datetime.now(UTC)}),
        lacks=list(LACKS),
        areas=read(statements.areas()),
        programs=read(statements.programs()),
    )


@cache
def unready() -> Executable:
    return statements.unready_events(read(statements.rules())[0], tuple(LANGUAGES))


@app.get("/desk/contacts")
def list_contacts() -> str:
    return render_template(
        "contacts.html",
        rows=read(statements.contacts(50)),
        topics=read(statements.topics()),
        areas=read(statements.areas()),
        programs=read(statements.programs()),
    )


@app.get("/contacts/new")
def new_contact() -> str:
    return render_template(
        "contact.html",
        topics=read(statements.topics()),
        areas=read(statements.areas()),
        programs=read(statements.programs()),
        channels=list(Channel),
    )


@app.post("/contacts/new")
def log_contact() -> ResponseReturnValue:
    today, form = datetime.now(ZONE).date(), request.form
    with engine().begin() as connection:
        connection.execute(
            insert(Contact).values(
                program_id=uuid.UUID(form["program"]),
                topic_id=uuid.UUID(form["topic"]),
                area_id=uuid.UUID(form["area"]),
                channel=Channel(form["channel"]),
                concern=form["concern"],
                opened_on=today,
                local_year=today.year,
                local_month=today.month,
                state=ContactState.OPEN,
                logged_at=datetime.now(UTC),
            )
        )
    return redirect(request.path)


@app.get("/events/<uuid:event_id>/attendance")
def show_attendance(event_id: uuid.UUID) -> str:
    return render_template("attendance.html", event=read(statements.one_event(event_id))[0])


@app.post("/events/<uuid:event_id>/attendance")
def enter_attendance(event_id: uuid.UUID) -> ResponseReturnValue:
    count, note = int(request.form["attendance"]), request.form["attendance_note"]
    with engine().begin() as connection:
        connection.execute(
            update(Event).where(Event.id == event_id).values(attendance=count, attendance_note=note)
        )
    return redirect(request.path)


@app.get("/door/<uuid:event_id>")
def show_door(event_id: uuid.UUID) -> str:
    text, rows = fold(request.args.get("q", "")), []
    if text:
        guests = read(statements.guests(event_id))
        rows = [row for row in guests if text in fold(row.name)][:SHOWN_AT_DOOR]
    return render_template(
        "door.html",
        rows=rows,
        people=read(statements.people_at(event_id))[0][0],
        last=read(statements.last_at(event_id, LAST_AT_DOOR)),
        cards=read(statements.cards_at(event_id)),
        languages=SPOKEN,
    )


@app.post("/door/<uuid:event_id>")
def check_in(event_id: uuid.UUID) -> ResponseReturnValue:
    now, form = datetime.now(UTC), request.form
    with engine().begin() as connection:
        connection.execute(
            insert(CheckIn).values(
                id=uuid.UUID(form["key"]),
                event_id=event_id,
                sign_up_id=uuid.UUID(form["sign_up"]),
                people=int(form["people"]),
                came_by=CameBy.SEARCH,
                at=now,
                stored_at=now,
            )
        )
    return redirect(request.path)


@app.get("/answer/<code>")
def show_questions(code: str) -> str:
    point = read(statements.collection_point(code))[0]
    return render_template("questions.html", point=point, questions=statements.QUESTIONS)


@app.post("/answer/<code>")
def answer(code: str) -> ResponseReturnValue:
    with engine().begin() as connection:
        point = connection.execute(statements.collection_point(code)).one()
        month = datetime.now(ZONE).date().replace(day=1)
        given = {key: request.form.getlist(key) for key, _count in statements.QUESTIONS}
        same = {"program_id": point.program_id, "plan_month": month, "pack": point.pack}
        connection.execute(
            insert(DemographicResponse).values(
                **same, language="en", mode=Mode.PHONE, answers=given, is_invented=False
            )
        )
        tallies = [
            same | {"question": key, "answer": "+".join(sorted(codes)) or "blank", "responses": 1}
            for key, codes in given.items()
        ]
        connection.execute(statements.add_tallies(connection.dialect.name, tallies))
    return redirect(request.path)


@app.get("/contacts.csv")
def export_contacts() -> Response:
    month = date.fromisoformat(f"{request.args['month']}-01")
    topic_id = uuid.UUID(request.args["topic"])
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    rows = read(statements.contacts_to_export(month, topic_id))
    writer.writerow(rows[0]._fields)
    writer.writerows(rows)
    return Response(buffer.getvalue(), mimetype="text/csv")


@app.get("/reports/<uuid:program_id>/<int:year>")
def show_figures(program_id: uuid.UUID, year: int) -> str:
    tables = [read(statement) for statement in statements.year_figures(program_id, year)]
    return render_template("figures.html", tables=tables)
