"""Durable outbox: a message is a row written with what caused it, and sent after that is stored.

It goes out as e-mail, or as a text message through whatever gateway the city has a contract with.

The worker calls `send_waiting` every minute. A message marked sent is never sent again; one that
fails is tried again with growing pauses, and after the last try stays visible as failed.
"""

import smtplib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx
from sqlalchemy import Text, func, select
from sqlalchemy.orm import Mapped, mapped_column

from liaison import clock
from liaison.config import Settings
from liaison.db import Base, PrimaryKey, db
from liaison.i18n import settings as current_settings
from liaison.languages import LANGUAGES

PAUSES = (1, 5, 15, 60, 360)  # minutes before the second, third ... try


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


Transport = Callable[[EmailMessage], None]
TextTransport = Callable[[TextMessage], None]


def address_of(path: str, language: str | None) -> str:
    """A link for a message: on the address the city set, never on one a request came with."""
    tag = language if language in LANGUAGES else "en"
    return f"{current_settings().base_url.rstrip('/')}/{tag}{path}"


def queue(message: Message) -> OutboxMessage:
    """Write the message in the current transaction."""
    now = clock.now()
    row = OutboxMessage(
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


def send_waiting(
    transport: Transport, *, sender: str, texts: TextTransport | None = None, limit: int = 100
) -> int:
    """Send what is due, one transaction a message; returns how many went out.

    Without `texts` text messages stay where they are.
    """
    due = select(OutboxMessage.id).where(
        OutboxMessage.state == OutboxState.WAITING, OutboxMessage.try_after <= clock.now()
    )
    if texts is None:
        due = due.where(OutboxMessage.carrier == Carrier.EMAIL)
    ids = db.session.scalars(due.order_by(OutboxMessage.queued_at).limit(limit)).all()
    db.session.rollback()

    def hand_over(row: OutboxMessage) -> None:
        if texts is not None and row.carrier is Carrier.TEXT:
            texts(TextMessage(row.id, row.recipient, row.body))
        else:
            transport(_as_email(row, sender))

    return sum(_send_one(hand_over, message_id) for message_id in ids)


def _send_one(hand_over: Callable[[OutboxMessage], None], message_id: uuid.UUID) -> bool:
    row = db.session.scalar(
        select(OutboxMessage)
        .where(OutboxMessage.id == message_id, OutboxMessage.state == OutboxState.WAITING)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        db.session.rollback()
        return False
    row.tries += 1
    try:
        hand_over(row)
    except (OSError, smtplib.SMTPException, httpx.HTTPError, MessageError, ValueError):
        # also one that cannot be written as a message: it must not hold up the others
        _put_off(row)
    else:
        row.state, row.sent_at = OutboxState.SENT, clock.now()
        row.body = row.unsubscribe = ""
    sent = row.state is OutboxState.SENT
    db.session.commit()
    return sent


def _put_off(row: OutboxMessage) -> None:
    if row.tries > len(PAUSES):
        row.state = OutboxState.FAILED
    else:
        row.try_after = clock.now() + timedelta(minutes=PAUSES[row.tries - 1])


def _as_email(row: OutboxMessage, sender: str) -> EmailMessage:
    email = EmailMessage()
    email["From"], email["To"], email["Subject"] = sender, row.recipient, row.subject
    email["Message-ID"] = f"<{row.id}@liaison>"
    email["Content-Language"] = row.language
    if row.unsubscribe:  # RFC 8058: the reader's program offers it as one button
        email["List-Unsubscribe"] = f"<{row.unsubscribe}>"
        email["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    email.set_content(row.body)
    return email


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
