"""Answering the questions people ask before they come: is there, or is there not."""

from collections.abc import Mapping

from liaison.audit.operations import record
from liaison.events.models.event import Event
from liaison.events.policy.events import ACCESS
from liaison.permissions import Actor


def answer_access(*, actor: Actor, event: Event, answers: Mapping[str, bool | None]) -> None:
    """There is (True), there is not (False), or nobody knows yet (None); others stay as they are.

    What an import brought that is no question of ours stays, too.
    """
    there_is = [key for key in event.access if key not in answers]
    there_is_not = [key for key in event.access_lacking if key not in answers]
    there_is += [key for key in ACCESS if answers.get(key) is True]
    there_is_not += [key for key in ACCESS if answers.get(key) is False]
    if (set(there_is), set(there_is_not)) != (set(event.access), set(event.access_lacking)):
        event.access, event.access_lacking = there_is, there_is_not
        record(actor, "answer_access", event)
