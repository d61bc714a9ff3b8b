"""Limits that protect: failed tries are counted in the database, for every process alike.

Tries are kept under a keyed hash: the table tells nobody who tried to sign in from where.
"""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, func, insert, literal, select

from liaison import clock
from liaison.accounts.models import Attempt
from liaison.db import db, new_id, write_always
from liaison.errors import TooManyTries
from liaison.i18n import _, settings


@dataclass(frozen=True)
class Limit:
    """So many tries of a kind within so many minutes."""

    kind: str
    tries: int
    minutes: int


SIGN_IN = Limit("sign_in", tries=10, minutes=15)  # one account from one address
SIGN_IN_FROM = Limit("sign_in_from", tries=100, minutes=15)  # any account from one address
SECOND_FACTOR = Limit("second_factor", tries=5, minutes=15)  # one account from anywhere
PUBLIC_FORM = Limit("public_form", tries=60, minutes=10)  # a full hall sends from one address
RESET = Limit("reset", tries=3, minutes=60)  # messages to one account
RESET_FROM = Limit("reset_from", tries=20, minutes=60)  # asked for from one address


# one statement, for it stands before every form of the public
_COUNT_UNLESS_SPENT = (
    insert(Attempt)
    .from_select(
        ["id", "kind", "key_hash", "at"],
        select(
            bindparam("new", type_=Attempt.id.type),
            literal(PUBLIC_FORM.kind),
            bindparam("key_hash", type_=Attempt.key_hash.type),
            bindparam("now", type_=Attempt.at.type),
        ).where(
            select(func.count())
            .select_from(Attempt)
            .where(
                Attempt.kind == PUBLIC_FORM.kind,
                Attempt.key_hash == bindparam("key_hash"),
                Attempt.at > bindparam("since"),
            )
            .scalar_subquery()
            < PUBLIC_FORM.tries
        ),
    )
    .execution_options(preserve_rowcount=True)
)


def is_spent(limit: Limit, *parts: str) -> bool:
    """Have all tries been used by whoever `parts` stand for?"""
    since = clock.now() - timedelta(minutes=limit.minutes)
    count = db.session.scalar(
        select(func.count())
        .select_from(Attempt)
        .where(
            Attempt.kind == limit.kind,
            Attempt.key_hash == _key_hash(limit, parts),
            Attempt.at > since,
        )
    )
    return (count or 0) >= limit.tries


def refuse_when_spent(limit: Limit, *parts: str) -> None:
    """Raises TooManyTries."""
    if is_spent(limit, *parts):
        raise TooManyTries


def count_attempt(limit: Limit, *parts: str) -> None:
    """Count a try. It is stored even though the request that made it is refused."""
    at, key_hash = clock.now(), _key_hash(limit, parts)
    write_always(lambda: [Attempt(kind=limit.kind, key_hash=key_hash, at=at)])


def guard_public_form(form: str, *, address: str) -> None:
    """Count a sending of a form that anybody may send. Raises TooManyTries.

    It counts with what the form stores, in the same transaction: what is refused floods nothing.
    Not for demographic answers: of those nothing is kept that says where they came from.
    """
    now, key_hash = clock.now(), _key_hash(PUBLIC_FORM, (form, network_of(address)))
    since = now - timedelta(minutes=PUBLIC_FORM.minutes)
    sent = {"new": new_id(), "now": now, "since": since, "key_hash": key_hash}
    if not db.session.connection().execute(_COUNT_UNLESS_SPENT, sent).rowcount:
        raise TooManyTries(_("Many people have sent this form from your network just now."))


def network_of(address: str) -> str:
    """Whom a limit means: of IPv6 one household has more addresses than it could ever spend."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped or ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _key_hash(limit: Limit, parts: tuple[str, ...]) -> str:
    # the separator cannot occur in an address or an e-mail address
    text = "\n".join((limit.kind, *parts))
    return hmac.new(settings().secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()
