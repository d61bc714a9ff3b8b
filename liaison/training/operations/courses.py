"""Keeping what is taught."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import Conflict, InvalidInput, NotAllowed
from liaison.i18n import _
from liaison.permissions import Actor
from liaison.training.models.course import Course, CourseKind, CourseText
from liaison.training.policy.courses import can_write_courses
from liaison.training.policy.graduation import problems
from liaison.training.policy.plan import minutes_counting
from liaison.training.policy.terms import Terms, list_faults, read_terms, write_plan, write_rule
from liaison.training.queries.courses import find_course


@dataclass(frozen=True)
class CourseWords:
    """What it is called, what it is for, and what happens in it, a line each."""

    title: str
    summary: str = ""
    outline: tuple[str, ...] = ()


@dataclass(frozen=True)
class CourseDetails:
    """A course, whoever describes it: a form or a file that comes with the application."""

    key: str
    kind: CourseKind
    minutes: int
    rule: Mapping[str, Any]
    words: Mapping[str, CourseWords]  # by language
    grants_rights: bool = False
    valid_months: int | None = None
    refreshes: str | None = None
    plan: Mapping[str, Any] = field(default_factory=dict)
    eligibility: tuple[str, ...] = ()


def create_course(*, actor: Actor, details: CourseDetails) -> Course:
    """A course that was not there. Raises NotAllowed, Conflict, InvalidInput."""
    if not can_write_courses(actor):
        raise NotAllowed
    if find_course(details.key):
        raise Conflict("key", _("There is a course of this name already. Choose another."))
    return keep_course(actor=actor, details=details)


def keep_course(*, actor: Actor, details: CourseDetails) -> Course:
    """Store a course; under a key that is taken it is the one that is there. Raises InvalidInput.

    What was taught before is not rewritten: a run keeps the rule it began with.
    """
    known = find_course(details.key)
    if known:
        return known
    wrong = problems(details.rule)
    if wrong:
        raise InvalidInput("rule", "; ".join(wrong))
    course = Course(
        key=details.key,
        kind=details.kind,
        minutes=details.minutes,
        grants_rights=details.grants_rights,
        valid_months=details.valid_months,
        refreshes=details.refreshes,
        plan=dict(details.plan),
        rule=dict(details.rule),
        eligibility=list(details.eligibility),
        texts=[
            CourseText(
                language=language,
                title=words.title,
                summary=words.summary,
                outline=list(words.outline),
            )
            for language, words in sorted(details.words.items())
        ],
    )
    record(actor, "create_course", course)
    return course


def write_text(*, actor: Actor, course: Course, language: str, words: CourseWords) -> None:
    """Say what the course is in one language; what was said there before is replaced.

    Raises NotAllowed, InvalidInput.
    """
    if not can_write_courses(actor):
        raise NotAllowed
    if not words.title.strip():
        raise InvalidInput("title", _("Enter what the course is called."))
    text = next((one for one in course.texts if one.language == language), None)
    if text is None:
        text = CourseText(language=language, course=course.key)
        course.texts.append(text)
    text.title, text.summary = words.title.strip(), words.summary.strip()
    text.outline = list(words.outline)
    record(actor, "write_course_text", text)


def fingerprint_rule(course: Course) -> str:
    """Tells two states of who completes a course apart."""
    said = json.dumps([course.rule, course.plan], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def set_rule(*, actor: Actor, course: Course, terms: Terms, opened: str) -> Course:
    """Decide who completes a course from its next run on; a run keeps the rule it began with.

    How long the course takes follows from the sessions that count. `opened` is the fingerprint of
    what the form was opened with: Conflict where that is no longer what is stored.
    Raises NotAllowed, Conflict, InvalidInput.
    """
    if not can_write_courses(actor):
        raise NotAllowed
    db.session.refresh(course, ["rule", "plan", "minutes"], with_for_update=True)
    if opened != fingerprint_rule(course):
        raise Conflict(
            "rule",  # no field of the form: the person mends nothing, but decides
            _("Somebody changed this meanwhile. Saving again replaces what they wrote."),
        )
    for field_name, words in list_faults(terms).items():
        raise InvalidInput(field_name, words)
    before = read_terms(course.rule, course.plan)
    if terms == before:
        return course
    rule = write_rule(terms, course.rule)
    wrong = problems(rule)
    if wrong:
        raise InvalidInput("rule", "; ".join(wrong))
    course.rule = rule
    if (terms.kinds, terms.optional) != (before.kinds, before.optional):
        course.plan = write_plan(terms, course.plan, course.minutes)
        course.minutes = minutes_counting(rule, course.plan) or course.minutes
    record(actor, "set_course_rule", course)
    return course
