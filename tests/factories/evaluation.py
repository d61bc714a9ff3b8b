"""A small city's year, made for reports: numbers that can be worked out by hand."""

from datetime import UTC, date, datetime

from liaison.db import db
from liaison.demographics.models import CollectionPoint, DemographicTally
from liaison.events.models.event import Event, EventState
from liaison.places.models import Area, AreaSet, Measure, PopulationFigure

YEAR = 2026
PACK = "city-core@1"
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]}


def hold_event(cast, *, month, attendance=None, area=None, state=EventState.PUBLISHED):
    db.session.add(
        Event(
            program_id=cast.outreach.id,
            title="Walk in the park",
            state=state,
            starts_at=datetime(YEAR, month, 7, 18, tzinfo=UTC),
            local_year=YEAR,
            local_month=month,
            area_id=area.id if area else None,
            attendance=attendance,
        )
    )


def count_answers(cast, question, **answers):
    """Answers as the tally keeps them; `several` codes are joined by two underscores."""
    db.session.add_all(
        DemographicTally(
            program_id=cast.outreach.id,
            plan_month=date(YEAR, 5, 1),
            pack=PACK,
            question=question,
            answer=answer.replace("__", "+"),
            responses=responses,
        )
        for answer, responses in answers.items()
    )


def offer_forms(cast, number, code="ABCDEF"):
    db.session.add(
        CollectionPoint(
            code=code,
            program_id=cast.outreach.id,
            pack=PACK,
            opens_on=date(YEAR, 5, 1),
            closes_on=date(YEAR, 5, 31),
            forms_offered=number,
        )
    )


def draw_boundaries(cast):
    """District 1 is a square; District 2 the square east of it."""
    cast.district_1.boundary = SQUARE
    east = [[[x + 1, y] for x, y in SQUARE["coordinates"][0]]]
    cast.district_2.boundary = {"type": "Polygon", "coordinates": east}


def count_residents(**figures):
    """Figures of the whole city: code without its E -> (estimate, margin)."""
    places = AreaSet(key="city", name="City", singular="City")
    db.session.add(places)
    db.session.flush()
    city = Area(area_set_id=places.id, code="1", name="Testville")
    db.session.add(city)
    for code, (estimate, margin) in figures.items():
        measure = Measure(code=f"{code}E", label=code)
        db.session.add_all([measure])
        db.session.flush()
        db.session.add(
            PopulationFigure(
                area_id=city.id,
                measure_id=measure.id,
                period="2017-2021",
                source="American Community Survey",
                estimate=estimate,
                margin=margin,
            )
        )


def live_a_year(cast):
    """Three events held, one called off; 200 forms of 400 offered; a city of 1,000 people."""
    hold_event(cast, month=1, attendance=40, area=cast.district_1)
    hold_event(cast, month=7, attendance=60, area=cast.district_2)
    hold_event(cast, month=7, area=cast.district_1)
    hold_event(cast, month=8, attendance=500, state=EventState.CANCELLED)
    offer_forms(cast, 400)
    count_answers(
        cast, "race_ethnicity",
        white=60, black=60, hisp=20, black__hisp=20, asian=4, mena=16, prefer_not=12, left_blank=8,
    )  # fmt: skip
    count_answers(cast, "lang_home", yes=95, no=80, prefer_not=11, left_blank=14)
    count_answers(cast, "lang_which", es=60, zh=18, vi=12, left_blank=110)
    count_residents(
        DP02_0088=(1000, None),
        DP05_0071=(200, None),
        DP05_0077=(500, 10),
        DP05_0078=(300, 9),
        DP05_0080=(50, 5),
        DP05_0079=(5, 2),
        DP05_0081=(5, 2),
        DP05_0083=(20, 4),
        DP02_0112=(900, 0),
        DP02_0113=(450, 12),
    )
    draw_boundaries(cast)
    db.session.flush()
