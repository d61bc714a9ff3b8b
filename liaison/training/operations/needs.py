"""What somebody needs to take part, as their enrolment keeps it for sessions still to be added."""

from collections.abc import Sequence
from typing import Any

from liaison.events.models.need import NeedKind
from liaison.events.operations.needs import NeedDetails
from liaison.training.models.enrolment import Enrolment


def keep_needs(needs: Sequence[NeedDetails]) -> list[dict[str, Any]]:
    """As they are stored."""
    return [{"kind": one.kind.value, "language": one.language, "words": one.words} for one in needs]


def needs_of(enrolment: Enrolment) -> tuple[NeedDetails, ...]:
    """As they are asked for at the door of a session."""
    return tuple(
        NeedDetails(NeedKind(one["kind"]), one["language"], one["words"]) for one in enrolment.needs
    )
