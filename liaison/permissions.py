"""Who may do what: permissions, the roles that hold them, and the person acting. Pure Python.

A role is granted for the whole city or for one department, programme or area. What a role may do at
all is answered here; which rows it reaches is answered by each feature's `policy.visible_to`.
"""

import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Permission(StrEnum):
    """Named `<noun>:<verb>`. A view names the one it needs."""

    DESK_USE = "desk:use"
    FIELD_USE = "field:use"
    EVENT_VIEW = "event:view"
    EVENT_EDIT = "event:edit"
    NEED_FULFIL = "need:fulfil"  # see and arrange what people need to take part
    EVENT_DOOR = "event:door"  # at events one may edit or is staff of: see events.policy.door
    CONTACT_LOG = "contact:log"
    CONTACT_VIEW = "contact:view"
    CONTACT_IMPORT = "contact:import"
    LIAISON_VIEW = "liaison:view"
    LIAISON_EDIT = "liaison:edit"
    BOOKING_REQUEST = "booking:request"  # ask for a liaison, brief, report back
    BOOKING_MATCH = "booking:match"  # propose, offer
    WORK_APPROVE = "work:approve"  # of what liaisons entered
    WORK_PAY = "work:pay"  # hand a payment to finance
    TRAINING_VIEW = "training:view"
    TRAINING_EDIT = "training:edit"
    LEARNING_VIEW = "learning:view"  # what staff learned, inside their own division
    PROGRAM_VIEW = "program:view"
    PROGRAM_EDIT = "program:edit"
    PLACE_VIEW = "place:view"
    PLACE_IMPORT = "place:import"
    DEMOGRAPHICS_COLLECT = "demographics:collect"
    DEMOGRAPHICS_VIEW = "demographics:view"
    WORKSHEET_VIEW = "worksheet:view"
    WORKSHEET_EDIT = "worksheet:edit"
    WORKSHEET_APPROVE = "worksheet:approve"
    REPORT_VIEW = "report:view"
    REPORT_EDIT = "report:edit"
    ACCOUNT_VIEW = "account:view"
    ACCOUNT_EDIT = "account:edit"
    PERSON_ERASE = "person:erase"
    AUDIT_VIEW = "audit:view"
    CITY_EDIT = "city:edit"


class Role(StrEnum):
    """The jobs people hold. Labels are in `accounts.forms`."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    PROGRAM_MANAGER = "program_manager"
    LIAISON = "liaison"
    DEPARTMENT_STAFF = "department_staff"
    COUNCIL_OFFICE = "council_office"
    ANALYST = "analyst"
    PRIVACY_OFFICER = "privacy_officer"
    REVIEWER = "reviewer"
    PARTNER = "partner"


P = Permission
_LOOK_AROUND = frozenset({P.DESK_USE, P.EVENT_VIEW, P.PROGRAM_VIEW, P.PLACE_VIEW})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission) - {P.WORKSHEET_APPROVE},
    Role.COORDINATOR: _LOOK_AROUND
    | {
        P.FIELD_USE,
        P.EVENT_EDIT,
        P.NEED_FULFIL,
        P.EVENT_DOOR,
        P.CONTACT_LOG,
        P.CONTACT_VIEW,
        P.CONTACT_IMPORT,
        P.LIAISON_VIEW,
        P.LIAISON_EDIT,
        P.BOOKING_REQUEST,
        P.BOOKING_MATCH,
        P.WORK_APPROVE,
        P.TRAINING_VIEW,
        P.TRAINING_EDIT,
        P.DEMOGRAPHICS_COLLECT,
        P.WORKSHEET_VIEW,
        P.WORKSHEET_EDIT,
        P.REPORT_VIEW,
    },
    Role.PROGRAM_MANAGER: _LOOK_AROUND
    | {
        P.EVENT_EDIT,
        P.EVENT_DOOR,
        P.CONTACT_LOG,
        P.CONTACT_VIEW,
        P.LIAISON_VIEW,
        P.BOOKING_REQUEST,
        P.WORK_APPROVE,
        P.WORK_PAY,
        P.TRAINING_VIEW,
        P.LEARNING_VIEW,
        P.PROGRAM_EDIT,
        P.DEMOGRAPHICS_COLLECT,
        P.DEMOGRAPHICS_VIEW,
        P.WORKSHEET_VIEW,
        P.WORKSHEET_EDIT,
        P.REPORT_VIEW,
        P.REPORT_EDIT,
    },
    Role.LIAISON: frozenset({P.FIELD_USE, P.CONTACT_LOG, P.EVENT_DOOR}),
    Role.DEPARTMENT_STAFF: _LOOK_AROUND
    | {P.CONTACT_LOG, P.EVENT_DOOR, P.BOOKING_REQUEST, P.WORKSHEET_VIEW, P.WORKSHEET_EDIT},
    Role.COUNCIL_OFFICE: _LOOK_AROUND | {P.CONTACT_LOG, P.CONTACT_VIEW},
    Role.ANALYST: _LOOK_AROUND | {P.DEMOGRAPHICS_VIEW, P.WORKSHEET_VIEW, P.REPORT_VIEW},
    Role.PRIVACY_OFFICER: _LOOK_AROUND | {P.ACCOUNT_VIEW, P.AUDIT_VIEW, P.PERSON_ERASE},
    Role.REVIEWER: _LOOK_AROUND | {P.WORKSHEET_VIEW, P.WORKSHEET_APPROVE, P.REPORT_VIEW},
    Role.PARTNER: frozenset({P.DESK_USE, P.EVENT_VIEW}),
}
DESK_ROLES = frozenset(role for role, held in ROLE_PERMISSIONS.items() if P.DESK_USE in held)


@dataclass(frozen=True)
class Grant:
    """A role held somewhere. All three places empty means the whole city."""

    role: Role
    department_id: uuid.UUID | None = None
    program_id: uuid.UUID | None = None
    area_id: uuid.UUID | None = None

    @property
    def is_citywide(self) -> bool:
        return not (self.department_id or self.program_id or self.area_id)


class Owner(NamedTuple):
    """Whose a row is: what a permission that is held somewhere only is compared with."""

    department_id: uuid.UUID
    program_id: uuid.UUID
    area_id: uuid.UUID | None = None

    @property
    def whole(self) -> "Owner":
        """The programme's as a whole: a role in an area is not enough."""
        return self._replace(area_id=None)


@dataclass(frozen=True)
class Scope:
    """Where a permission reaches. Without `everywhere` and without ids it reaches nothing."""

    everywhere: bool = False
    department_ids: frozenset[uuid.UUID] = frozenset()
    program_ids: frozenset[uuid.UUID] = frozenset()
    area_ids: frozenset[uuid.UUID] = frozenset()

    def reaches(self, owner: Owner) -> bool:
        """Does it reach what this department, programme and area have?"""
        return (
            self.everywhere
            or owner.department_id in self.department_ids
            or owner.program_id in self.program_ids
            or owner.area_id in self.area_ids
        )


@dataclass(frozen=True)
class Actor:
    """Whoever is acting: a signed-in user, a visitor (no user id), or the system itself."""

    user_id: uuid.UUID | None = None
    name: str = ""
    grants: tuple[Grant, ...] = field(default=())
    is_system: bool = False

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    def may(self, permission: str) -> bool:
        """May they do this at all, anywhere?"""
        return self.is_system or any(permission in ROLE_PERMISSIONS[g.role] for g in self.grants)

    def scope(self, permission: str) -> Scope:
        """Where they may do this."""
        held = [g for g in self.grants if permission in ROLE_PERMISSIONS[g.role]]
        if self.is_system or any(grant.is_citywide for grant in held):
            return Scope(everywhere=True)
        return Scope(
            department_ids=frozenset(g.department_id for g in held if g.department_id),
            program_ids=frozenset(g.program_id for g in held if g.program_id),
            area_ids=frozenset(g.area_id for g in held if g.area_id),
        )


VISITOR = Actor()
SYSTEM = Actor(name="Liaison", is_system=True)
