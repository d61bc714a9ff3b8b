"""Links by which somebody without an account reaches their own enrolment."""

import uuid

from liaison.events.policy import own_links

OWN = "own enrolment"


def make_token(enrolment_id: uuid.UUID) -> str:
    """What stands in the address."""
    return own_links.make_token(enrolment_id, OWN)


def read_token(token: str) -> uuid.UUID:
    """Whose link it is. Raises NotFound for one we did not make."""
    return own_links.read_token(token, OWN)
