"""What the demo's generators write is what the pages can show."""

from sqlalchemy import func, select

from liaison import clock
from liaison.contacts.models import Contact
from liaison.db import db
from liaison.i18n import settings
from liaison.liaisons.forms.roster import STEP_WORDS
from liaison.liaisons.models.liaison import LiaisonStep


def test_every_step_of_a_liaison_has_words(demo_app):
    with demo_app.app_context():
        assert set(db.session.scalars(select(LiaisonStep.verb).distinct())) <= set(STEP_WORDS)


def test_no_contact_is_closed_in_the_future(demo_app):
    with demo_app.app_context():
        last = db.session.scalar(select(func.max(Contact.closed_on)))
        assert last <= clock.today(settings().zone())
