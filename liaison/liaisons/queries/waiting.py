"""Who offered to become a liaison and waits for the city."""

from sqlalchemy import select

from liaison.liaisons.models.liaison import Liaison, LiaisonState, LiaisonStep
from liaison.liaisons.policy.roster import visible_to
from liaison.lines import SHOWN, Asked, line_columns
from liaison.people.models import Person
from liaison.permissions import Actor


def ask_unanswered(actor: Actor) -> Asked:
    """Who offered by the public form, and whom nobody answered; who waits longest stands first.

    Whoever staff entered, or brought in a file, was talked with before.
    """
    columns = line_columns(
        id=Liaison.id,
        name=Person.name,
        words=Liaison.joined_through,
        day=Liaison.joined_on,
        is_invented=Liaison.is_invented,
    )
    steps = select(LiaisonStep.id).where(LiaisonStep.liaison_id == Liaison.id)
    return (
        select(*columns)
        .join(Person, Liaison.person_id == Person.id)
        .where(
            visible_to(actor),
            Liaison.state == LiaisonState.PROSPECT,
            Person.erased_at.is_(None),
            steps.where(LiaisonStep.verb == "apply_as_liaison").exists(),
            ~steps.where(LiaisonStep.verb == "answer_liaison").exists(),
        )
        .order_by(Liaison.joined_on, Liaison.sort_name, Liaison.id)
        .limit(SHOWN)
    )
