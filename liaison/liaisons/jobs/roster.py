"""What happens to the roster at night."""

from liaison import clock
from liaison.i18n import settings
from liaison.jobs import nightly
from liaison.liaisons.operations.steps import step_liaison
from liaison.liaisons.queries.roster import list_whose_training_ended
from liaison.permissions import SYSTEM


@nightly
def lapse_ended_trainings() -> None:
    """Whose training is over is no longer a trained liaison, until trained again."""
    for liaison in list_whose_training_ended(clock.today(settings().zone())):
        step_liaison(actor=SYSTEM, liaison=liaison, verb="lapse_liaison")
