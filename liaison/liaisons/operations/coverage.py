"""Tying population figures to those whom liaisons may serve."""

import uuid
from collections.abc import Collection

from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import Conflict, InvalidInput, NotAllowed
from liaison.i18n import _
from liaison.liaisons.models.coverage import Counted, CoverageLanguage, CoverageMeasure
from liaison.liaisons.policy.coverage import guess_counted
from liaison.liaisons.queries.coverage import list_free_measures, list_tied_measures
from liaison.permissions import Actor, Permission


def tie_measure(
    *,
    actor: Actor,
    measure_id: uuid.UUID,
    counts: Counted,
    languages: Collection[str] = (),
    community: str = "",
) -> CoverageMeasure:
    """From now on coverage is measured by this figure.

    Raises NotAllowed, InvalidInput('languages' | 'community'), Conflict('measure').
    """
    _check_right(actor)
    of_community = counts is Counted.COMMUNITY
    if of_community and not community:
        raise InvalidInput("community", _("Enter the community, as liaisons call it."))
    if not of_community and not languages:
        raise InvalidInput("languages", _("Choose the languages its people are served in."))
    if db.session.get(CoverageMeasure, measure_id):
        raise Conflict("measure", _("Coverage is measured by this figure already."))
    tied = CoverageMeasure(
        measure_id=measure_id,
        counts=counts,
        community=community if of_community else "",
        languages=[]
        if of_community
        else [CoverageLanguage(language=tag) for tag in sorted(set(languages))],
    )
    db.session.add(tied)
    record(actor, "tie_measure", tied)
    return tied


def tie_guessed_measures(*, actor: Actor) -> int:
    """Tie every figure whose label names one language, where that has no figure yet.

    Two figures of the same people would be added, so that of each language the first is taken.
    """
    taken = {
        (tied.counts, tuple(one.language for one in tied.languages))
        for tied in list_tied_measures()
    }
    count = 0
    for measure in list_free_measures():
        guess = guess_counted(measure.label)
        if guess and guess not in taken:
            taken.add(guess)
            tie_measure(actor=actor, measure_id=measure.id, counts=guess[0], languages=guess[1])
            count += 1
    return count


def untie_measure(*, actor: Actor, tied: CoverageMeasure) -> None:
    """Coverage is no longer measured by this figure; the figure itself stays. Raises NotAllowed."""
    _check_right(actor)
    record(actor, "untie_measure", tied)
    db.session.delete(tied)
    db.session.flush()


def _check_right(actor: Actor) -> None:
    """It changes what everybody in the city sees."""
    if not actor.scope(Permission.LIAISON_EDIT).everywhere:
        raise NotAllowed
