"""The field's front page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.contacts.queries.log import list_own_contacts
from liaison.events.queries.door import list_own_doors
from liaison.events.queries.public import PublicFilter, list_public_events
from liaison.events.queries.texts import texts_for
from liaison.i18n import current_language, settings
from liaison.liaisons.policy.pay import KINDS, STATES
from liaison.liaisons.policy.rights import LACK_WORDS
from liaison.liaisons.queries.bookings import list_jobs_that_wait
from liaison.liaisons.queries.notices import find_notice
from liaison.liaisons.queries.work import list_asked_back
from liaison.permissions import Permission
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("field", __name__, url_prefix="/field")

SHOWN = 5


@blueprint.get("/")
@requires(Permission.FIELD_USE)
def show_notebook() -> ResponseReturnValue:
    """The notebook's first page: log a contact, my last ones, what is on."""
    doors = list_own_doors(current_actor())
    contacts = list_own_contacts(current_actor(), language=current_language().tag, limit=SHOWN)
    zone = settings().zone()
    coming = PublicFilter(first=clock.today(zone))
    events, _total = list_public_events(coming, zone=zone, skip=0, size=SHOWN)
    texts = texts_for([event.id for event in events], current_language().tag)
    return render_template(
        "home/field/show_notebook.html",
        notice=find_notice(current_actor()),
        lack_words=LACK_WORDS,
        doors=doors,
        jobs=list_jobs_that_wait(current_actor().user_id, clock.now()),
        queries=list_asked_back(current_actor().user_id),
        kinds=KINDS,
        states=STATES,
        contacts=contacts,
        events=events,
        texts=texts,
    )
