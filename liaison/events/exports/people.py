"""Who signed up, and what people need, as a table to take away.

The columns have fixed names, the same in every language, and each row the key by which it is known
here, so that a file taken twice can be compared. Times are of the city.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from liaison.events.models.sign_up import SignUp

SIGN_UPS = (
    *("sign_up_id", "event_id", "name", "people", "state", "email", "phone", "language"),
    *("code", "way", "may_contact", "signed_up_at", "waits_since", "offered_until", "is_invented"),
)
NEEDS = (
    *("need_id", "event_id", "event", "event_starts_at", "sign_up_id", "name", "kind", "language"),
    *("words", "state", "due_on", "vendor", "minutes", "cost", "reason", "is_invented"),
)


def sign_up_rows(sign_ups: Iterable[SignUp], zone: ZoneInfo) -> Iterator[Sequence[Any]]:
    """One row a sign-up; it holds how to reach them, so it is for those who may edit the event."""
    for item in sign_ups:
        person = item.person
        reach = (person.email or "", person.phone or "") if person else ("", "")
        yield (
            *(str(item.id), str(item.event_id), person.name if person else "", item.party_size),
            *(item.state.value, *reach, item.language or "", item.code, item.way.value),
            *(_yes(item.may_contact), _local(item.signed_up_at, zone)),
            *(_local(item.waits_since, zone), _local(item.offered_until, zone)),
            _yes(item.is_invented),
        )


def need_rows(needs: Iterable[Any], zone: ZoneInfo) -> Iterator[Sequence[Any]]:
    """One row a need, as `queries.needs.list_needs` gives them; the cost in whole money."""
    for need in needs:
        cost = None if need.cost_cents is None else need.cost_cents / 100
        yield (
            *(str(need.id), str(need.event_id), need.title, _local(need.starts_at, zone)),
            *(str(need.sign_up_id or ""), need.person_name or "", need.kind.value),
            *(need.language or "", need.words, need.state.value),
            *(need.due_on.isoformat() if need.due_on else "", need.vendor, need.minutes, cost),
            *(need.reason, _yes(need.is_invented)),
        )


def _local(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="minutes") if at else ""


def _yes(value: bool) -> str:
    return "yes" if value else "no"
