"""What happens to the roster at night."""

from liaison import clock
from liaison.i18n import settings
from liaison.jobs import nightly, one_by_one
from liaison.liaisons.operations.steps import lapse_if_over
from liaison.liaisons.queries.roster import list_whose_training_ended


@nightly
def lapse_ended_trainings() -> None:
    """Whose training is over is no longer a trained liaison, until trained again."""
    one_by_one(list_whose_training_ended(clock.today(settings().zone())), lapse_if_over)
