"""The line that says how to get help in one's own language, for feeds and mails."""

from liaison.i18n import _, isolated


def help_line(*, email: str | None, phone: str | None) -> str:
    """In the language being written; pages have `events/_help_line.html`, with links."""
    phone = phone and isolated(phone)
    if email and phone:
        return _(
            "For help in your language, call %(phone)s or write to %(email)s.",
            phone=phone,
            email=email,
        )
    if phone:
        return _("For help in your language, call %(phone)s.", phone=phone)
    if email:
        return _("For help in your language, write to %(email)s.", email=email)
    return _("For help in your language, ask at any city office.")
