"""When liaisons are left in peace, and how much may be asked of them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, false

from liaison.liaisons.models.care import HardContact
from liaison.liaisons.models.liaison import Liaison
from liaison.permissions import Actor

MONTHS_OF_A_QUARTER = 3


@dataclass(frozen=True)
class Load:
    """What was asked of a liaison in a quarter: minutes done or promised, and asks."""

    minutes: int = 0
    asks: int = 0


@dataclass(frozen=True)
class Ceiling:
    """What the city may ask of one person in a quarter."""

    minutes: int
    asks: int

    def is_reached_by(self, load: Load) -> bool:
        """Nothing more may be asked without somebody thinking about it."""
        return load.minutes >= self.minutes or load.asks >= self.asks


def quarter_of(on: date) -> tuple[date, date]:
    """First and last day of the quarter a day lies in."""
    month = (on.month - 1) // MONTHS_OF_A_QUARTER * MONTHS_OF_A_QUARTER + 1
    first = on.replace(month=month, day=1)
    in_the_next = first.replace(day=28) + timedelta(days=70)  # in the first half of that quarter
    return first, in_the_next.replace(day=1) - timedelta(days=1)


def next_awake(now: datetime, quiet_from: time, quiet_until: time, zone: ZoneInfo) -> datetime:
    """This instant, or the end of the quiet hours it lies in. Equal times: no quiet hours."""
    here = now.astimezone(zone)
    if quiet_from == quiet_until:
        return now
    ends = datetime.combine(here.date(), quiet_until, zone)
    is_over_midnight = quiet_from > quiet_until
    clock = here.time()
    if is_over_midnight and clock >= quiet_from:
        return datetime.combine(here.date() + timedelta(days=1), quiet_until, zone)
    if is_over_midnight:
        return ends if clock < quiet_until else now
    return ends if quiet_from <= clock < quiet_until else now


def supported_by(actor: Actor) -> ColumnElement[bool]:
    """Hard contacts this actor was named to see. No role opens any: not the administrator's, and
    not the system's own."""
    if actor.user_id is None:
        return false()
    return HardContact.supporter_id == actor.user_id


def turn_to(actor: Actor) -> ColumnElement[bool]:
    """Liaisons who turn to this actor."""
    return false() if actor.user_id is None else Liaison.supporter_id == actor.user_id
