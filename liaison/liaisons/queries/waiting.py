"""Who offered to become a liaison and waits for the city."""

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from liaison.db import db
from liaison.liaisons.models.liaison import Liaison, LiaisonState, LiaisonStep
from liaison.liaisons.policy.likeness import fold
from liaison.liaisons.policy.roster import visible_to
from liaison.lines import SHOWN, Asked, line_columns
from liaison.people.models import Person
from liaison.permissions import Actor


def waits_for_answer() -> ColumnElement[bool]:
    """Who offered by the public form, and whom nobody answered.

    Whoever staff entered, or brought in a file, was talked with before.
    """
    steps = select(LiaisonStep.id).where(LiaisonStep.liaison_id == Liaison.id)
    return and_(
        Liaison.state == LiaisonState.PROSPECT,
        steps.where(LiaisonStep.verb == "apply_as_liaison").exists(),
        ~steps.where(LiaisonStep.verb == "answer_liaison").exists(),
    )


def ask_unanswered(actor: Actor) -> Asked:
    """Who waits longest stands first."""
    columns = line_columns(
        id=Liaison.id,
        name=Person.name,
        words=Liaison.joined_through,
        day=Liaison.joined_on,
        is_invented=Liaison.is_invented,
        total=func.count().over(),
    )
    return (
        select(*columns)
        .join(Person, Liaison.person_id == Person.id)
        .where(visible_to(actor), waits_for_answer())
        .order_by(Liaison.joined_on, Liaison.sort_name, Liaison.id)
        .limit(SHOWN)
    )


def find_same_that_waits(name: str, email: str | None, phone: str | None) -> Liaison | None:
    """Who of those that wait has this name and this address or number, and no other one."""
    ways = [
        (column, value) for column, value in ((Person.email, email), (Person.phone, phone)) if value
    ]
    found = db.session.scalars(
        select(Liaison)
        .join(Person, Liaison.person_id == Person.id)
        .options(
            contains_eager(Liaison.person),
            selectinload(Liaison.languages),
            selectinload(Liaison.communities),
            selectinload(Liaison.areas),
        )
        .where(
            or_(*(column == value for column, value in ways)),
            *(or_(column == value, column.is_(None)) for column, value in ways),
            waits_for_answer(),
            Liaison.merged_into_id.is_(None),
        )
        .order_by(Liaison.joined_on, Liaison.id)
        .with_for_update(of=Liaison)
    )
    return next((one for one in found if fold(one.person.name) == fold(name)), None)
