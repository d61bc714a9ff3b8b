"""Who decides what is taught."""

from liaison.permissions import Actor, Permission


def can_write_courses(actor: Actor) -> bool:
    """Courses, their words and their cards are all the city's: a role in one programme holds runs
    of a course, and rewrites nothing that the runs of others say."""
    return actor.scope(Permission.TRAINING_EDIT).everywhere
