"""Liaisons who logged nothing for a while, each with a kind next step."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.contacts.policy import next_step
from liaison.contacts.queries.quiet import (
    QuietLine,
    ask_quiet_liaisons,
    count_quiet_liaisons,
    last_day,
    list_quiet_liaisons,
)
from liaison.i18n import _, settings
from liaison.liaisons.queries.care import get_ceiling, get_liaison_rules, load_of
from liaison.lines import Asked, Line
from liaison.permissions import Actor, Permission
from liaison.web.guards import current_actor, requires
from liaison.web.panels import ListSource, Panel
from liaison.web.tables import PAGE_SIZE, Column, Page, page_number

blueprint = Blueprint("quiet_liaisons", __name__, url_prefix="/desk/liaisons/quiet")


def _today() -> date:
    return clock.today(settings().zone())


def _since() -> date:
    return _today() - timedelta(days=get_liaison_rules().idle_days)


def _with_steps(lines: Sequence[QuietLine]) -> list[tuple[QuietLine, str]]:
    today, ceiling = _today(), get_ceiling()
    loads = load_of([line.id for line in lines], today)
    renew_from = today + timedelta(days=get_liaison_rules().renew_days)
    return [
        (
            line,
            str(
                next_step(
                    last_on=line.last_on,
                    trained_until=line.trained_until,
                    renew_from=renew_from,
                    is_worn=ceiling.is_reached_by(loads[line.id]),
                )
            ),
        )
        for line in lines
    ]


@blueprint.get("/")
@requires(Permission.LIAISON_VIEW)
def list_quiet() -> ResponseReturnValue:
    """By name: a list of whom to call, no order of who did least."""
    actor, number, since, today = current_actor(), page_number(), _since(), _today()
    shown = list_quiet_liaisons(
        actor, since=since, today=today, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE
    )
    total = count_quiet_liaisons(actor, since=since, today=today)
    return render_template(
        "contacts/quiet/list_quiet.html",
        page=Page(_with_steps(shown), total, number),
        idle_days=get_liaison_rules().idle_days,
        columns=[Column(_("Name")), Column(_("Last entry")), Column(_("Next step"))],
    )


def _ask(actor: Actor) -> Asked:
    return ask_quiet_liaisons(actor, since=_since(), today=_today())


def _make_panel(lines: Sequence[Line]) -> Panel:
    return Panel(
        title=_("Liaisons to call"),
        template="contacts/quiet/_panel.html",
        data=[line._replace(day=last_day(line.day, line.at)) for line in lines],
        links=((_("All who logged nothing for a while"), url_for("quiet_liaisons.list_quiet")),),
    )


panels = (ListSource("contacts.quiet", Permission.LIAISON_VIEW, 42, _ask, _make_panel),)
