"""What the programme did: events, how many came, when and where."""

import uuid
from datetime import date

from liaison.evaluation.figures.shapes import Column, Drawing, Kind, Section, Table, Value
from liaison.evaluation.figures.words import say_largest
from liaison.evaluation.queries import Subject
from liaison.events.figures import EventsIn, EventsWithPartners, NeedsKept, YearOfEvents
from liaison.i18n import _, _n, month_name, number
from liaison.indicators.figures import compute_figure, find_figure
from liaison.permissions import Actor


def define(*keys: str) -> str:
    """How figures are made, as their features say it."""
    found = [find_figure(key) for key in keys]
    return " ".join(str(source.definition) for source in found if source)


def describe_program(subject: Subject) -> Section:
    """What the programme is for, who answers for it, what it may spend."""
    program, plan = subject.program, subject.plan
    intro = [program.purpose or _("Nobody has written what this programme is for.")]
    if plan and plan.aim:
        intro.append(plan.aim)
    intro.append(_("It belongs to the department %(name)s.", name=program.department.name))
    if program.owner:
        intro.append(_("%(name)s answers for it.", name=program.owner.name))
    if not plan or plan.budget_cents is None:
        intro.append(_("No budget was written down for this year."))
        return Section("program", _("The programme"), tuple(intro))
    columns = (
        Column("item", _("Money"), Kind.TEXT),
        Column("amount", _("Amount"), Kind.MONEY),
    )
    rows: tuple[tuple[Value, ...], ...] = ((_("Budget of the year"), plan.budget_cents),)
    budget = Table("program.budget", _("Budget"), columns, rows)
    return Section("program", _("The programme"), tuple(intro), (budget,))


def report_events(year: YearOfEvents, together: EventsWithPartners, needs: NeedsKept) -> Section:
    """Events held, how many came, with whom they were held, and whether promises were kept."""
    return Section(
        "work",
        _("What was done"),
        tables=(
            *(_totals(year.total), _by_month(year), _attendance(year), _by_area(year)),
            *(_by_organisation(together), _promises(needs)),
        ),
    )


def compute_events(actor: Actor, program_id: uuid.UUID, year: int) -> YearOfEvents:
    """Both figures of events come from one count."""
    counted: YearOfEvents = compute_figure("events.held", actor, program_id=program_id, year=year)
    return counted


def month_names() -> list[str]:
    return [month_name(date(2000, month, 1)) for month in range(1, 13)]


def _counted() -> tuple[Column, ...]:
    """The columns of a table that counts one thing a row."""
    return (Column("what", _("Counted"), Kind.TEXT), Column("number", _("Number")))


def _totals(total: EventsIn) -> Table:
    rows: tuple[tuple[Value, ...], ...] = (
        (_("Events held"), total.events),
        (_("Events with a head count"), total.counted),
        (_("Events without one"), total.uncounted),
        (_("People who came, counted at each event"), total.attendance),
    )
    words = _(
        "%(events)s events were held. %(attendance)s people were counted at %(counted)s of them; "
        "for %(uncounted)s nobody wrote a count down.",
        events=number(total.events),
        attendance=number(total.attendance),
        counted=number(total.counted),
        uncounted=number(total.uncounted),
    )
    definition = define("events.held", "events.attendance")
    return Table("work.totals", _("The year altogether"), _counted(), rows, words, definition)


def _by_month(year: YearOfEvents) -> Table:
    columns = (
        Column("month", _("Month"), Kind.TEXT),
        Column("events", _("Events")),
        Column("uncounted", _("Without a head count")),
    )
    months = list(zip(month_names(), year.by_month, strict=True))
    words = say_largest([(name, held.events) for name, held in months], year.total.events)
    return Table(
        "work.months",
        _("Events by month"),
        columns,
        tuple((name, held.events, held.uncounted) for name, held in months),
        words,
        drawing=Drawing.COLUMNS,
        drawn="events",
    )


def _attendance(year: YearOfEvents) -> Table:
    columns = (Column("month", _("Month"), Kind.TEXT), Column("people", _("People who came")))
    months = list(zip(month_names(), year.by_month, strict=True))
    words = say_largest([(name, held.attendance) for name, held in months], year.total.attendance)
    return Table(
        "work.attendance",
        _("People who came, by month"),
        columns,
        tuple((name, held.attendance) for name, held in months),
        words,
        drawing=Drawing.COLUMNS,
        drawn="people",
    )


def _by_area(year: YearOfEvents) -> Table:
    columns = (
        Column("area", _("Area"), Kind.TEXT),
        Column("events", _("Events")),
        Column("uncounted", _("Without a head count")),
        Column("people", _("People who came")),
    )
    areas = sorted(year.by_area, key=lambda row: -row.held.events)
    named = [(row.area_name or _("Nobody placed it in an area"), row.held) for row in areas]
    words = say_largest([(name, held.events) for name, held in named], year.total.events)
    return Table(
        "work.areas",
        _("Events by area"),
        columns,
        tuple((name, held.events, held.uncounted, held.attendance) for name, held in named),
        words,
        drawing=Drawing.MAP,
        drawn="events",
        print_rows=15,
    )


def _by_organisation(together: EventsWithPartners) -> Table:
    columns = (
        Column("organisation", _("Organisation"), Kind.TEXT),
        Column("events", _("Events held with them")),
        Column("hosted", _("Of these, they were the host")),
    )
    words = _n(
        "%(count)s event was held together with others. It counts once here, and in full for each "
        "of them below.",
        "%(count)s events were held together with others. Each counts once here, and in full for "
        "each of them below.",
        together.events,
        count=number(together.events),
    )
    return Table(
        "work.partners",
        _("Events held with other organisations"),
        columns,
        tuple((row.name, row.events, row.hosted) for row in together.partners),
        words if together.partners else _("None was held together with others."),
        define("events.with_partners"),
        print_rows=15,
    )


def _promises(needs: NeedsKept) -> Table:
    rows: tuple[tuple[Value, ...], ...] = (
        (_("Asked for or foreseen"), needs.asked),
        (_("Promised: booked or confirmed"), needs.promised),
        (_("Delivered"), needs.delivered),
        (_("Promised but not delivered"), needs.broken),
        (_("Promised, and nobody has said whether it was there"), needs.unsaid),
    )
    words = _(
        "%(promised)s of what people needed to take part was promised; %(broken)s of it was not "
        "there.",
        promised=number(needs.promised),
        broken=number(needs.broken),
    )
    return Table(
        "work.needs",
        _("What people needed to take part"),
        _counted(),
        rows if needs.asked else (),
        words if needs.asked else _("Nobody asked for anything."),
        define("events.needs_not_delivered"),
    )
