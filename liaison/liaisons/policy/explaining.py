"""The reasons of matching as sentences about one job and one person.

The rules decide; here what they looked at is put into words. Whoever finds somebody sees the
roster, and so the hours, absences and trainings on it. What not all of them see is left out: why
somebody should not work for whom, the name of another department's job, and money.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from liaison.i18n import (
    _,
    day,
    duration,
    exact_time,
    language_name,
    listed,
    money,
    number,
    time_of_end,
    wall_time,
    weekday_day,
    weekday_name,
)
from liaison.liaisons.models.booking import Booking, Task
from liaison.liaisons.models.liaison import LiaisonState
from liaison.liaisons.policy.candidates import Candidate, Hours, Job, Period, Question
from liaison.liaisons.policy.fitting import are_taken_by
from liaison.liaisons.policy.reasons import REASON_WORDS, RULE_WORDS, Reason, Rule

Key = uuid.UUID


@dataclass(frozen=True)
class Told:
    """What the reader may be told beside what the rules look at."""

    today: date
    sees_pay: bool = False
    areas: Mapping[Key, str] = field(default_factory=dict)  # of a job, by its key
    # of a job that the reader sees: of whom, and when it begins
    titles: Mapping[tuple[Key, datetime], str] = field(default_factory=dict)
    # of whom, and for which job
    asked_at: Mapping[tuple[Key, Key], datetime] = field(default_factory=dict)


Say = Callable[[Question, Candidate, Told], str | None]


def say_reason(reason: Reason, asked: Question, one: Candidate, told: Told) -> str:
    """What speaks for asking somebody."""
    said = say_of_job(reason, asked.job, told.areas.get(asked.job.id, ""))
    own = _OF_PERSON.get(reason)
    return said or (own and own(asked, one, told)) or str(REASON_WORDS[reason])


def say_rule(rule: Rule, asked: Question, one: Candidate, told: Told) -> str:
    """What keeps somebody out."""
    own = _AGAINST.get(rule)
    return (own and own(asked, one, told)) or str(RULE_WORDS[rule])


def say_load(asked: Question, one: Candidate, told: Told) -> list[str]:
    """What was asked of them already, each beside its ceiling."""
    most = asked.city.ceiling
    lines = [
        _(
            "Asked this quarter: %(asks)s of at most %(most)s times",
            asks=number(one.load.asks),
            most=number(most.asks),
        ),
        _(
            "Work in the quarter of this job: %(done)s of at most %(most)s",
            done=duration(one.load.minutes),
            most=duration(most.minutes),
        ),
    ]
    if told.sees_pay and asked.job.cents is not None:
        lines.append(
            _(
                "Pay in the year of this job: %(spent)s of at most %(most)s",
                spent=money(one.spent_cents),
                most=money(one.cap_cents),
            )
        )
    return lines


def say_of_job(reason: Reason, job: Job | Booking, area: str) -> str | None:
    """What the job alone tells, for whoever took it long ago."""
    if reason in _IN_LANGUAGE and job.language:
        return _IN_LANGUAGE[reason](language_name(job.language))
    if reason is Reason.COMMUNITY and job.community:
        return _("Links with the community “%(community)s”", community=job.community)
    if reason in _IN_AREA and area:
        return _IN_AREA[reason](area)
    return None


_IN_LANGUAGE: Mapping[Reason, Callable[[str], str]] = {
    Reason.SPEAKS: lambda name: _("Speaks %(language)s", language=name),
    Reason.INTERPRETS: lambda name: _("Interprets in %(language)s", language=name),
    Reason.WRITES: lambda name: _("Writes %(language)s", language=name),
}
_IN_AREA: Mapping[Reason, Callable[[str], str]] = {
    Reason.COVERS_AREA: lambda area: _("Covers %(area)s", area=area),
    Reason.GOES_EVERYWHERE: lambda area: _(
        "Goes everywhere in the city; %(area)s is not one of their areas", area=area
    ),
}


# --- What speaks for them ------------------------------------------------------------------------


def _trained(_asked: Question, one: Candidate, _told: Told) -> str | None:
    until = one.trained_until
    return _("Their training holds until %(day)s", day=day(until)) if until else None


def _free(asked: Question, one: Candidate, _told: Told) -> str | None:
    hours = _hours_of_the_day(asked, one)
    if not hours:
        return None
    weekday = weekday_name(asked.first_on)
    return _("Free then: works on %(weekday)s %(hours)s", weekday=weekday, hours=hours)


def _hours_of_the_day(asked: Question, one: Candidate) -> str:
    """Their hours on the weekday of a job of one day."""
    if len(asked.pieces) != 1:
        return ""
    weekday = asked.pieces[0].weekday
    return listed(_range(hours) for hours in sorted(one.hours) if hours.weekday == weekday)


def _range(hours: Hours) -> str:
    start, end = wall_time(hours.from_time), wall_time(hours.until_time)
    return _("%(start)s to %(end)s", start=start, end=end)


_OF_PERSON: Mapping[Reason, Say] = {Reason.TRAINED: _trained, Reason.FREE: _free}


# --- What keeps them out -------------------------------------------------------------------------


def _not_at_work(_asked: Question, one: Candidate, _told: Told) -> str | None:
    words: Mapping[LiaisonState, str] = {
        LiaisonState.PROSPECT: _("Is new, and not trained yet"),
        LiaisonState.PAUSED: _("Takes a break"),
        LiaisonState.LAPSED: _("Is not at work since their training ended"),
    }
    return words.get(one.state)


def _not_able(asked: Question, _one: Candidate, _told: Told) -> str | None:
    name = language_name(asked.job.language or "")
    if asked.job.task is Task.INTERPRET:
        return _("Works in %(language)s, but does not interpret", language=name)
    if asked.job.task is Task.WRITE:
        return _("Works in %(language)s, but does not write it", language=name)
    return _("Works in %(language)s, but does not speak it", language=name)


def _not_trained(_asked: Question, one: Candidate, told: Told) -> str | None:
    until = one.trained_until
    if until is None:
        return _("Has no training")
    if until < told.today:
        return _("Their training ended on %(day)s", day=day(until))
    return _("Their training ends on %(day)s, before the job is over", day=day(until))


def _asked_before(asked: Question, one: Candidate, told: Told) -> str | None:
    at = told.asked_at.get((one.id, asked.job.id))
    return _("Was asked on %(day)s and did not take it", day=day(at)) if at else None


def _away(asked: Question, one: Candidate, _told: Told) -> str | None:
    for away in one.absences:
        if away.first_on <= asked.last_on and asked.first_on <= away.last_on:
            first, last = day(away.first_on), day(away.last_on)
            if first == last:
                return _("Is away on %(day)s", day=first)
            return _("Is away from %(first)s to %(last)s", first=first, last=last)
    return None


def _busy(asked: Question, one: Candidate, told: Told) -> str | None:
    other = next(are_taken_by(asked, one.busy))
    title = told.titles.get((one.id, other.starts_at))
    if title is None:
        return _("Has another job on %(when)s", when=_when(other))
    return _("Does “%(title)s” on %(when)s", title=title, when=_when(other))


def _thinking(asked: Question, one: Candidate, told: Told) -> str | None:
    other = next(are_taken_by(asked, one.thinking))
    title = told.titles.get((one.id, other.starts_at))
    if title is None:
        return _("Thinks about another job on %(when)s", when=_when(other))
    return _("Thinks about “%(title)s” on %(when)s", title=title, when=_when(other))


def _when(period: Period) -> str:
    return _(
        "%(day)s, %(start)s to %(end)s",
        day=weekday_day(period.starts_at),
        start=exact_time(period.starts_at),
        end=time_of_end(period.ends_at, period.starts_at),
    )


def _other_hours(asked: Question, one: Candidate, _told: Told) -> str | None:
    if len(asked.pieces) != 1:
        return None
    weekday, hours = weekday_name(asked.first_on), _hours_of_the_day(asked, one)
    if not hours:
        return _("Does not work on %(weekday)s", weekday=weekday)
    return _("Works on %(weekday)s only %(hours)s", weekday=weekday, hours=hours)


def _too_far(asked: Question, _one: Candidate, told: Told) -> str | None:
    area = told.areas.get(asked.job.id)
    return _("Works only in other areas than %(area)s", area=area) if area else None


def _asked_enough(asked: Question, one: Candidate, _told: Told) -> str | None:
    return _(
        "Was asked %(asks)s times this quarter, and the city asks nobody more than %(most)s times",
        asks=number(one.load.asks),
        most=number(asked.city.ceiling.asks),
    )


def _works_enough(asked: Question, one: Candidate, _told: Told) -> str | None:
    return _(
        "Would work %(sum)s in the quarter of this job, and the city allows %(most)s",
        sum=duration(one.load.minutes + asked.job.minutes),
        most=duration(asked.city.ceiling.minutes),
    )


def _earns_enough(asked: Question, one: Candidate, told: Told) -> str | None:
    if not told.sees_pay:
        return None
    return _(
        "Would earn %(sum)s in the year of this job, and is paid at most %(most)s",
        sum=money(one.spent_cents + (asked.job.cents or 0)),
        most=money(one.cap_cents),
    )


_AGAINST: Mapping[Rule, Say] = {
    Rule.STATE: _not_at_work,
    Rule.ABILITY: _not_able,
    Rule.CREDENTIAL: _not_trained,
    Rule.ASKED_BEFORE: _asked_before,
    Rule.ABSENCE: _away,
    Rule.OTHER_BOOKING: _busy,
    Rule.OTHER_OFFER: _thinking,
    Rule.HOURS: _other_hours,
    Rule.TRAVEL: _too_far,
    Rule.ASKS: _asked_enough,
    Rule.MINUTES: _works_enough,
    Rule.CAP: _earns_enough,
}
