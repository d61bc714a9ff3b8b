"""A programme's year, put together from the figures of every feature."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from liaison import clock
from liaison.demographics.figures import by_question
from liaison.evaluation import queries
from liaison.evaluation.figures.agreed import report_agreed
from liaison.evaluation.figures.baselines import CODES
from liaison.evaluation.figures.heard import compute_contacts, report_contacts
from liaison.evaluation.figures.limits import report_method, report_silence
from liaison.evaluation.figures.network import report_network
from liaison.evaluation.figures.questions import Asked, Residents, report_people
from liaison.evaluation.figures.shapes import Report, Section, Slot
from liaison.evaluation.figures.work import compute_events, describe_program, report_events
from liaison.evaluation.models import ReportText
from liaison.evaluation.queries import Subject
from liaison.i18n import _, current_language
from liaison.indicators.figures import compute_figure
from liaison.permissions import Actor

SLOTS = ("findings", "numbers", "actions")


def build_report(actor: Actor, program_id: uuid.UUID, year: int) -> Report:
    """The report in the current language, counted now. Raises NotFound."""
    subject = queries.get_subject(actor, program_id, year)
    made_at = clock.now()
    return assemble_report(subject, year, count_sections(actor, program_id, year), made_at)


def assemble_report(
    subject: Subject, year: int, counted: Sequence[Section], made_at: datetime
) -> Report:
    """Numbers counted at `made_at`, with the programme and the texts as they are now."""
    program, plan = subject.program, subject.plan
    return Report(
        program_key=program.key,
        program_name=program.name,
        department=program.department.name,
        year=year,
        language=current_language().tag,
        made_at=made_at,
        is_invented=program.is_invented or bool(plan and plan.is_invented),
        slots=_slots(queries.list_texts(program.id, year)),
        sections=(describe_program(subject), *counted),
    )


def count_sections(actor: Actor, program_id: uuid.UUID, year: int) -> tuple[Section, ...]:
    """Every section that counts something, in the current language."""
    events = compute_events(actor, program_id, year)
    where = {"program_id": program_id, "year": year}
    asked = Asked(
        by_question(compute_figure("demographics.answers", actor, **where)),
        compute_figure("demographics.offered", actor, **where),
    )
    found = queries.find_population(CODES)
    residents = Residents(found.estimates, found.source, found.period)
    contacts = compute_contacts(actor, program_id, year)
    return (
        report_events(
            events,
            compute_figure("events.with_partners", actor, **where),
            compute_figure("events.needs_not_delivered", actor, **where),
        ),
        report_people(asked, residents, queries.name_areas()),
        report_contacts(contacts),
        report_network(compute_figure("liaisons.network", actor, **where)),
        report_agreed(actor, program_id, year),
        report_silence(events, asked, residents, contacts.unplaced),
        report_method(residents),
    )


def _slots(written: Mapping[str, ReportText]) -> tuple[Slot, ...]:
    titles = {
        "findings": _("What we found"),
        "numbers": _("The numbers that matter most"),
        "actions": _("What we will do next"),
    }
    return tuple(
        Slot(
            slot,
            titles[slot],
            written[slot].text if slot in written else "",
            slot in written and written[slot].is_invented,
        )
        for slot in SLOTS
    )
