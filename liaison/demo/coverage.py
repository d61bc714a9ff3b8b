"""Which figures of the demo city count whom its liaisons serve."""

from sqlalchemy import select

from liaison.db import db
from liaison.liaisons.models.coverage import Counted
from liaison.liaisons.operations.coverage import tie_guessed_measures, tie_measure
from liaison.permissions import SYSTEM
from liaison.places.models import Measure

AGED = "DP05_0024E"  # 65 years and over
# some forms say Filipino and some Tagalog: other people, who are served in the same language
SAME = "LEP: Tagalog"


def tie_figures() -> None:
    """Languages by the names of the figures; one community that the census counts."""
    tie_guessed_measures(actor=SYSTEM)
    ids = dict(
        db.session.execute(
            select(Measure.code, Measure.id).where(Measure.code.in_([AGED, SAME]))
        ).all()
    )
    tie_measure(
        actor=SYSTEM,
        measure_id=ids[AGED],
        counts=Counted.COMMUNITY,
        community="Older adults",
    )
    tie_measure(
        actor=SYSTEM,
        measure_id=ids[SAME],
        counts=Counted.LIMITED_ENGLISH,
        languages=["fil"],
    )
