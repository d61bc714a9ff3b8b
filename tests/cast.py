"""A small named cast, the same in every test."""

from dataclasses import dataclass, field

from liaison import clock
from liaison.accounts.models import RoleGrant, User
from liaison.accounts.queries import actor_of
from liaison.city.models import Department
from liaison.db import db
from liaison.permissions import Actor, Grant, Role
from liaison.places.models import Area, AreaSet
from liaison.programs.models import PlanYear, Program


@dataclass
class Cast:
    """Who is there, and the two districts, two departments and two programmes they work in."""

    parks: Department
    water: Department
    outreach: Program  # of parks
    meters: Program  # of water
    district_1: Area
    district_2: Area
    users: dict[str, User] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        """The actor of one of `users`."""
        return actor_of(self.users[who].id)


def hire_cast() -> Cast:
    """Store the cast in the current transaction."""
    cast = _make_places()
    citywide = {
        "administrator": Role.ADMINISTRATOR,
        "coordinator": Role.COORDINATOR,
        "manager": Role.PROGRAM_MANAGER,
        "analyst": Role.ANALYST,
        "privacy_officer": Role.PRIVACY_OFFICER,
        "reviewer": Role.REVIEWER,
        "liaison": Role.LIAISON,
    }
    roles = {who: Grant(role) for who, role in citywide.items()} | {
        "aide_of_2": Grant(Role.COUNCIL_OFFICE, area_id=cast.district_2.id),
        "outsider": Grant(Role.PROGRAM_MANAGER, department_id=cast.water.id),
        "staff": Grant(Role.DEPARTMENT_STAFF, department_id=cast.parks.id),
        "partner": Grant(Role.PARTNER, program_id=cast.outreach.id),
    }
    cast.users = {who: _make_user(who, grant) for who, grant in roles.items()}
    db.session.add_all(cast.users.values())
    db.session.commit()
    return cast


def _make_user(who: str, grant: Grant) -> User:
    """Without the operation that would write to the log: nearly every test needs all of them."""
    row = RoleGrant(
        role=grant.role,
        department_id=grant.department_id,
        program_id=grant.program_id,
        area_id=grant.area_id,
    )
    name = who.replace("_", " ").title()
    address = f"{who}@example.org"
    return User(email=address, name=name, created_at=clock.now(), grants=[row])


def _make_places() -> Cast:
    districts = AreaSet(key="district", name="Districts", singular="District", is_main=True)
    parks, water = Department(name="Parks"), Department(name="Water")
    db.session.add_all([districts, parks, water])
    db.session.flush()
    one, two = (
        Area(area_set_id=districts.id, code=str(n), name=f"District {n}", sort_order=n)
        for n in (1, 2)
    )
    outreach = Program(key="parks-outreach", name="Parks outreach", department_id=parks.id)
    meters = Program(key="meters", name="Meter help", department_id=water.id)
    db.session.add_all([one, two, outreach, meters])
    db.session.flush()
    db.session.add(PlanYear(program_id=outreach.id, year=2026, budget_cents=250_000_00))
    db.session.flush()
    return Cast(parks, water, outreach, meters, one, two)
