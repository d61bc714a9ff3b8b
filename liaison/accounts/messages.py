"""Mail about accounts, in the recipient's language."""

from liaison.city.queries import find_city_settings
from liaison.i18n import _, in_language, settings
from liaison.mail import Message


def invitation(*, to: str, name: str, link: str, days: int, language: str | None) -> Message:
    """The link by which somebody makes their account."""
    with in_language(language):
        city = _city_name()
        return Message(
            to=to,
            subject=_("Your account with %(city)s", city=city),
            body=_paragraphs(
                _("Hello %(name)s,", name=name),
                _("%(city)s invites you to work with Liaison.", city=city),
                _("Choose a password here:"),
                link,
                _("The link works once, for %(days)s days.", days=days),
                _("If you did not expect this message, do nothing."),
            ),
            language=language or "en",
        )


def password_reset(*, to: str, link: str, minutes: int, language: str | None) -> Message:
    """The link by which somebody sets a new password."""
    with in_language(language):
        return Message(
            to=to,
            subject=_("Set a new password for %(city)s", city=_city_name()),
            body=_paragraphs(
                _("Somebody, perhaps you, asked for a new password. Set it here:"),
                link,
                _("The link works once, for %(minutes)s minutes.", minutes=minutes),
                _("If it was not you, do nothing: your password stays as it is."),
            ),
            language=language or "en",
        )


def password_changed(*, to: str, language: str | None) -> Message:
    """Said after every change, so that a change by somebody else is noticed."""
    with in_language(language):
        return Message(
            to=to,
            subject=_("Your password for %(city)s was changed", city=_city_name()),
            body=_paragraphs(
                _("Your password was changed, and you were signed out everywhere else."),
                _("If it was not you, tell the person who manages accounts at once."),
            ),
            language=language or "en",
        )


def _city_name() -> str:
    city = find_city_settings()
    return city.name if city else settings().city_name


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"
