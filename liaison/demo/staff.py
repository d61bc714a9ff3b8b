"""The demo's departments, programmes and the people who sign in."""

from dataclasses import dataclass

from liaison.accounts.models import User
from liaison.accounts.operations.passwords import hash_password
from liaison.accounts.operations.users import create_user
from liaison.city.models import City, Department
from liaison.db import db
from liaison.permissions import SYSTEM, Grant, Role
from liaison.places.models import Area
from liaison.programs.models import PlanYear, Program

PASSWORD = "walk-the-talk"  # noqa: S105  # printed in the README: the demo's data is public
ADDRESS = "demo.example"


@dataclass(frozen=True)
class Office:
    """What the other makers need: the main programme and who works in it."""

    program: Program
    trees: Program
    users: dict[str, User]


def make_city() -> None:
    """The city itself."""
    db.session.add(
        City(
            name="New York (demo)",
            accent="#1d4f91",
            contact_email=f"hello@{ADDRESS}",
            contact_phone="311",
            is_demo=True,
        )
    )


def make_office(district: Area, *, this_year: int) -> Office:
    """Departments, programmes and accounts; all invented."""
    parks, utilities = Department(name="Parks and Recreation"), Department(name="Public Utilities")
    db.session.add_all([parks, utilities])
    db.session.flush()
    program = _program(
        "parks-outreach",
        "Parks outreach",
        "Brings park events to every neighbourhood, and hears what residents need from the city.",
        parks,
    )
    trees = _program(
        "street-trees",
        "Street tree partners",
        "Trains neighbours to look after young street trees on hot streets.",
        parks,
    )
    _program("bill-help", "Water bill help", "Helps people who cannot pay a bill.", utilities)
    for year, budget in ((2023, 1_850_000_00), (this_year, 2_100_000_00)):
        db.session.add(
            PlanYear(
                program_id=program.id,
                year=year,
                budget_cents=budget,
                aim="Reach the districts and language groups that came least last year.",
                is_invented=True,
            )
        )
    db.session.add(PlanYear(program_id=trees.id, year=this_year, is_invented=True))
    users = _make_users(parks, program, district)
    program.owner_id = trees.owner_id = users["manager"].id
    db.session.flush()
    return Office(program, trees, users)


def _program(key: str, name: str, purpose: str, department: Department) -> Program:
    program = Program(
        key=key, name=name, purpose=purpose, department_id=department.id, is_invented=True
    )
    db.session.add(program)
    db.session.flush()
    return program


def _make_users(parks: Department, program: Program, district: Area) -> dict[str, User]:
    cast = {
        "admin": ("Ada Administrator", Grant(Role.ADMINISTRATOR)),
        "coordinator": ("Carmen Coordinator", Grant(Role.COORDINATOR)),
        "manager": ("Mina Manager", Grant(Role.PROGRAM_MANAGER, department_id=parks.id)),
        "liaison": ("Linh Liaison", Grant(Role.LIAISON)),
        "staff": ("Sam Staff", Grant(Role.DEPARTMENT_STAFF, department_id=parks.id)),
        "council": ("Cleo Council", Grant(Role.COUNCIL_OFFICE, area_id=district.id)),
        "analyst": ("Anil Analyst", Grant(Role.ANALYST)),
        "privacy": ("Priya Privacy", Grant(Role.PRIVACY_OFFICER)),
        "reviewer": ("Rosa Reviewer", Grant(Role.REVIEWER)),
        "partner": ("Pat Partner", Grant(Role.PARTNER, program_id=program.id)),
    }
    secret = hash_password(PASSWORD)
    return {
        who: create_user(
            actor=SYSTEM,
            email=f"{who}@{ADDRESS}",
            name=name,
            grants=(grant,),
            password_hash=secret,
            is_invented=True,
        )
        for who, (name, grant) in cast.items()
    }
