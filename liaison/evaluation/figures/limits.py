"""What was not measured, and how the report was made: both lists write themselves."""

from liaison.demographics.figures import OfferedForms
from liaison.evaluation.figures.baselines import COMPARISONS
from liaison.evaluation.figures.questions import Asked, Residents, name_question
from liaison.evaluation.figures.shapes import Section
from liaison.events.figures import YearOfEvents
from liaison.i18n import _, listed, number, percent
from liaison.statistics.disclosure.cells import DEFAULT_THRESHOLD


def report_silence(
    events: YearOfEvents, asked: Asked, residents: Residents, unplaced_contacts: int
) -> Section:
    """What this report cannot say."""
    notes = [
        *_about_events(events),
        *_about_forms(asked.offered, asked.forms),
        *_about_questions(asked, residents),
    ]
    if unplaced_contacts:
        notes.append(
            _(
                "%(contacts)s contacts were not placed in an area.",
                contacts=number(unplaced_contacts),
            )
        )
    notes.append(_("Whether anything changed for the people reached: this report counts work."))
    return Section("silence", _("What was not measured"), notes=tuple(notes))


def _about_events(events: YearOfEvents) -> list[str]:
    notes = []
    if events.total.uncounted:
        notes.append(
            _(
                "How many people came to %(events)s events: nobody wrote a count down.",
                events=number(events.total.uncounted),
            )
        )
    unplaced = sum(row.held.events for row in events.by_area if row.area_id is None)
    if unplaced:
        notes.append(_("%(events)s events were not placed in an area.", events=number(unplaced)))
    notes.append(_("How many different people came: someone at two events counts twice."))
    return notes


def _about_forms(offered: OfferedForms, forms: int) -> list[str]:
    if not forms:
        return [_("Who took part: nobody filled in a form about themselves.")]
    if not offered.points or offered.is_complete:
        return []
    return [
        _(
            "How many people were offered a form at %(points)s of %(all)s places, so there is no "
            "response rate.",
            points=number(offered.uncounted),
            all=number(offered.points),
        )
    ]


def _about_questions(asked: Asked, residents: Residents) -> list[str]:
    if asked.forms < DEFAULT_THRESHOLD:
        return []  # of so few people, a question nobody answered says something about each
    notes = []
    silent = [name_question(key) for key, counts in asked.questions.items() if not counts.answered]
    if silent:
        notes.append(_("Nobody answered these questions: %(names)s.", names=listed(silent)))
    if not residents.population:
        notes.append(
            _("Who lives in the city: no census figures were brought in, so nothing compares.")
        )
        return notes
    bare = [
        str(group.label)
        for comparison in COMPARISONS.values()
        for group in comparison.groups
        if group.baseline is None
    ]
    alone = [name_question(key) for key in asked.questions if key not in COMPARISONS]
    names = listed([*bare, *alone])
    notes.append(_("There is no figure of residents to compare with for: %(names)s.", names=names))
    return notes


def report_method(residents: Residents) -> Section:
    """Where the numbers come from and which are not printed."""
    notes = [
        _(
            "Counts of people by a personal trait, a language or a disability are printed only "
            "from %(number)s up. Where a small count could be worked out by subtraction, another "
            "one is not shown either.",
            number=number(DEFAULT_THRESHOLD),
        ),
        _(
            "Counts of events, attendances, contacts and forms are of work done and are printed "
            "as they are."
        ),
        _(
            "Shares are of those who answered the question. Ranges are %(level)s intervals: they "
            "hold chance and the survey's margin of error, not the choice to fill in the form or "
            "not.",
            level=percent(0.95),
        ),
        _(
            "“About as expected” means that the whole range of the ratio lies between 0.80 and "
            "1.25. “Cannot tell” means that the numbers allow both an important difference and "
            "none."
        ),
    ]
    if residents.source:
        notes.insert(
            0,
            _(
                "Residents are those of %(source)s, %(period)s. Margins of error are the census's "
                "own, 90 %%.",
                source=residents.source,
                period=residents.period,
            ),
        )
    return Section("method", _("How this report was made"), notes=tuple(notes))
