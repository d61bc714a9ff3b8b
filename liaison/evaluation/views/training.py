"""Four levels at which a run of a course is evaluated, on one page."""

import uuid

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.evaluation.figures.trainees import (
    Change,
    Used,
    compare_areas,
    count_used,
    list_trainees,
)
from liaison.i18n import _, _l, _n, current_language, number, percent, settings
from liaison.permissions import Permission
from liaison.statistics.intervals import wilson
from liaison.training.figures.results import Results, results_of_run
from liaison.training.policy.results import enough, has_results, people_in_words
from liaison.training.queries.courses import get_words
from liaison.training.queries.runs import get_run
from liaison.web.guards import current_actor, requires
from liaison.web.tables import Column

blueprint = Blueprint("training_levels", __name__, url_prefix="/desk/training")
USED = (
    Column(_l("Within")),
    Column(_l("Logged a contact"), is_number=True),
    Column(_l("Of those whose days are over"), is_number=True),
    Column(_l("Share"), is_number=True),
    Column(_l("Still have days left"), is_number=True),
)
AREAS = (
    Column(_l("Where")),
    Column(_l("Contacts before"), is_number=True),
    Column(_l("Contacts after"), is_number=True),
    Column(_l("After to before"), is_number=True),
)


@blueprint.get("/runs/<uuid:run_id>/levels")
@requires(Permission.TRAINING_VIEW)
def show_levels(run_id: uuid.UUID) -> ResponseReturnValue:
    """How people found it, what they learned, what they did with it, and what came of that."""
    actor, today = current_actor(), clock.today(settings().zone())
    run = get_run(actor, run_id)
    results = results_of_run(run) if has_results(run.state) else None
    trainees = list_trainees(run.id) if results else []
    ended_on = min((one.issued_on for one in trainees), default=None)
    areas = compare_areas(actor, run.id, ended_on, today) if ended_on else None
    return render_template(
        "evaluation/training/show_levels.html",
        run=run,
        course=get_words(run.course, current_language().tag),
        is_over=results is not None,
        reaction=_reaction_facts(results) if results else [],
        learning=_learning_facts(results) if results else [],
        used_columns=USED,
        used=[_used_cells(one) for one in count_used(trainees, today)] if trainees else [],
        area_columns=AREAS,
        areas=[
            (_("Areas the trainees cover"), *_change_cells(areas.theirs)),
            (_("All other areas"), *_change_cells(areas.others)),
        ]
        if areas
        else [],
        days=areas.days if areas else 0,
    )


def _reaction_facts(results: Results) -> list[tuple[str, str]]:
    found = results.reaction
    if found is None:
        return []
    facts = [
        (_("Answered the card"), people_in_words(found.people)),
        (_("Had a place in the course"), number(found.took_part)),
    ]
    by_key = {one.item.key: one for one in found.items}
    recommend = by_key.get("recommend")
    if recommend and recommend.agree is not None:
        facts.append((_("Would tell a neighbour to come"), percent(recommend.agree)))
    useful = by_key.get("useful")
    if useful and useful.now is not None:
        mean = _("%(mean)s of %(most)s", mean=number(useful.now, 1), most=5)
        facts.append((_("Found it useful, on average"), mean))
    return facts


def _learning_facts(results: Results) -> list[tuple[str, str]]:
    facts = []
    known, sure = results.knowledge, results.confidence
    if known:
        facts.append((_("Answered both cards and were matched"), people_in_words(known.matched)))
    if known and known.difference:
        found = known.difference
        gain = _(
            "%(mean)s of %(most)s questions (95%% interval from %(low)s to %(high)s)",
            mean=number(found.mean, 2),
            most=number(known.most),
            low=number(found.interval.low, 2),
            high=number(found.interval.high, 2),
        )
        facts.append((_("More right answers afterwards"), gain))
        facts.append(
            (_("Knew enough afterwards (four fifths right, or more)"), _share(known.passed_after))
        )
    if sure and sure.difference:
        both = _(
            "%(before)s before, %(after)s after, of %(most)s",
            before=number(sure.difference.mean_before, 2),
            after=number(sure.difference.mean_after, 2),
            most=number(5),
        )
        facts.append((_("How sure they felt"), both))
    return facts


def _share(share: float | None) -> str:
    return "" if share is None else percent(share)


def _used_cells(found: Used) -> tuple[str, ...]:
    """A share with its interval; of fewer than eleven it would be about somebody."""
    days, over = _n("%(num)s day", "%(num)s days", found.days), people_in_words(found.over)
    left = people_in_words(found.not_over)
    if not enough(found.over):
        return days, _("not shown") if found.over else "", over, "", left
    limits = wilson(found.used, found.over)
    share = _(
        "%(share)s (95%% interval from %(low)s to %(high)s)",
        share=percent(found.used / found.over),
        low=percent(limits.low),
        high=percent(limits.high),
    )
    return days, number(found.used), over, share, left


def _change_cells(change: Change) -> tuple[str, str, str]:
    ratio = _("cannot be said")
    if change.ratio is not None and change.interval is not None:
        ratio = _(
            "%(ratio)s times (95%% interval from %(low)s to %(high)s)",
            ratio=number(change.ratio, 2),
            low=number(change.interval.low, 2),
            high=number(change.interval.high, 2),
        )
    return number(change.before), number(change.after), ratio
