"""On which dates an event takes place: the first stands on the event, further ones beside it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from liaison.events.models.event import Event
from liaison.i18n import comes_twice

NIGHT = timedelta(hours=6)


class _Row(Protocol):
    starts_at: datetime
    ends_at: datetime | None
    place_name: str
    room: str
    address: str


class Dated(NamedTuple):
    """One date of an event; the place is that of the event where none is said."""

    starts_at: datetime
    ends_at: datetime | None
    place: tuple[str, ...]  # name, room and address, as far as they are known
    says_zone: bool = False  # would a time without its zone be understood wrongly?

    @property
    def over_at(self) -> datetime:
        return self.ends_at or self.starts_at


def all_dates(event: Event, further: Iterable[_Row], zone: ZoneInfo) -> list[Dated]:
    """Every date, the first first."""

    def dated(row: Event | _Row) -> Dated:
        place = _place_of(row) or _place_of(event)
        return Dated(row.starts_at, row.ends_at, place, needs_zone(event, row, zone))

    return sorted(map(dated, (event, *further)), key=lambda date: date.starts_at)


def needs_zone(event: Event, date: Event | _Row, zone: ZoneInfo) -> bool:
    """Would the times of this date be understood wrongly without their zone?"""
    if "remote" in event.access:  # whoever joins from elsewhere has other clocks
        return True
    moments = (date.starts_at, date.ends_at)
    return any(moment and comes_twice(moment, zone) for moment in moments)


def days_of(starts_at: datetime, ends_at: datetime | None, zone: ZoneInfo) -> tuple[date, date]:
    """The first and the last day. A night that is over by six in the morning is of one day."""
    first = starts_at.astimezone(zone).date()
    if ends_at is None or ends_at - starts_at < NIGHT:
        return first, first
    return first, max(first, (ends_at.astimezone(zone) - NIGHT).date())


def counted_from(dates: Sequence[Dated], minutes: int) -> datetime:
    """So long before the event's first date begins, below 0, or after its last has begun."""
    date = dates[0] if minutes < 0 else dates[-1]
    return date.starts_at + timedelta(minutes=minutes)


def still_to_come(dates: Sequence[Dated], now: datetime) -> Sequence[Dated]:
    """What somebody who signed up has to know; all of them once it is over."""
    return [date for date in dates if date.over_at > now] or dates


def is_over(dates: Iterable[Dated], now: datetime) -> bool:
    """Is nothing to come any more?"""
    return all(date.over_at <= now for date in dates)


def over_at(dates: Iterable[Dated]) -> datetime:
    """When the last of them is over."""
    return max(date.over_at for date in dates)


def _place_of(row: Event | _Row) -> tuple[str, ...]:
    return tuple(part for part in (row.place_name, row.room, row.address) if part)
