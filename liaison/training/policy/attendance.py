"""How a check-in at the door of a session becomes a mark, and what marks are called."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from liaison.i18n import _lp
from liaison.training.models.course import CourseRun
from liaison.training.models.enrolment import Mark

GRACE = timedelta(minutes=15)  # whoever comes by then is present
DOORS_OPEN = timedelta(hours=2)  # before the start
LONGEST = timedelta(hours=4)  # where an event has no end

MARKS: dict[Mark, Any] = {
    Mark.PRESENT: _lp("attendance", "Present"),
    Mark.LATE: _lp("attendance", "Late"),
    Mark.EXCUSED: _lp("attendance", "Excused"),
    Mark.MADE_UP: _lp("attendance", "Made up"),
    Mark.ABSENT: _lp("attendance", "Absent"),
}
_AT_OWN_PACE = MARKS | {Mark.PRESENT: _lp("attendance", "Done")}
# a make-up has a day of its own, so it is entered on the page of the person
_ON_SHEET = (Mark.PRESENT, Mark.LATE, Mark.EXCUSED, Mark.ABSENT)


def mark_words(run: CourseRun) -> Mapping[Mark, Any]:
    """What marks are called in a run: nobody is present at what they do by themselves."""
    return _AT_OWN_PACE if run.is_self_paced else MARKS


def marks_on_sheet(run: CourseRun) -> tuple[Mark, ...]:
    """Those that are chosen from on the sheet of a session; a part is done, or not yet."""
    return (Mark.PRESENT,) if run.is_self_paced else _ON_SHEET


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
