"""Courses that come with the application, read from YAML and stored when first held."""

from functools import cache
from importlib.resources import files

import yaml

from liaison.permissions import Actor
from liaison.training.models.course import Course, CourseKind
from liaison.training.operations.courses import CourseDetails, CourseWords, keep_course

SCHEMA = "course/1"
SHIPPED = ("liaison", "academy")


@cache
def read_shipped(key: str) -> CourseDetails:
    """A course that comes with the application."""
    path = files("liaison.training") / "templates" / f"{key}.yaml"
    return read_course(path.read_text(encoding="utf-8"))


def read_course(text: str) -> CourseDetails:
    """Raises ValueError where the file is no course."""
    source = yaml.safe_load(text)
    if not isinstance(source, dict) or source.get("schema") != SCHEMA:
        raise ValueError(f"The file must start with: schema: {SCHEMA}")
    words = {
        language: CourseWords(said["title"], said["summary"], tuple(said["outline"]))
        for language, said in source["words"].items()
    }
    return CourseDetails(
        key=source["key"],
        kind=CourseKind(source["kind"]),
        minutes=source["minutes"],
        rule=source["rule"],
        words=words,
        grants_rights=source["grants_rights"],
        valid_months=source.get("valid_months"),
        refreshes=source.get("refreshes"),
        plan=source["plan"],
        eligibility=tuple(source["eligibility"]),
    )


def keep_shipped(*, actor: Actor, key: str) -> Course:
    """The stored course, stored now if it is not yet."""
    return keep_course(actor=actor, details=read_shipped(key))
