"""That a training ends soon, and can be renewed."""

from datetime import date

from liaison.city.queries import find_city_settings
from liaison.i18n import _, day, in_language, isolated, settings
from liaison.mail import Carrier, Message, address_of


def renewal(
    *, name: str, email: str | None, phone: str | None, language: str | None, until: date
) -> Message:
    """By e-mail, or as a short text message to whoever left only a telephone number."""
    with in_language(language):
        link = address_of("/field/training", language)
        ends = _("Your training as a liaison is valid until %(day)s.", day=day(until))
        renew = _("Renew it here:")
        if not email:
            return Message(
                to=phone or "",
                subject="",
                body=f"{ends} {renew} {link}",
                language=language or "en",
                carrier=Carrier.TEXT,
            )
        city = find_city_settings()
        parts = (
            _("Hello %(name)s,", name=isolated(name)),
            ends,
            _(
                "After that day you can read your notebook, and enter nothing new until you have"
                " renewed it."
            ),
            f"{renew}\n{link}",
            city.name if city else settings().city_name,
        )
        return Message(
            to=email,
            subject=_("Your training ends soon"),
            body="\n\n".join(parts) + "\n",
            language=language or "en",
        )
