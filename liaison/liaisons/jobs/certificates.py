"""Certificates drawn in the worker."""

import uuid
from collections.abc import Sequence

from liaison.city.queries import find_city_settings
from liaison.db import db, reading
from liaison.files import RENDERED, store
from liaison.jobs import advance, job
from liaison.liaisons.exports.certificates import draw, list_parts
from liaison.liaisons.policy.certificates import DRAW_CERTIFICATES
from liaison.liaisons.queries.credentials import list_held


@job(DRAW_CERTIFICATES)
def draw_certificates(credential_ids: Sequence[str], *, has_letters: bool) -> str | None:
    """Draw these as one file; returns its name, or None where nobody holds any of them."""
    # while they are drawn nobody waits for the write lock: no transaction is open
    with reading():
        held = list_held([uuid.UUID(one) for one in credential_ids])
        parts = list_parts(held, has_letters=has_letters)
        city = find_city_settings()
        db.session.rollback()
    if not parts:
        return None
    content = draw(
        parts,
        accent=city.accent if city else "",
        on_part=lambda count: advance(0.8 * count / len(parts)),  # the rest is writing the file
    )
    name = f"{RENDERED}{uuid.uuid4()}/certificates.pdf"
    store().write(name, content)
    return name
