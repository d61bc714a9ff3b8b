"""The main navigation of each door: what this actor may open there."""

from typing import Any, NamedTuple

from flask import request, url_for

from liaison.i18n import _l, _lp
from liaison.permissions import Permission
from liaison.web.guards import current_actor


class Destination(NamedTuple):
    """A page that stands in a navigation; without a permission it is for everybody."""

    label: Any  # translated when shown
    endpoint: str
    permission: Permission | None = None


class NavigationItem(NamedTuple):
    """A destination as this page shows it."""

    label: str
    url: str
    is_current: bool


TO_DESK = Destination(_l("Staff desk"), "desk.show_week", Permission.DESK_USE)
TO_FIELD = Destination(_l("My notebook"), "field.show_notebook", Permission.FIELD_USE)
WHATS_ON = Destination(_l("What’s on"), "events.list_events")

PUBLIC = (
    WHATS_ON,
    Destination(_l("Courses"), "courses.list_courses"),
    Destination(_l("Answer with a code"), "demographics.enter_code"),
    Destination(_l("About"), "home.show_about"),
    TO_DESK,
    TO_FIELD,
)
DESK = (
    Destination(_l("This week"), "desk.show_week", Permission.DESK_USE),
    Destination(_l("Events"), "events_desk.list_events", Permission.EVENT_VIEW),
    Destination(_l("Access needs"), "event_needs.list_needs", Permission.NEED_FULFIL),
    Destination(_l("Contacts"), "contacts_desk.list_contacts", Permission.CONTACT_VIEW),
    Destination(_l("Liaisons"), "liaisons.list_liaisons", Permission.LIAISON_VIEW),
    Destination(_l("Hours and expenses"), "work.list_work", Permission.WORK_APPROVE),
    Destination(_l("Training"), "runs_desk.list_runs", Permission.TRAINING_VIEW),
    Destination(_l("Bookings"), "bookings.list_bookings", Permission.BOOKING_REQUEST),
    Destination(_l("Who took part"), "demographics_desk.show_tables", Permission.DEMOGRAPHICS_VIEW),
    Destination(
        _l("Collection points"),
        "demographics_desk.list_collection_points",
        Permission.DEMOGRAPHICS_COLLECT,
    ),
    Destination(_l("What I learned"), "learning.list_own_learning", Permission.DESK_USE),
    Destination(_l("Programmes"), "programs.list_programs", Permission.PROGRAM_VIEW),
    Destination(_l("Worksheets"), "worksheets.list_worksheets", Permission.WORKSHEET_VIEW),
    Destination(_l("Reports"), "evaluation.list_reports", Permission.REPORT_VIEW),
    Destination(_l("Places"), "places.list_area_sets", Permission.PLACE_VIEW),
    Destination(_l("Accounts"), "accounts_desk.list_users", Permission.ACCOUNT_VIEW),
    Destination(_lp("navigation", "People"), "people.find_person", Permission.PERSON_ERASE),
    Destination(_l("Audit log"), "audit.list_entries", Permission.AUDIT_VIEW),
    Destination(_l("City"), "city.edit_city", Permission.CITY_EDIT),
    TO_FIELD,
)
FIELD = (
    TO_FIELD,
    Destination(_l("Log a contact"), "contacts_field.log_contact", Permission.CONTACT_LOG),
    Destination(_l("My contacts"), "contacts_field.list_my_contacts", Permission.FIELD_USE),
    Destination(_l("My profile"), "own_profile.show_profile", Permission.FIELD_USE),
    Destination(_l("My hours and pay"), "own_work.list_my_work", Permission.FIELD_USE),
    Destination(_l("My training"), "own_rights.show_training", Permission.FIELD_USE),
    Destination(_l("My jobs"), "own_bookings.list_my_jobs", Permission.FIELD_USE),
    WHATS_ON,
    TO_DESK,
)


def navigation() -> list[NavigationItem]:
    """The items of the door this page belongs to. Called by the layout, so other answers pay
    nothing for it."""
    actor = current_actor()
    shown = [
        (to.label, url_for(to.endpoint))
        for to in _of_this_door()
        if to.permission is None or actor.may(to.permission)
    ]
    here = request.script_root + request.path
    under = [url for _label, url in shown if here.startswith(url)]
    nearest = max(under, key=len, default="")
    return [NavigationItem(str(label), url, url == nearest) for label, url in shown]


def _of_this_door() -> tuple[Destination, ...]:
    door = request.path.split("/", 2)[1]
    return {"desk": DESK, "field": FIELD}.get(door, PUBLIC)
