"""Every address of the application, with something that exists in its variable parts."""

import re
from urllib.parse import quote

VARIABLE = re.compile(r"<(?:[^<>]*:)?(\w+)>")
# No page: what the browser or another program fetches by itself.
NO_PAGE = {"static", "home.show_city_style", "evaluation.show_figure", "coverage.show_map"}
# Leads elsewhere, or is a page only in the middle of something that a journey walks through.
NO_ADDRESS = {
    "desk.download_result",
    "own_rights.download_drawing",
    "accounts.reset_password",
    "event_kiosk.lead_back",
}


def addresses(app, town, *methods):
    """(endpoint, address) of every page, in their order; with "POST" of those that take a form."""
    return sorted(
        (
            (rule.endpoint, address_of(rule, town))
            for rule in app.url_map.iter_rules()
            if {"GET", *methods} <= rule.methods and rule.endpoint not in NO_PAGE | NO_ADDRESS
        ),
        key=lambda found: found[1],
    )


def address_of(rule, town):
    """The rule's address; a variable part that the town has nothing for fails the test."""

    def value_of(variable):
        name = variable[1]
        value = town.get(f"{rule.endpoint}:{name}", town.get(name))
        assert value is not None, f"the town has no {name} for {rule.endpoint}: see factories/town"
        return quote(str(value))

    return VARIABLE.sub(value_of, rule.rule)
