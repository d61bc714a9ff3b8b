"""Writing into a report."""

import uuid
from collections.abc import Mapping

from liaison import clock
from liaison.audit.operations import record
from liaison.evaluation import queries
from liaison.evaluation.models import ReportText
from liaison.permissions import Actor


def write_report_texts(
    *, actor: Actor, program_id: uuid.UUID, year: int, texts: Mapping[str, str]
) -> list[ReportText]:
    """Store what a person wrote into the slots; a slot whose words stay the same is left alone."""
    known = queries.list_texts(program_id, year)
    written = []
    for slot, words in texts.items():
        text = known.get(slot)
        if (text.text if text else "") == words:
            continue
        text = text or ReportText(program_id=program_id, year=year, slot=slot)
        text.text, text.written_at, text.written_by_id = words, clock.now(), actor.user_id
        text.is_invented = False
        record(actor, "write_report_text", text)
        written.append(text)
    return written
