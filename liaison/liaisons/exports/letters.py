"""Letters to liaisons, on paper and as PDF."""

from flask import render_template
from markupsafe import Markup

from liaison import clock, documents
from liaison.city.queries import find_city_settings
from liaison.i18n import _, in_language, language_name, listed
from liaison.languages import LANGUAGES
from liaison.liaisons.queries.service import Service


def letter_html(service: Service) -> str:
    """The letter of service: in the language of the liaison, and in English for who asks for it."""
    tags = [tag for tag in dict.fromkeys((service.language, "en")) if tag in LANGUAGES]
    parts = []
    for tag in tags:
        with in_language(tag):
            words = render_template(
                "documents/_service_words.html",
                service=service,
                spoken=listed(language_name(one) for one in service.languages),
            )
        parts.append((LANGUAGES[tag or "en"], Markup(words)))  # noqa: S704  # of our own template
    with in_language(tags[0]):
        return render_template(
            "documents/letter_of_service.html",
            service=service,
            parts=parts,
            produced_at=clock.now(),
        )


def letter_pdf(service: Service) -> bytes:
    """As PDF; in jobs and commands only."""
    city = find_city_settings()
    tag = service.language if service.language in LANGUAGES else "en"
    with in_language(tag):
        title = _("Letter of service for %(name)s", name=service.name)
    return documents.render_pdf(
        letter_html(service),
        title=title,
        language=tag or "en",
        accent=city.accent if city else "",
    )
