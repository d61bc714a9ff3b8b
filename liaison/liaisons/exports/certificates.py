"""Certificates and letters on paper, each in its holder's language with English."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup

from liaison import documents
from liaison.city.queries import CitySettings, find_city_settings
from liaison.i18n import (
    _,
    _p,
    day,
    duration,
    in_language,
    language_name,
    settings,
)
from liaison.languages import LANGUAGES, Language
from liaison.liaisons.models.credential import Credential, Level
from liaison.liaisons.policy.certificates import AT_ONCE
from liaison.liaisons.policy.credentials import LEVEL_WORDS, language_of_paper, title_in
from liaison.liaisons.queries.credentials import Held
from liaison.mail import address_of
from liaison.web.exports import qr_svg


@dataclass(frozen=True)
class CertificateWords:
    """What a certificate says in one language."""

    language: Language
    heading: str
    sentence: Markup
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class LetterWords:
    """What the letter before it says."""

    heading: str
    greeting: str
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class Certificate:
    """A certificate as it is drawn: in the holder's language, and in English below."""

    credential: Credential
    words: CertificateWords
    english: CertificateWords | None
    letter: LetterWords | None
    address: str
    picture: Markup


def list_parts(held: Sequence[Held], *, has_letters: bool) -> list[str]:
    """The documents that make up the file: some certificates each."""
    city = find_city_settings() or CitySettings(settings().city_name)
    return [
        render_template(
            "documents/certificates.html",
            certificates=[make_certificate(one, city, has_letter=has_letters) for one in some],
            has_letters=has_letters,
        )
        for some in _batches(held)
    ]


def _batches(held: Sequence[Held]) -> Iterator[Sequence[Held]]:
    for start in range(0, len(held), AT_ONCE):
        yield held[start : start + AT_ONCE]


def draw(parts: Sequence[str], *, accent: str, on_part: Callable[[int], None]) -> bytes:
    """The file; in jobs and commands only."""
    return documents.render_parts(
        parts, title=_("Certificates"), language="en", accent=accent, on_part=on_part
    )


def make_certificate(held: Held, city: CitySettings, *, has_letter: bool) -> Certificate:
    """One certificate, with its words."""
    credential, tag = held.credential, language_of_paper(held.credential, held.reads)
    address = address_of(f"/certificates/{credential.number}", tag)
    with in_language(tag):
        words = _words(held, city, tag)
        letter = _letter(held, city, tag, address) if has_letter else None
        alt = _("Code that opens the page to check this certificate")
        picture = documents.picture(qr_svg(address), alt)
    with in_language("en"):
        english = _words(held, city, "en") if tag != "en" else None
    return Certificate(credential, words, english, letter, address, picture)


def _words(held: Held, city: CitySettings, tag: str) -> CertificateWords:
    credential = held.credential
    sentence = Markup(  # noqa: S704  # our own words; what is put into them is escaped
        _("%(city)s certifies that %(name)s completed the course “%(title)s”.")
    )
    facts = [
        (_("Completed on"), day(credential.issued_on)),
        (_("Language of the course"), language_name(credential.language)),
        (_p("certificate", "Number"), credential.number),
    ]
    if credential.minutes:
        facts.insert(1, (_("Length"), duration(credential.minutes)))
    if credential.level is not Level.COMPLETED:
        facts.insert(1, (_("Result"), str(LEVEL_WORDS[credential.level])))
    if credential.expires_on:
        facts.append((_("Valid until"), day(credential.expires_on)))
    return CertificateWords(
        language=LANGUAGES[tag],
        heading=_("Certificate"),
        sentence=sentence
        % {
            "city": city.name,
            "name": Markup("<strong>{}</strong>").format(held.name),
            "title": title_in(credential, tag),
        },
        facts=facts,
    )


def _letter(held: Held, city: CitySettings, tag: str, address: str) -> LetterWords:
    credential, title = held.credential, title_in(held.credential, tag)
    lines = [
        _("You have completed the course “%(title)s”. Congratulations!", title=title),
        _("Your certificate is on the next page."),
    ]
    if credential.grants_rights:
        lines.append(
            _(
                "With it you may work as a liaison of %(city)s. Sign in and accept the code of"
                " conduct: then you can enter what people tell you.",
                city=city.name,
            )
        )
    if credential.expires_on:
        lines.append(_("It is valid until %(day)s.", day=day(credential.expires_on)))
    words = _(
        "Anybody to whom you show it can check it at %(address)s. That page does not say your name."
    )
    check = Markup(words)  # noqa: S704  # our own; the address runs left to right in all of them
    lines += [
        check % {"address": Markup('<bdi dir="ltr">{}</bdi>').format(address)},
        _("Thank you for the time you gave."),
    ]
    return LetterWords(
        heading=_("Congratulations"),
        greeting=_("Dear %(name)s,", name=held.name),
        paragraphs=lines,
    )
