"""The liaison network. Head counts print; by language and by area people are counted by a trait."""

from collections.abc import Mapping

from liaison.evaluation.figures.people import printed
from liaison.evaluation.figures.questions import shown_value
from liaison.evaluation.figures.shapes import Column, Drawing, Kind, Section, Table, Value
from liaison.evaluation.figures.words import name_language
from liaison.evaluation.figures.work import define
from liaison.i18n import _, day, number
from liaison.liaisons.figures.network import Network
from liaison.liaisons.models.liaison import LiaisonState
from liaison.statistics.disclosure.cells import Shown
from liaison.statistics.disclosure.counts import protect_overlapping


def report_network(network: Network) -> Section:
    """How many liaisons there are, in which languages they work and which areas they cover."""
    title = _("The liaison network")
    if not network.by_state:
        return Section("network", title, (_("The city has no liaisons on its roster."),))
    languages = {name_language(row.language): row.liaisons for row in network.by_language}
    areas = {row.name: row.liaisons for row in network.by_area}
    traits = (
        ("network.languages", _("Active liaisons by language"), _("Language"), languages),
        ("network.areas", _("Active liaisons by area"), _("Area"), areas),
    )
    return Section(
        "network",
        title,
        (_("The network as it stood on %(day)s.", day=day(network.on)),),
        (
            _states(network),
            *(_by_trait(*table, network.active) for table in traits if table[3]),
        ),
    )


def _states(network: Network) -> Table:
    names = {
        LiaisonState.PROSPECT: _("Interested, not yet trained"),
        LiaisonState.TRAINED: _("Trained"),
        LiaisonState.ACTIVE: _("Active"),
        LiaisonState.PAUSED: _("Paused"),
        LiaisonState.LAPSED: _("Training out of date"),
        LiaisonState.ALUMNI: _("No longer serving"),
        LiaisonState.REMOVED: _("Removed"),
    }
    rows: list[tuple[Value, ...]] = [(names[row.state], row.liaisons) for row in network.by_state]
    rows.append((_("Trained in the year"), network.trained_in_year))
    rows.append((_("Active, with a training that soon ends"), network.expiring))
    columns = (Column("state", _("Liaisons"), Kind.TEXT), Column("liaisons", _("Number")))
    words = _(
        "%(active)s liaisons were active; %(trained)s were trained in the year.",
        active=number(network.active),
        trained=number(network.trained_in_year),
    )
    definition = define("liaisons.network")
    return Table("network.states", _("Liaisons"), columns, tuple(rows), words, definition)


def _by_trait(key: str, title: str, label: str, counts: Mapping[str, int], active: int) -> Table:
    # when the counts reach the number of liaisons, everybody may be in one of the groups
    covers = sum(counts.values()) >= active
    guarded = protect_overlapping(counts, active, covers_base=covers)
    cells = guarded.cells
    order = sorted(cells, key=lambda name: (-shown_value(cells[name]), name))
    columns = (Column("group", label, Kind.TEXT), Column("liaisons", _("Active liaisons")))
    shown = [name for name in order if isinstance(cells[name], Shown)]
    words = _(
        "%(groups)s groups have active liaisons; %(shown)s of them have enough to be shown.",
        groups=number(len(counts)),
        shown=number(len(shown)),
    )
    return Table(
        key,
        title,
        columns,
        tuple((name, printed(cells[name])) for name in order) if shown else (),
        words,
        _("A liaison with two of them counts in both. Small numbers of people are not shown."),
        Drawing.BARS if len(shown) > 1 else None,
        "liaisons",
        print_rows=12,
    )
