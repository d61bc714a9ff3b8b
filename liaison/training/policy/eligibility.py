"""Who may come to a course: statements people answer with yes or no. No birth date is ever kept."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from liaison.i18n import _l


class Statement(NamedTuple):
    """What somebody says of themselves, and what they are told who cannot say it."""

    words: Any
    reason: Any


STATEMENTS: Mapping[str, Statement] = {
    "adult": Statement(
        _l("I am 18 or older on the first day."),
        _l("You must be 18 on the first day: sessions are in the evening, some away from here."),
    ),
    "resident": Statement(
        _l("I live in the city."),
        _l("You must live in the city: the places are paid for by those who do."),
    ),
    "can_come": Statement(
        _l("I can come to most of the sessions."),
        _l("You must be able to come to most sessions: nobody completes the course without."),
    ),
    "not_employed": Statement(
        _l("I do not work for the city."),
        _l("People who work for the city have courses of their own."),
    ),
}


def list_statements(keys: Iterable[str]) -> list[tuple[str, Statement]]:
    """Those a run asks for, in its order."""
    return [(key, STATEMENTS[key]) for key in keys if key in STATEMENTS]


def reasons_against(keys: Iterable[str], said: Mapping[str, bool]) -> dict[str, str]:
    """Why somebody cannot come, by statement; nothing where they can."""
    return {
        key: str(statement.reason)
        for key, statement in list_statements(keys)
        if not said.get(key, False)
    }
