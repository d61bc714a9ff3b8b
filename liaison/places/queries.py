"""Reading areas."""

from collections.abc import Sequence

from sqlalchemy import select

from liaison.db import db
from liaison.places.models import Area, AreaSet


def list_main_areas() -> Sequence[Area]:
    """The areas in which events, contacts and people are placed, in their own order."""
    return db.session.scalars(
        select(Area)
        .join(AreaSet, Area.area_set_id == AreaSet.id)
        .where(AreaSet.is_main)
        .order_by(Area.sort_order, Area.code)
    ).all()
