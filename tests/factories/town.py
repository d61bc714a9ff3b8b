"""A town with one of everything, so that every address of the application leads somewhere."""

from datetime import date, timedelta

from factories.events import make_event
from factories.liaisons import make_liaison
from sqlalchemy import select

from liaison import clock
from liaison.accounts.models import User
from liaison.accounts.operations.invitations import invite
from liaison.accounts.queries import actor_of
from liaison.db import db
from liaison.demographics.operations import create_collection_point
from liaison.events.models import EventState
from liaison.i18n import settings
from liaison.jobs import BackgroundJob, JobState
from liaison.people.operations import create_person
from liaison.permissions import SYSTEM, Grant, Role
from liaison.places.models import Area
from liaison.programs.models import Program

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
    values = {"program_id": program.id, "department_id": program.department_id, "year": YEAR}
    values |= add_accounts()
    liaison = make_liaison(areas=[area], trained_on=date(YEAR, 1, 12))
    values["liaison_id"] = liaison.id
    event = add_events(program, area)
    values |= {"event_id": event.id, "month": event.local_month}
    point = add_collection_point(program)
    values |= {"point_id": point.id, "code": point.code}
    db.session.commit()
    return values


def add_collection_point(program):
    """Where the demographic form is open now."""
    today = clock.today(settings().zone())
    return create_collection_point(
        actor=SYSTEM,
        program_id=program.id,
        label="Block party",
        opens_on=today,
        closes_on=today + timedelta(days=1),
    )


def add_events(program, area):
    """One event ahead in each language of the interface, one over, one cancelled."""
    soon = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    about = {"area_id": area.id, "place_name": "Riverside Library", "starts_at": soon}
    for language, title in TITLES.items():
        ahead = make_event(
            program,
            title=title,
            language=language,
            offered_languages=[language, "en"],
            access=["step_free", "interpreter_on_request"],
            **about,
        )
    make_event(program, title="Winter coats", attendance=42)
    make_event(program, title="Tree walk", state=EventState.CANCELLED, **about)
    return ahead


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
