"""What events still lack, on the front page of the desk."""

from datetime import timedelta

from flask import url_for

from liaison import clock
from liaison.events.queries.readiness import list_week
from liaison.i18n import _, settings
from liaison.permissions import Actor, Permission
from liaison.web.panels import Panel, PanelSource

DAYS = 6  # after today
SHOWN = 10


def _make_panel(actor: Actor) -> Panel | None:
    """What is due in these days or overdue, whenever its event is."""
    zone = settings().zone()
    today = clock.today(zone)
    last = today + timedelta(days=DAYS)
    week = list_week(actor, today=today, last=last, zone=zone, size=SHOWN)
    return Panel(
        title=_("This week’s events"),
        template="events/readiness/_week.html",
        data=week,
        links=(
            (_("All events"), url_for("events_desk.list_events")),
            (_("All that lack something"), url_for("events_desk.list_events", lacks="yes")),
        ),
    )


panels = (PanelSource("events.week", Permission.EVENT_VIEW, 20, _make_panel),)
