"""What kind of record an act was done to. The log stores the name of its table."""

from collections.abc import Mapping
from typing import Any

from liaison.i18n import _l

RECORDS: Mapping[str, Any] = {
    "access_need": _l("Something needed to take part"),
    "action": _l("Action"),
    "answer": _l("Answer of a worksheet"),
    "area": _l("Area"),
    "area_set": _l("Set of areas"),
    "card_count": _l("Count of cards"),
    "check_in": _l("Check-in"),
    "city": _l("City"),
    "collection_point": _l("Collection point"),
    "contact": _l("Contact"),
    "department": _l("Department"),
    "event": _l("Event"),
    "event_date": _l("Further date of an event"),
    "event_kind": _l("Kind of events"),
    "event_kind_name": _l("Name of a kind of events"),
    "event_material": _l("Thing for an event"),
    "event_message": _l("Message about an event"),
    "event_message_text": _l("Translation of a message"),
    "event_organisation": _l("Partner of an event"),
    "event_rules": _l("Rules for events"),
    "event_series": _l("Series of events"),
    "event_staff": _l("Somebody who works at an event"),
    "event_template": _l("Template of events"),
    "event_text": _l("Translation of an event"),
    "invitation": _l("Invitation"),
    "liaison": _l("Liaison"),
    "liaison_area": _l("Area of a liaison"),
    "liaison_community": _l("Community of a liaison"),
    "liaison_language": _l("Language of a liaison"),
    "measure": _l("Measure of the population"),
    "organisation": _l("Organisation"),
    "paper_batch": _l("Printed sheets or cards"),
    "paper_row": _l("Row of a sheet"),
    "password_reset": _l("Link to set a new password"),
    "person": _l("Person"),
    "plan_year": _l("Plan year"),
    "population_figure": _l("Population figure"),
    "program": _l("Programme"),
    "report_text": _l("Text of a report"),
    "role_grant": _l("Role of an account"),
    "sign_in": _l("Sign-in"),
    "sign_up": _l("Sign-up"),
    "stored_file": _l("Stored file"),
    "template_version": _l("Worksheet template"),
    "topic": _l("Topic"),
    "topic_name": _l("Name of a topic"),
    "user_account": _l("Account"),
    "view": _l("Page"),
    "worksheet": _l("Worksheet"),
    "worksheet_action": _l("Action of a worksheet"),
}


def records_called(words: str) -> list[str]:
    """The kinds whose words in the reader's language hold these."""
    text = words.lower()
    return [kind for kind, name in RECORDS.items() if text in str(name).lower()]
