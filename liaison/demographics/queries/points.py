"""Reading collection points."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Row, select

from liaison.codes import tidy_code
from liaison.db import db
from liaison.demographics.models import CollectionPoint
from liaison.demographics.policy import visible_to
from liaison.errors import NotFound
from liaison.permissions import Actor
from liaison.programs.models import Program

MOST_LISTED = 500  # staff look for this year's; older ones are in the tables


def list_collection_points(actor: Actor) -> Sequence[Row[CollectionPoint, str]]:
    """Points the actor may offer, with the programme's name, newest first."""
    return db.session.execute(
        select(CollectionPoint, Program.name)
        .join(Program, CollectionPoint.program_id == Program.id)
        .where(visible_to(actor))
        .order_by(CollectionPoint.opens_on.desc(), CollectionPoint.id.desc())
        .limit(MOST_LISTED)
    ).all()


def get_collection_point(actor: Actor, point_id: uuid.UUID) -> CollectionPoint:
    """Raises NotFound."""
    found = db.session.scalar(
        select(CollectionPoint).where(CollectionPoint.id == point_id, visible_to(actor))
    )
    if found is None:
        raise NotFound
    return found


def find_point_by_code(code: str) -> CollectionPoint | None:
    """The point people answer under; anybody who has the code may ask."""
    return db.session.scalar(select(CollectionPoint).where(CollectionPoint.code == tidy_code(code)))


def is_open(point: CollectionPoint, today: date) -> bool:
    return point.opens_on <= today <= point.closes_on
