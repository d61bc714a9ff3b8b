"""Durable outbox: a message is a row written with what caused it, and sent after that is stored.

It goes out as e-mail, or as a text message through whatever gateway the city has a contract with.

The worker calls `send_waiting` every minute. A message marked sent is never sent again; one that
fails is tried again with growing pauses, and after the last try stays visible as failed.
"""

import re
import smtplib
import time
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
from markupsafe import Markup
from sqlalchemy import Row, Text, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from liaison import clock
from liaison.config import Settings
from liaison.db import Base, PrimaryKey, db, new_id
from liaison.i18n import settings as current_settings
from liaison.languages import LANGUAGES, spoken_language

PAUSES = (1, 5, 15, 60, 360)  # minutes before the second, third ... try
CLAIM = timedelta(
    minutes=10
)  # longer than any server lets one wait; after a crash it is tried anew
AT_A_STRETCH = 45  # seconds; then other work of the worker has its turn
KEPT = timedelta(days=30)  # what was sent: long enough to answer "I got no message"
_LINK = re.compile(r"(https?://\S+)")


class Carrier(StrEnum):
    """What takes a message to its reader."""

    EMAIL = "email"
    TEXT = "text"  # to a telephone number, through the city's gateway


@dataclass(frozen=True)
class Message:
    """A message in the recipient's language: plain text, short subject.

    `unsubscribe` is an address at which one POST, without a form, stops messages like it.
    """

    to: str
    subject: str
    body: str
    language: str = "en"
    carrier: Carrier = Carrier.EMAIL
    unsubscribe: str = ""


class OutboxState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class OutboxMessage(Base):
    """A message on its way. The body is emptied once it is sent: it may carry a secret link."""

    __tablename__ = "outbox_message"

    id: Mapped[PrimaryKey]
    carrier: Mapped[Carrier] = mapped_column(default=Carrier.EMAIL)
    recipient: Mapped[str] = mapped_column(Text)  # an address, or a number as E.164
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    unsubscribe: Mapped[str] = mapped_column(Text, default="")  # emptied like the body
    language: Mapped[str] = mapped_column(Text)
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.WAITING, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    try_after: Mapped[datetime]
    queued_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


@dataclass(frozen=True)
class TextMessage:
    """A text message on its way to the gateway."""

    id: uuid.UUID
    to: str  # E.164
    text: str


# one narrow space, as times have it, and a text message holds 70 letters instead of 160
PLAIN_SPACES = str.maketrans("\u202f\u00a0", "  ")
_Outgoing = Row[*tuple[Any, ...]]  # the columns of a message
Transport = Callable[[EmailMessage], None]
TextTransport = Callable[[TextMessage], None]


def address_of(path: str, language: str | None) -> str:
    """A link for a message: on the address the city set, never on one a request came with."""
    tag = language if language in LANGUAGES else "en"
    return f"{current_settings().base_url.rstrip('/')}/{tag}{path}"


def queue(message: Message, key: uuid.UUID | None = None) -> OutboxMessage:
    """Write the message in the current transaction, under `key` if it may be taken back."""
    now = clock.now()
    row = OutboxMessage(
        id=key or new_id(),
        carrier=message.carrier,
        recipient=message.to,
        subject=message.subject,
        body=message.body,
        unsubscribe=message.unsubscribe,
        language=message.language,
        queued_at=now,
        try_after=now,
    )
    db.session.add(row)
    return row


def take_back(key: uuid.UUID) -> bool:
    """Drop a message that nobody has begun to send; was there one?"""
    untouched = (OutboxMessage.state == OutboxState.WAITING) & (OutboxMessage.tries == 0)
    db.session.flush()
    gone = delete(OutboxMessage).where(OutboxMessage.id == key, untouched)
    return db.session.scalar(gone.returning(OutboxMessage.id)) is not None


def send_waiting(
    transport: Transport, *, sender: str, texts: TextTransport | None = None, limit: int = 100
) -> int:
    """Send what is due, each message by itself; returns how many went out.

    Without `texts` text messages stay where they are.
    """
    due = select(OutboxMessage.id).where(
        OutboxMessage.state == OutboxState.WAITING, OutboxMessage.try_after <= clock.now()
    )
    if texts is None:
        due = due.where(OutboxMessage.carrier == Carrier.EMAIL)
    ids = db.session.scalars(due.order_by(OutboxMessage.queued_at).limit(limit)).all()
    db.session.rollback()

    def hand_over(row: _Outgoing) -> None:
        if texts is not None and row.carrier is Carrier.TEXT:
            texts(TextMessage(row.id, row.recipient, row.body.translate(PLAIN_SPACES)))
        else:
            transport(_as_email(row, sender))

    return sum(_send_one(hand_over, message_id) for message_id in ids)


def send_all_waiting(
    transport: Transport, *, sender: str, texts: TextTransport | None = None
) -> None:
    """Round after round while any goes out: hundreds are told at once that an event is cancelled,
    and whoever signs up then does not wait minutes for a link."""
    ends_at = time.monotonic() + AT_A_STRETCH
    while send_waiting(transport, sender=sender, texts=texts) and time.monotonic() < ends_at:
        pass


def _send_one(hand_over: Callable[[_Outgoing], None], message_id: uuid.UUID) -> bool:
    row = _claim(message_id)
    if row is None:
        return False
    try:
        hand_over(row)
    except (OSError, smtplib.SMTPException, httpx.HTTPError, MessageError, ValueError):
        # also one that cannot be written as a message: it must not hold up the others
        outcome = _put_off(row.tries)
    else:
        outcome = {"state": OutboxState.SENT, "sent_at": clock.now(), "body": "", "unsubscribe": ""}
    db.session.execute(update(OutboxMessage).where(OutboxMessage.id == row.id).values(outcome))
    db.session.commit()
    return outcome.get("state") is OutboxState.SENT


def _claim(message_id: uuid.UUID) -> _Outgoing | None:
    """Nobody else sends it for a while; None: somebody else does.

    No transaction stays open meanwhile: a mail server that is slow must not keep others waiting for
    the database.
    """
    now = clock.now()
    is_due = (OutboxMessage.state == OutboxState.WAITING) & (OutboxMessage.try_after <= now)
    claimed = db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id, is_due)
        .values(tries=OutboxMessage.tries + 1, try_after=now + CLAIM)
        .returning(*OutboxMessage.__table__.columns)
    ).first()
    db.session.commit()
    return claimed


def _put_off(tries: int) -> dict[str, Any]:
    if tries > len(PAUSES):
        return {"state": OutboxState.FAILED}
    return {"try_after": clock.now() + timedelta(minutes=PAUSES[tries - 1])}


def forget_old(*, queued_before: datetime) -> None:
    """What was sent, or could not be, says to whom and about what."""
    is_done = OutboxMessage.state != OutboxState.WAITING
    db.session.execute(
        delete(OutboxMessage).where(is_done, OutboxMessage.queued_at < queued_before)
    )


def _as_email(row: _Outgoing, sender: str) -> EmailMessage:
    email = EmailMessage()
    email["From"], email["To"], email["Subject"] = sender, row.recipient, row.subject
    email["Message-ID"] = f"<{row.id}@liaison>"
    if row.unsubscribe:  # RFC 8058: the reader's program offers it as one button
        email["List-Unsubscribe"] = f"<{row.unsubscribe}>"
        email["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    email.set_content(row.body)
    email.add_alternative(_as_page(row), subtype="html")
    email["Content-Language"] = row.language  # of both; said before, it would be the first's
    return email


def _as_page(row: _Outgoing) -> str:
    """The same words with their language and direction, which plain text cannot carry.

    Without them Arabic is set from the left, and read out as if it were English.
    """
    reader = spoken_language(row.language)
    words = Markup().join(
        Markup("<p{}>{}</p>\n").format(_turned(paragraph, reader.direction), _linked(paragraph))
        for paragraph in row.body.strip().split("\n\n")
    )
    return Markup(
        '<!doctype html>\n<html lang="{}" dir="{}">\n<head><meta charset="utf-8">'
        "<title>{}</title></head>\n<body>\n{}</body>\n</html>\n"
    ).format(reader.tag, reader.direction, row.subject, words)


def _turned(paragraph: str, direction: str) -> Markup:
    """In a message from the right, a paragraph that has nothing but words from the left."""
    ways = {unicodedata.bidirectional(letter) for letter in _LINK.sub("", paragraph)}
    is_turned = direction == "rtl" and "L" in ways and not ways & {"R", "AL"}
    return Markup(' dir="ltr"' if is_turned else "")  # noqa: S704  # fixed words


def _linked(paragraph: str) -> Markup:
    """Lines stay lines; an address becomes a link that reads from the left."""
    parts = [
        Markup('<a href="{0}" dir="ltr">{0}</a>').format(part) if place % 2 else Markup.escape(part)
        for place, part in enumerate(_LINK.split(paragraph))
    ]
    return Markup().join(parts).replace("\n", Markup("<br>\n"))


def count_overdue(minutes: int = 15) -> int:
    """Messages that should have gone out by now: the outbox is not draining."""
    late = clock.now() - timedelta(minutes=minutes)
    return (
        db.session.scalar(
            select(func.count())
            .select_from(OutboxMessage)
            .where(OutboxMessage.state == OutboxState.WAITING, OutboxMessage.try_after < late)
        )
        or 0
    )


def open_transport(settings: Settings) -> Transport:
    """SMTP where the settings name a server; else a folder of .eml files a person can open."""
    if not settings.smtp_url:
        return _into_folder(settings.data_dir / "mail")
    server = urlsplit(settings.smtp_url)

    def over_smtp(email: EmailMessage) -> None:
        secure = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
        with secure(server.hostname or "localhost", server.port or 25, timeout=20) as connection:
            if server.username:
                connection.login(unquote(server.username), unquote(server.password or ""))
            connection.send_message(email)

    return over_smtp


def _into_folder(folder: Path) -> Transport:
    def write(email: EmailMessage) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = email["Message-ID"].strip("<>").partition("@")[0]
        (folder / f"{name}.eml").write_bytes(email.as_bytes())

    return write


def open_texts(settings: Settings) -> TextTransport | None:
    """The city's gateway for text messages. None where mail goes out and no gateway is named."""
    if not settings.sends_texts():
        return None
    if not settings.text_gateway_url:
        return _texts_into_folder(settings.data_dir / "texts")
    to, sender, text = settings.text_gateway_fields
    token = settings.text_gateway_token
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    def over_http(message: TextMessage) -> None:
        said = {to: message.to, sender: settings.text_from, text: message.text}
        is_form = settings.text_gateway_form
        httpx.post(
            settings.text_gateway_url,
            data=said if is_form else None,
            json=None if is_form else said,
            # gateways that know the header send a message once, however often it is handed over
            headers=headers | {"Idempotency-Key": str(message.id)},
            timeout=20,
        ).raise_for_status()

    return over_http


def _texts_into_folder(folder: Path) -> TextTransport:
    def write(message: TextMessage) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        words = f"To: {message.to}\n\n{message.text}\n"
        (folder / f"{message.id}.txt").write_text(words, encoding="utf-8")

    return write
