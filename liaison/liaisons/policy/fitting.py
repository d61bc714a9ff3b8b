"""The rules of a booking: what keeps somebody out. Each is one a coordinator can read aloud."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time

from liaison.liaisons.models.booking import Task
from liaison.liaisons.models.liaison import LiaisonState, Travel
from liaison.liaisons.policy.candidates import Candidate, Hours, Period, Piece, Question
from liaison.liaisons.policy.reasons import Rule

AT_WORK = frozenset({LiaisonState.TRAINED, LiaisonState.ACTIVE})
AT_WORK_OR_NEW = AT_WORK | {LiaisonState.PROSPECT}


def keeping_out(asked: Question, candidate: Candidate) -> tuple[Rule, ...]:
    """Each rule the candidate breaks; none: they fit."""
    return tuple([rule for rule, breaks in RULES if breaks(asked, candidate)])


def lost_by(
    state: LiaisonState, trained_until: date | None, last_on: date, *, needs_credential: bool
) -> tuple[Rule, ...]:
    """What somebody who took a job breaks by now: they paused or left, or a training ended."""
    broken = {
        Rule.STATE: not is_at_work(state, needs_credential=needs_credential),
        Rule.CREDENTIAL: needs_credential and not is_trained(trained_until, last_on),
    }
    return tuple(rule for rule, is_broken in broken.items() if is_broken)


def is_at_work(state: LiaisonState, *, needs_credential: bool) -> bool:
    """Who needs no credential may be somebody new; who paused, left or lapsed is not asked."""
    return state in (AT_WORK if needs_credential else AT_WORK_OR_NEW)


def is_trained(trained_until: date | None, last_on: date) -> bool:
    """Until the last day of the job."""
    return trained_until is not None and trained_until >= last_on


def _is_not_at_work(asked: Question, one: Candidate) -> bool:
    return not is_at_work(one.state, needs_credential=asked.job.needs_credential)


def _lacks_language(asked: Question, one: Candidate) -> bool:
    return asked.job.language is not None and asked.job.language not in one.languages


def _lacks_ability(asked: Question, one: Candidate) -> bool:
    job = asked.job
    if job.language is None or job.language not in one.languages:
        return False
    ability = one.languages[job.language]
    if job.task is Task.INTERPRET:
        return not ability.interprets
    return not (ability.writes if job.task is Task.WRITE else ability.speaks)


def _lacks_credential(asked: Question, one: Candidate) -> bool:
    return asked.job.needs_credential and not is_trained(one.trained_until, asked.last_on)


def _has_conflict(asked: Question, one: Candidate) -> bool:
    return bool(one.conflicts) and not one.conflicts.isdisjoint(
        (asked.job.program_id, asked.job.department_id)
    )


def _was_asked(asked: Question, one: Candidate) -> bool:
    return asked.job.id in one.asked_before


def _is_away(asked: Question, one: Candidate) -> bool:
    """On a day of the job; from work done at home only when away all the time."""
    if not one.absences:
        return False
    first, last = asked.first_on, asked.last_on
    if asked.is_at_home:
        return any(away.first_on <= first and last <= away.last_on for away in one.absences)
    return any(away.first_on <= last and first <= away.last_on for away in one.absences)


def _is_busy(asked: Question, one: Candidate) -> bool:
    return bool(one.busy) and _is_taken(asked, one.busy)


def _thinks_about_another(asked: Question, one: Candidate) -> bool:
    return bool(one.thinking) and _is_taken(asked, one.thinking)


def _is_taken(asked: Question, periods: Iterable[Period]) -> bool:
    return not asked.is_at_home and any(are_taken_by(asked, periods))


def are_taken_by(asked: Question, periods: Iterable[Period]) -> Iterator[Period]:
    """Those of them that lie at the same time."""
    starts_at, ends_at = asked.job.period
    return (one for one in periods if one.starts_at < ends_at and starts_at < one.ends_at)


def _is_out_of_hours(asked: Question, one: Candidate) -> bool:
    """Outside of the hours they gave; who gave none is asked."""
    if asked.is_at_home or not one.said_hours:
        return False
    return not all(_is_within(piece, one.hours) for piece in asked.pieces)


def _is_within(piece: Piece, hours: Iterable[Hours]) -> bool:
    """Hours that touch count as one stretch; 23:59 lasts until midnight."""
    reached = piece.begins
    for one in sorted(hours):
        if one.weekday == piece.weekday and one.from_time <= reached < one.until_time:
            reached = time.max if one.until_time >= time(23, 59) else one.until_time
    return reached >= piece.ends


def _does_not_travel(asked: Question, one: Candidate) -> bool:
    area_id = asked.job.area_id
    if asked.is_at_home or area_id is None or one.travel is Travel.WHOLE_CITY:
        return False
    return area_id not in one.area_ids


def _was_asked_enough(asked: Question, one: Candidate) -> bool:
    return one.load.asks >= asked.city.ceiling.asks


def _works_enough(asked: Question, one: Candidate) -> bool:
    return one.load.minutes + asked.job.minutes > asked.city.ceiling.minutes


def _is_over_cap(asked: Question, one: Candidate) -> bool:
    cents = asked.job.cents
    return cents is not None and one.spent_cents + cents > one.cap_cents


Breaks = Callable[[Question, Candidate], bool]
BREAKS: Mapping[Rule, Breaks] = {
    Rule.STATE: _is_not_at_work,
    Rule.LANGUAGE: _lacks_language,
    Rule.ABILITY: _lacks_ability,
    Rule.CREDENTIAL: _lacks_credential,
    Rule.CONFLICT: _has_conflict,
    Rule.ASKED_BEFORE: _was_asked,
    Rule.ABSENCE: _is_away,
    Rule.OTHER_BOOKING: _is_busy,
    Rule.OTHER_OFFER: _thinks_about_another,
    Rule.HOURS: _is_out_of_hours,
    Rule.TRAVEL: _does_not_travel,
    Rule.ASKS: _was_asked_enough,
    Rule.MINUTES: _works_enough,
    Rule.CAP: _is_over_cap,
}
RULES = tuple((rule, BREAKS[rule]) for rule in Rule)  # in the order in which they are told
