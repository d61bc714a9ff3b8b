"""Building the demo city: one transaction, so that a crash half way leaves nothing behind."""

import random
import uuid
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from sqlalchemy import select

from liaison import clock
from liaison.audit.models import AuditEntry
from liaison.audit.operations import record
from liaison.contacts.imports import read_contacts
from liaison.contacts.operations.files import store_contacts
from liaison.contacts.operations.topics import add_starter_topics
from liaison.db import db, refresh_statistics
from liaison.demo.bookings import make_bookings
from liaison.demo.course import make_course
from liaison.demo.coverage import tie_figures
from liaison.demo.evening import fill_training, make_cancelled, make_evening
from liaison.demo.files import credit, read_file, read_rows
from liaison.demo.graduates import make_graduates
from liaison.demo.languages import make_texts
from liaison.demo.names import Names
from liaison.demo.needs import make_needs
from liaison.demo.outreach import make_coming_events, make_contacts
from liaison.demo.paper import make_paper
from liaison.demo.participants import make_forms, months_of
from liaison.demo.past import make_past
from liaison.demo.people import Roster
from liaison.demo.planning import make_report_texts, make_worksheets
from liaison.demo.recurring import make_recurring
from liaison.demo.scales import Scale
from liaison.demo.scene import Scene, make_partners
from liaison.demo.sign_ups import make_sign_ups
from liaison.demo.staff import Office, make_city, make_office
from liaison.demo.training import make_training
from liaison.demo.work import make_work
from liaison.demographics.operations import create_collection_point, store_responses_in_bulk
from liaison.evaluation.exports.snapshot import take_snapshot
from liaison.events.imports.files import read_events
from liaison.events.operations.importing import import_events
from liaison.i18n import settings
from liaison.permissions import SYSTEM
from liaison.places.imports import read_areas, read_figures
from liaison.places.models import Area
from liaison.places.operations import AreaRow, FigureRow, add_area_set, store_figures
from liaison.places.queries import find_area_set, list_areas, list_main_areas
from liaison.worksheets.imports import publish_shipped

Progress = Callable[[str, int], AbstractContextManager[Any]]
SEED = 2023
REAL_YEAR = 2023
PERIOD = "2017-2021"
LEP_PERIOD = "ACS, years not stated"
ACS, LEP = "acs-nyc-2017-2021", "nyc-lep-languages"
EVENTS, CASES = "nyc-parks-events", "nyc-council-casework-2023"
# key, name, what one is called, file
DRAWINGS = (
    ("borough", "Boroughs", "Borough", "boroughs"),
    ("community_district", "Community districts", "Community district", "community_districts"),
    (
        "council_district_2023",
        "City Council districts of 2023",
        "Council district",
        "council_districts_2023",
    ),
)
MAIN = "council_district_2023"


def find_scale() -> str | None:
    """The scale of the demo city in this database; None where there is none."""
    changes = db.session.scalar(
        select(AuditEntry.changes).where(AuditEntry.action == "build_demo").limit(1)
    )
    return str(changes["scale"]) if changes else None


def build_demo(name: str, scale: Scale, *, progress: Progress) -> None:
    """Fill an empty database with the demo city of this scale, and commit."""
    today = clock.today(settings().zone())
    with progress("Places and figures", 4) as bar:
        make_city()
        _make_places(bar.update)
    areas = list_areas(_main_set_id())
    office = make_office(areas[0], this_year=today.year)
    with progress("Real events and cases", 2) as bar:
        _import_events(office)
        bar.update(1)
        _import_cases(office)
        bar.update(1)
    _make_inventions(office, areas, scale, today, progress)
    with progress("The report of the real year", 1) as bar:
        take_snapshot(office.program.id, REAL_YEAR)
        bar.update(1)
    record(SYSTEM, "build_demo", office.program, scale=name)
    refresh_statistics()
    db.session.commit()


def _main_set_id() -> Any:
    found = find_area_set(MAIN)
    if found is None:
        raise LookupError(MAIN)
    return found.id


def _make_places(advance: Callable[[int], None]) -> None:
    source = credit(ACS)
    whole = AreaRow("nyc", "New York City", None, None)
    add_area_set(actor=SYSTEM, key="city", name="The whole city", singular="City", rows=[whole])
    for key, name, singular, file in DRAWINGS:
        add_area_set(
            actor=SYSTEM,
            key=key,
            name=name,
            singular=singular,
            rows=read_areas(SYSTEM, read_file(f"{ACS}/{file}.geojson")).rows,
            source=f"NYC Department of City Planning, NYC Open Data; {source}",
            is_main=key == MAIN,
        )
        advance(1)
    figures = read_figures(SYSTEM, read_file(f"{ACS}/estimates_long.csv"))
    store_figures(actor=SYSTEM, rows=figures.rows, period=PERIOD, source=source)
    store_figures(actor=SYSTEM, rows=_languages(), period=LEP_PERIOD, source=credit(LEP))
    tie_figures()
    advance(1)


def _languages() -> list[FigureRow]:
    """People with limited English by language, for community districts; no margins are known."""
    found = find_area_set("community_district")
    ids = {area.code: area.id for area in list_areas(found.id)} if found else {}
    return [
        FigureRow(
            area_id=ids[row["boro_cd"]],
            code=f"LEP: {row['language']}",
            label=f"Speak English less than very well, language {row['language']}",
            estimate=float(row["lep_population"]),
            margin=None,
            share=None,
            share_margin=None,
        )
        for row in read_rows(f"{LEP}/lep_by_community_district.csv")
        if row["boro_cd"] in ids
    ]


def _import_events(office: Office) -> None:
    content = read_file(f"{EVENTS}/events_2019_2023.csv")
    reading = read_events(SYSTEM, content, program_id=str(office.program.id))
    import_events(
        actor=SYSTEM,
        program=office.program,
        rows=reading.rows,
        source=credit(EVENTS),
        zone=settings().zone(),
    )
    record(
        SYSTEM,
        "read_demo_events",
        office.program,
        notes=reading.notes,
        refused=len(reading.refused),
    )


def _import_cases(office: Office) -> None:
    add_starter_topics(actor=SYSTEM)
    content = read_file(f"{CASES}/casework_2023.csv")
    reading = read_contacts(SYSTEM, content, program_id=str(office.program.id))
    store_contacts(actor=SYSTEM, program=office.program, rows=reading.rows, source=credit(CASES))
    record(
        SYSTEM, "read_demo_cases", office.program, notes=reading.notes, refused=len(reading.refused)
    )


def _make_inventions(
    office: Office, areas: Sequence[Area], scale: Scale, today: date, progress: Progress
) -> None:
    chance = random.Random(SEED)  # noqa: S311  # invention, not a secret
    names = Names(SEED)
    area_ids = [area.id for area in areas]
    with progress("Liaisons", 1) as bar:
        roster = Roster(names, area_ids, today, SEED)
        account = office.users["liaison"]
        liaisons = [roster.add(0, account.id, account.name, "vi")]
        liaisons += [roster.add(number) for number in range(1, scale.liaisons)]
        roster.store()
        bar.update(1)
    _make_forms(office, [area.code for area in list_main_areas()], scale, progress, chance)
    programs = (office.program.id, office.trees.id)
    coming = make_coming_events(programs, areas, zone=settings().zone(), today=today, chance=chance)
    office_ids = [office.users[who].id for who in ("coordinator", "manager")]
    make_texts(office_ids[0], office_ids, random.Random(SEED))  # noqa: S311  # the same
    make_sign_ups(coming, names, scale.sign_ups, chance)
    make_needs(coming, random.Random(SEED))  # noqa: S311  # the same
    make_paper(coming, random.Random(SEED))  # noqa: S311  # the same
    scene = _make_single_events(office, areas, names, liaisons[0], today)
    make_graduates(scene, roster.pupils)
    with progress("Contacts", scale.contacts) as bar:
        make_contacts(
            count=scale.contacts,
            program_ids=programs,
            areas=area_ids,
            liaisons=liaisons,
            user_id=account.id,
            today=today,
            chance=chance,
            advance=bar.update,
        )
    make_work(office, liaisons, today=today, chance=random.Random(SEED))  # noqa: S311  # the same
    make_bookings(scene)
    template = publish_shipped(actor=SYSTEM, key="equity-planning-guide")
    make_worksheets(office, template, year=REAL_YEAR, now=today.year)
    make_report_texts(office, year=REAL_YEAR)


def _make_single_events(
    office: Office, areas: Sequence[Area], names: Names, liaison_id: uuid.UUID, today: date
) -> Scene:
    """Those a coordinator opens: tonight's, last week's, a training, what is called off."""
    scene = Scene(
        office=office,
        areas=areas,
        zone=settings().zone(),
        today=today,
        now=clock.now(),
        liaison_id=liaison_id,
        partners=make_partners(),
        names=names,
        chance=random.Random(SEED),  # noqa: S311  # invention, not a secret
    )
    fill_training(scene, make_recurring(scene))
    make_evening(scene)
    make_cancelled(scene)
    make_past(scene)
    make_course(scene)
    make_training(scene)
    return scene


def _make_forms(
    office: Office, codes: list[str], scale: Scale, progress: Progress, chance: random.Random
) -> None:
    """Forms of the real year, and the collection points under which they were offered."""
    with progress("Demographic forms", 1) as bar:
        point = create_collection_point(
            actor=SYSTEM,
            program_id=office.program.id,
            label="Summer events",
            opens_on=date(REAL_YEAR, 1, 1),
            closes_on=date(REAL_YEAR, 12, 31),
            is_invented=True,
        )
        point.forms_offered = round(scale.forms / 0.62)
        forms = make_forms(
            scale.forms,
            program_id=office.program.id,
            area_codes=codes,
            months=months_of(REAL_YEAR),
            chance=chance,
        )
        store_responses_in_bulk(forms)
        bar.update(1)
    db.session.flush()
