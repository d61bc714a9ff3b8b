"""Population figures that coverage is measured by."""

from liaison.db import db
from liaison.liaisons.models.coverage import Counted
from liaison.liaisons.operations.coverage import tie_measure
from liaison.permissions import SYSTEM
from liaison.places.models import Measure
from liaison.places.operations import FigureRow, store_figures

LABEL = "Speak Spanish at home"


def count_speakers(*people, label=LABEL, languages=("es",), **tied):
    """A measure with (area, estimate, margin) each, tied to whom it counts."""
    rows = [
        FigureRow(area.id, label, label, estimate, margin, None, None)
        for area, estimate, margin in people
    ]
    store_figures(actor=SYSTEM, rows=rows, period="2017-2021", source="Census")
    measure = db.session.query(Measure).filter_by(code=label).one()
    values = {"counts": Counted.AT_HOME, "languages": languages} | tied
    return tie_measure(actor=SYSTEM, measure_id=measure.id, **values)
