"""What the demo's generators write is what the pages can show."""

from sqlalchemy import func, select

from liaison import clock
from liaison.contacts.models import Contact
from liaison.db import db
from liaison.i18n import settings
from liaison.liaisons.forms.roster import STEP_WORDS
from liaison.liaisons.models.credential import Credential
from liaison.liaisons.models.liaison import Liaison, LiaisonState, LiaisonStep
from liaison.liaisons.policy.rights import may_enter
from liaison.liaisons.queries.rights import find_standing_of


def test_every_step_of_a_liaison_has_words(demo_app):
    with demo_app.app_context():
        assert set(db.session.scalars(select(LiaisonStep.verb).distinct())) <= set(STEP_WORDS)


def test_no_contact_is_closed_in_the_future(demo_app):
    with demo_app.app_context():
        last = db.session.scalar(select(func.max(Contact.closed_on)))
        assert last <= clock.today(settings().zone())


def test_every_active_liaison_may_enter_things(demo_app):
    with demo_app.app_context():
        today = clock.today(settings().zone())
        standings = [
            find_standing_of(one)
            for one in db.session.scalars(
                select(Liaison.id).where(
                    Liaison.state == LiaisonState.ACTIVE, Liaison.user_id.is_not(None)
                )
            )
        ]
        assert standings
        assert all(may_enter(standing, today) for standing in standings)


def test_the_days_of_a_training_are_those_of_its_certificate(demo_app):
    with demo_app.app_context():
        trained = select(Liaison.person_id, Liaison.trained_on, Liaison.trained_until).where(
            Liaison.trained_on.is_not(None)
        )
        certified = select(Credential.person_id, Credential.issued_on, Credential.expires_on)
        assert set(db.session.execute(trained)) == set(db.session.execute(certified))
