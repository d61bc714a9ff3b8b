"""Asking which time is meant on a day the clocks change."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from liaison.events.policy.wall_time import is_shown, readings
from liaison.i18n import _, _l, time_of_day
from liaison.web.fields import Optional, RadioField


def choice_field() -> RadioField:
    """A field for the answer; shown only where there is something to ask."""
    return RadioField(
        _l("Which time do you mean?"), [Optional()], choices=[], validate_choice=False
    )


def settle_time(
    *, day: date, at: time | None, zone: ZoneInfo, field: Any, answer: Any
) -> datetime | None:
    """The instant that the time in `field` means on that day.

    None where it must be asked: then `field` says why and `answer` offers both.
    """
    possible = offer_readings(day=day, at=at, zone=zone, answer=answer)
    if at is None or len(possible) == 1:
        return possible[0] if possible else None
    chosen = next((instant for instant in possible if key_of(instant) == answer.data), None)
    if chosen is None:
        field.errors = [*field.errors, _why(exists=is_shown(day, at, zone))]
    return chosen


def offer_readings(
    *, day: date, at: time | None, zone: ZoneInfo, answer: Any
) -> tuple[datetime, ...]:
    """What the time may mean; where that is not one instant, `answer` offers them."""
    possible = readings(day, at, zone) if at else ()
    if len(possible) > 1:
        answer.choices = [(key_of(instant), _words(instant, zone)) for instant in possible]
    return possible


def key_of(instant: datetime) -> str:
    """How the answer names an instant."""
    return instant.astimezone(UTC).isoformat()


def _words(instant: datetime, zone: ZoneInfo) -> str:
    local = instant.astimezone(zone)
    return _(
        "%(time)s (%(zone)s, UTC%(offset)s)",
        time=time_of_day(instant),
        zone=local.tzname() or "",
        offset=f"{local:%z}",
    )


def _why(*, exists: bool) -> str:
    if exists:
        return _("The clocks go back that night, and this time comes twice. Choose which you mean.")
    return _(
        "The clocks go forward that night and jump over this time. Choose one before or after it."
    )
