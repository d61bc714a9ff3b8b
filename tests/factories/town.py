"""A town with one of everything, so that every address of the application leads somewhere."""

from datetime import date, timedelta
from io import BytesIO

from factories.afterwards import add_afterwards
from factories.bookings import add_bookings
from factories.cards import add_cards
from factories.contacts import make_contact
from factories.courses import add_course
from factories.coverage import count_speakers
from factories.door import add_door
from factories.events import make_event
from factories.paper import make_batch
from factories.roster import add_liaisons
from factories.sign_ups import come, limit
from factories.work import add_work
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from liaison import clock
from liaison.accounts.models import User
from liaison.accounts.operations.invitations import invite
from liaison.accounts.queries import actor_of
from liaison.contacts.jobs import flow as contacts_file
from liaison.contacts.operations.topics import add_starter_topics
from liaison.db import db
from liaison.demographics.models import Mode
from liaison.demographics.operations import create_collection_point, store_response
from liaison.events.jobs.importing import flow as events_file
from liaison.events.models.door import PaperKind
from liaison.events.models.event import EventState
from liaison.events.models.need import NeedKind
from liaison.events.operations.needs import NeedDetails
from liaison.events.operations.plan import save_material
from liaison.events.operations.sign_ups import cancel_sign_up
from liaison.events.operations.templates import keep_template
from liaison.events.policy.own_links import make_token
from liaison.i18n import settings
from liaison.jobs import BackgroundJob, JobState
from liaison.liaisons.jobs.importing import flow as liaisons_file
from liaison.people.operations import create_person
from liaison.permissions import SYSTEM, Grant, Role
from liaison.places.jobs import figures as figures_file
from liaison.places.models import Area
from liaison.programs.models import Program
from liaison.worksheets import operations as worksheets
from liaison.worksheets.imports import publish_shipped
from liaison.worksheets.models import Content
from liaison.worksheets.operations import Entry
from liaison.worksheets.queries import get_worksheet

YEAR = 2026
TITLES = {
    "en": "Repair café at the Riverside Library",
    "es": "Taller de reparación en la biblioteca",
    "zh-Hans": "图书馆修理咖啡馆",
    "vi": "Quán cà phê sửa chữa tại thư viện",
    "ar": "مقهى الإصلاح في المكتبة",
}


def build_town():
    """Store it around the cast; returns what stands for the variable parts of addresses."""
    program = db.session.scalars(select(Program).where(Program.key == "parks-outreach")).one()
    area = db.session.scalars(select(Area).where(Area.code == "1")).one()
    event = add_events(program, area)
    values = add_liaisons(area, user_called("liaison"), user_called("administrator"))
    values |= {
        "program_id": program.id,
        "department_id": program.department_id,
        "year": YEAR,
        "kind": "json",
        "event_id": event.id,
        "event_texts.edit_text:language": "es",
        "kind_key": "tabling",
        "material_id": save_material(
            actor=SYSTEM,
            event=event,
            material=None,
            name="Tools",
            quantity=3,
            brought_by_id=None,
            is_ready=True,
        ).id,
        "template_id": keep_template(
            actor=SYSTEM, event=event, name="Repair café", zone=settings().zone()
        ).id,
        "month": event.local_month,
        "area_set_id": area.area_set_id,
        "contact_id": add_contacts(program, area).id,
        "measure_id": count_speakers((area, 900, 90)).measure_id,
    }
    values |= add_work(values["liaison_id"], user_called("liaison"), program)
    values |= add_bookings(program, area)
    values |= add_sign_ups(event) | add_afterwards(event) | add_paper(event)
    values |= add_door(program) | add_cards(program) | add_course(program)
    values |= add_accounts() | add_questions(program) | add_worksheet(program) | add_files(program)
    db.session.commit()
    return values


def add_paper(event):
    """A sheet of each kind, and cards."""
    sheets = {kind: make_batch(event, kind, printed=12).code for kind in PaperKind}
    in_folder = ("show_batch", "key_sign_in_rows")
    return {f"event_paper.{view}:code": sheets[PaperKind.SIGN_IN] for view in in_folder} | {
        "contacts_paper.key_contact_rows:code": sheets[PaperKind.CONTACT]
    }


def add_contacts(program, area):
    """What a liaison heard, told in another language, and what came of another conversation."""
    add_starter_topics(actor=SYSTEM)
    actor = actor_of(user_called("liaison").id)
    make_contact(program)
    return make_contact(
        program,
        area=area,
        actor=actor,
        language="es",
        concern="La luz de la calle no funciona.",
        promised="Ask the street light team.",
    )


def add_questions(program):
    """The questions of who took part, offered all year, with some answers."""
    point = create_collection_point(
        actor=SYSTEM,
        program_id=program.id,
        label="Repair café",
        opens_on=clock.now().date() - timedelta(days=30),
        closes_on=clock.now().date() + timedelta(days=30),
    )
    for _n in range(30):
        store_response(
            point=point,
            language="en",
            mode=Mode.PHONE,
            ticked={"language": ["es"]},
            area_codes=["1", "2"],
        )
    return {"point_id": point.id, "demographics.answer_form:code": point.code}


def add_worksheet(program):
    """A draft with an answer that was changed, and an action."""
    actor = actor_of(user_called("manager").id)
    template = publish_shipped(actor=SYSTEM, key="equity-planning-guide")
    started = worksheets.start_worksheet(actor=actor, template=template, program=program, year=YEAR)
    db.session.commit()
    worksheet = get_worksheet(SYSTEM, started.id)
    for text in ("Trees", "Trees where it is hot"):
        entry = Entry("setup.name", Content(value=text))
        worksheets.save_answers(actor=actor, worksheet=worksheet, entries=[entry])
    action = worksheets.add_worksheet_action(
        actor=actor,
        worksheet=worksheet,
        text="Ask the renters of District 1",
        owner_name="Ana Pérez",
        due_on=date(YEAR, 6, 1),
    )
    return {
        "worksheet_id": worksheet.id,
        "section_key": "setup",
        "question_key": "setup.name",
        "action_id": action.id,
    }


def add_files(program):
    """Files brought to be imported, with a row that cannot be taken."""
    actor = actor_of(user_called("administrator").id)

    def bring(flow, text, **options):
        file = FileStorage(BytesIO(text.encode()), filename="file.csv")
        return flow.keep(actor=actor, file=file, **options).id

    events, contacts = "title,date,start\nFair,someday,noon\n", "key,topic,opened_on\n1,,someday\n"
    figures = "geo_id,code,label,estimate,moe\n1,people,People,5,1\n9,people,People,x,1\n"
    about = {"period": "2020", "source": "Census", "level": "district"}
    within = {"program_id": str(program.id)}
    liaisons = "name,languages\nRosa,es\n,vi\n"
    return {
        "places.preview_import:kind": "figures",
        "places.preview_import:upload_id": bring(figures_file, figures, **about),
        "places.refused_rows:kind": "figures",
        "places.refused_rows:upload_id": bring(figures_file, figures, **about),
        "events_desk.preview_import:upload_id": bring(events_file, events, **within),
        "events_desk.refused_rows:upload_id": bring(events_file, events, **within),
        "contacts_desk.preview_import:upload_id": bring(contacts_file, contacts, **within),
        "contacts_desk.refused_rows:upload_id": bring(contacts_file, contacts, **within),
        "liaison_import.preview_import:upload_id": bring(liaisons_file, liaisons),
        "liaison_import.refused_rows:upload_id": bring(liaisons_file, liaisons),
    }


def add_events(program, area):
    """One event ahead in each language of the interface, one over, one cancelled."""
    soon = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    about = {"area_id": area.id, "place_name": "Riverside Library", "starts_at": soon}
    for language, title in TITLES.items():
        ahead = make_event(
            program,
            title=title,
            language=language,
            offered_languages=list(dict.fromkeys([language, "en"])),
            access=["step_free", "interpreter_on_request"],
            **about,
        )
    make_event(program, title="Winter coats", attendance=42)
    make_event(program, title="Tree walk", state=EventState.CANCELLED, **about)
    return ahead


def add_sign_ups(event):
    """All places taken, somebody offered one and somebody waiting: the last one."""
    limit(event, 4)
    gone, _stays = come(event, 2, email="hoa@example.org"), come(event, 2)
    come(event, 1, email="lan@example.org", language="vi")
    needs = (NeedDetails(NeedKind.INTERPRETER, language="so"), NeedDetails(NeedKind.CHILDCARE))
    waits = come(event, 3, phone="212 555 0123", needs=needs)
    cancel_sign_up(actor=SYSTEM, sign_up=gone)
    return {"sign_up_id": waits.id, "token": make_token(waits.id)}


def add_accounts():
    """Somebody invited, somebody who gave their details, and work in progress for each."""
    administrator = user_called("administrator")
    link = invite(
        actor=actor_of(administrator.id),
        email="new@example.org",
        name="Amira Haddad",
        grant=Grant(Role.ANALYST),
        language="ar",
    )
    person = create_person(actor=SYSTEM, name="Nguyễn Thị Hoa", email="hoa@example.org")
    job = BackgroundJob(
        name="report",
        arguments={},
        asked_by_id=administrator.id,
        asked_at=clock.now(),
        state=JobState.FAILED,
    )
    db.session.add(job)
    db.session.flush()
    return {
        "user_id": administrator.id,
        "accounts.accept_invitation:token": link.rpartition("/")[2],
        "person_id": person.id,
        "job_id": job.id,
    }


def user_called(who):
    return db.session.scalars(select(User).where(User.email == f"{who}@example.org")).one()
