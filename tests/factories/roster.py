"""The liaisons of the town that every page is walked through in."""

from factories.liaisons import make_certified_liaison, make_liaison

from liaison import clock
from liaison.db import db
from liaison.jobs import BackgroundJob, JobState
from liaison.liaisons.operations.code_of_conduct import write_code
from liaison.liaisons.policy.certificates import DRAW_CERTIFICATES
from liaison.liaisons.queries.rights import find_last_rights
from liaison.permissions import SYSTEM


def add_liaisons(area, user, walker):
    """One with an account whom everybody sees, another so much alike that they may be the same,
    and whoever walks through the town, who is a liaison, too."""
    make_liaison("Amira Haddad", areas=[area], user_id=walker.id)
    shown = make_certified_liaison(user, areas=[area])
    shown.on_map_since = clock.now()
    return {
        "liaison_id": shown.id,
        "other_id": make_liaison("Linh Trần").id,
        **add_rights(shown),
    }


def add_rights(liaison):
    """Their certificate, being drawn, and a draft of the next code of conduct."""
    write_code(actor=SYSTEM, texts={"en": "Be kind.\n\nI am kind."})
    drawing = BackgroundJob(
        name=DRAW_CERTIFICATES,
        arguments={},
        state=JobState.RUNNING,
        asked_by_id=liaison.user_id,
        asked_at=clock.now(),
    )
    db.session.add(drawing)
    db.session.flush()
    return {
        "number": find_last_rights(liaison.person_id).number,
        "version": 1,
        "own_rights.show_drawing:job_id": drawing.id,
    }
