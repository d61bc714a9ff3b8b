"""Which programmes' collection points and tallies an actor reaches."""

from sqlalchemy import ColumnElement, or_

from liaison.demographics.models import CollectionPoint, DemographicTally
from liaison.permissions import Actor, Permission
from liaison.programs.policy import in_scope


def visible_to(
    actor: Actor, permission: Permission = Permission.DEMOGRAPHICS_COLLECT
) -> ColumnElement[bool]:
    """Collection points of the programmes the permission reaches."""
    return in_scope(actor, permission, program_id=CollectionPoint.program_id)


def countable_by(actor: Actor) -> ColumnElement[bool]:
    """Tallies the actor may have counted: for the protected tables, or for a protected report.

    The numbers themselves reach no page before `statistics.disclosure` has protected them.
    """
    return or_(
        in_scope(actor, Permission.DEMOGRAPHICS_VIEW, program_id=DemographicTally.program_id),
        in_scope(actor, Permission.REPORT_VIEW, program_id=DemographicTally.program_id),
    )


def offers_countable_by(actor: Actor) -> ColumnElement[bool]:
    """Collection points whose offered forms go with those tallies."""
    return or_(
        visible_to(actor, Permission.DEMOGRAPHICS_VIEW),
        visible_to(actor, Permission.REPORT_VIEW),
    )
