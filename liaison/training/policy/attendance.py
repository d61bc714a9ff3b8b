"""How a check-in at the door of a session becomes a mark, and what marks are called."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from liaison.i18n import _lp
from liaison.training.models.enrolment import Mark

GRACE = timedelta(minutes=15)  # whoever comes by then is present
DOORS_OPEN = timedelta(hours=2)  # before the start
LONGEST = timedelta(hours=4)  # where an event has no end

MARKS: Mapping[Mark, Any] = {
    Mark.PRESENT: _lp("attendance", "Present"),
    Mark.LATE: _lp("attendance", "Late"),
    Mark.EXCUSED: _lp("attendance", "Excused"),
    Mark.MADE_UP: _lp("attendance", "Made up"),
    Mark.ABSENT: _lp("attendance", "Absent"),
}


class Read(NamedTuple):
    """A mark read from a check-in; not sure where the device's clock was wrong and what it saw came
    in after the session."""

    mark: Mark
    is_sure: bool


def read_check_in(
    at: datetime, stored_at: datetime, starts_at: datetime, ends_at: datetime | None
) -> Read:
    """`at` is by the device's clock, `stored_at` by ours.

    A tablet without a network hands in later, so its own clock is asked first; where that names a
    time at which no door was open, ours is. Where neither can be right the person was there all the
    same: nobody is called late by a clock that is wrong.
    """
    opens, closes = starts_at - DOORS_OPEN, (ends_at or starts_at + LONGEST) + GRACE
    for moment in (at, stored_at):
        if opens <= moment <= closes:
            return Read(Mark.PRESENT if moment <= starts_at + GRACE else Mark.LATE, is_sure=True)
    return Read(Mark.PRESENT, is_sure=False)
