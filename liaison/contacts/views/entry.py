"""The entry form of both doors: what it offers, what it holds, what was typed."""

import uuid

from liaison.contacts.forms import CHANNELS, ContactForm, EditContactForm
from liaison.contacts.models import Channel, Contact
from liaison.contacts.operations.entries import ContactDetails
from liaison.contacts.queries.log import ContactSheet, list_topics_by_use
from liaison.i18n import _, current_language
from liaison.languages import SPOKEN, spoken_language
from liaison.permissions import Actor, Permission
from liaison.places.queries import list_main_areas
from liaison.programs.queries import list_active_programs

IN_SIGHT = 8  # topics offered as buttons; the others stand in a drop-down


def offer_choices(form: ContactForm, actor: Actor) -> None:
    """Topics (most used first), areas, channels, languages and programmes the actor may choose."""
    topics = [
        (str(topic.id), topic.name) for topic in list_topics_by_use(actor, current_language().tag)
    ]
    form.topic.choices = topics[:IN_SIGHT]
    others = sorted(topics[IN_SIGHT:], key=lambda topic: topic[1].casefold())
    form.other_topic.choices = [("", _("Choose one")), *others]
    scope = actor.scope(Permission.CONTACT_LOG)
    only_theirs = not (scope.everywhere or scope.department_ids or scope.program_ids)
    areas = [
        (str(area.id), area.name)
        for area in list_main_areas()
        if not only_theirs or area.id in scope.area_ids
    ]
    form.area.choices = [("", _("Choose one")), *areas]
    form.channel.choices = [(channel.value, words) for channel, words in CHANNELS.items()]
    form.language.choices = [
        ("", _("Not noted")),
        *((tag, spoken_language(tag).name) for tag in SPOKEN),
    ]
    form.program.choices = [
        (str(program.id), program.name)
        for program in list_active_programs(actor, Permission.CONTACT_LOG)
    ]


def keep_offered(form: EditContactForm, sheet: ContactSheet) -> None:
    """Offer also what the contact has, though the actor could not choose it anew."""
    contact, topic = sheet.contact, str(sheet.contact.topic_id)
    if topic not in {choice[0] for choice in form.topic.choices}:
        form.topic.choices = [*form.topic.choices, (topic, sheet.topic)]
    if contact.area_id and contact.area:
        _offer_also(form.area, str(contact.area_id), contact.area.name)
    if contact.language:
        _offer_also(form.language, contact.language, spoken_language(contact.language).name)
    _offer_also(form.program, str(contact.program_id), sheet.program)


def _offer_also(field: object, value: str, words: str) -> None:
    choices = field.choices  # type: ignore[attr-defined]  # WTForms comes without types
    if value not in {choice[0] for choice in choices}:
        choices.append((value, words))


def values_of(contact: Contact) -> dict[str, object]:
    """What the form shows of a stored contact."""
    return {
        "topic": str(contact.topic_id),
        "detail": contact.detail,
        "area": str(contact.area_id or ""),
        "place": contact.place,
        "concern": contact.concern,
        "promised": contact.promised,
        "channel": contact.channel.value,
        "language": contact.language or "",
        "people": contact.people,
        "opened_on": contact.opened_on,
        "program": str(contact.program_id),
    }


def typed_details(form: ContactForm) -> ContactDetails:
    """What was typed, for the operations."""
    return ContactDetails(
        program_id=uuid.UUID(form.program.data),
        topic_id=uuid.UUID(form.chosen_topic()),
        area_id=uuid.UUID(form.area.data) if form.area.data else None,
        place=form.place.data or "",
        channel=Channel(form.channel.data or Channel.IN_PERSON),
        language=form.language.data or None,
        people=form.people.data or 1,
        detail=form.detail.data if isinstance(form, EditContactForm) else "",
        concern=form.concern.data or "",
        promised=form.promised.data or "",
        opened_on=form.opened_on.data,
    )
