"""Looking a person up, and erasing them, at their own request."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from liaison.i18n import _
from liaison.languages import LANGUAGES
from liaison.people import operations, queries
from liaison.people.forms import ErasePersonForm, FindPersonForm
from liaison.people.models import Person
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("people", __name__, url_prefix="/desk/people")


@blueprint.route("/", methods=["GET", "POST"])
@requires(Permission.PERSON_ERASE)
def find_person() -> ResponseReturnValue:
    """Look somebody up. It is a POST: what is typed must not stand in addresses and their logs."""
    actor, form = current_actor(), FindPersonForm()
    found: list[Person] | None = None
    if form.validate_on_submit():
        found = queries.search_persons(actor, form.words.data)
        operations.record_look_up(actor=actor, found=found)
    return form_page("people/find_person.html", form=form, found=found, most=queries.MOST)


@blueprint.route("/<uuid:person_id>/erase", methods=["GET", "POST"])
@requires(Permission.PERSON_ERASE)
def erase_person(person_id: uuid.UUID) -> ResponseReturnValue:
    """What is kept of a person, and emptying it."""
    actor, form = current_actor(), ErasePersonForm()
    person = queries.get_person(actor, person_id)
    if form.validate_on_submit():
        operations.erase_person(actor=actor, person=person)
        flash(_("The person is erased. What they told us is counted, without saying who it was."))
        return redirect(url_for(".find_person"))
    operations.record_look_up(actor=actor, found=[person])
    return form_page(
        "people/erase_person.html",
        form=form,
        person=person,
        accounts=queries.list_accounts_of(person),
        language=LANGUAGES.get(person.language or ""),
    )
