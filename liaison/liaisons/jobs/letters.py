"""Letters drawn in the worker."""

import uuid

from liaison.accounts.queries import actor_of
from liaison.files import RENDERED, store
from liaison.jobs import job
from liaison.liaisons.exports.letters import letter_pdf
from liaison.liaisons.queries.roster import get_liaison
from liaison.liaisons.queries.service import find_service
from liaison.permissions import Permission

LETTER_OF_SERVICE = "liaisons.letter_of_service"


@job(LETTER_OF_SERVICE)
def draw_letter(liaison_id: str, for_user_id: str) -> str:
    """Draw the letter for somebody who keeps this liaison; returns the stored file's name."""
    actor = actor_of(uuid.UUID(for_user_id))
    liaison = get_liaison(actor, uuid.UUID(liaison_id), Permission.LIAISON_EDIT)
    name = f"{RENDERED}{uuid.uuid4()}/letter-of-service.pdf"
    store().write(name, letter_pdf(find_service(liaison.id)))
    return name
