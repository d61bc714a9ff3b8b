"""Asking for certificates on paper."""

import uuid
from collections.abc import Sequence

from liaison import jobs
from liaison.liaisons.policy.certificates import DRAW_CERTIFICATES
from liaison.permissions import Actor


def order_certificates(
    *,
    actor: Actor,
    credential_ids: Sequence[uuid.UUID],
    has_letters: bool = False,
    key: uuid.UUID | None = None,
) -> jobs.BackgroundJob:
    """Have these drawn as one file, each in its holder's language; with a letter before each.

    Whoever calls has looked whether the actor may see all of them. Under the same `key` once.
    """
    return jobs.enqueue(
        DRAW_CERTIFICATES,
        asked_by_id=actor.user_id,
        key=key,
        credential_ids=[str(one) for one in credential_ids],
        has_letters=has_letters,
    )
