"""What the demo's generators write is what the pages can show."""

from sqlalchemy import func, select

from liaison import clock
from liaison.contacts.models import Contact
from liaison.db import db
from liaison.evaluation.figures.trainees import count_used, list_trainees
from liaison.i18n import settings
from liaison.liaisons.forms.roster import STEP_WORDS
from liaison.liaisons.models.booking import Booking, BookingOffer, BookingState, BookingStep
from liaison.liaisons.models.care import Ask
from liaison.liaisons.models.credential import Credential
from liaison.liaisons.models.liaison import Liaison, LiaisonState, LiaisonStep
from liaison.liaisons.models.work import PaymentBatch, WorkEntry
from liaison.liaisons.policy.bookings import STEPS
from liaison.liaisons.policy.reasons import Reason
from liaison.liaisons.policy.rights import may_enter
from liaison.liaisons.queries.rights import find_standing_of
from liaison.training.figures.results import results_of_run
from liaison.training.models.course import CourseRun, RunState
from liaison.training.models.enrolment import Enrolment
from liaison.training.queries.certificates import list_credentials_of_run
from liaison.training.queries.runs import list_sessions
from liaison.training.queries.verdicts import verdicts_of_run


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


def test_there_is_a_booking_in_each_state_and_each_offer_is_an_ask_with_reasons(demo_app):
    with demo_app.app_context():
        assert set(db.session.scalars(select(Booking.state))) >= set(BookingState)
        offered = db.session.execute(select(BookingOffer.booking_id, BookingOffer.liaison_id))
        asked = select(Ask.booking_id, Ask.liaison_id).where(Ask.booking_id.is_not(None))
        assert set(offered) == set(db.session.execute(asked))
        reasons = db.session.scalars(select(BookingOffer.why)).all()
        assert all(why and set(why) <= set(Reason) for why in reasons)


def test_the_steps_of_a_booking_follow_the_table_and_lie_in_the_past(demo_app):
    with demo_app.app_context():
        steps = db.session.scalars(select(BookingStep).order_by(BookingStep.at, BookingStep.id))
        reached = {}
        for step in steps:
            before = reached.get(step.booking_id)
            assert step.from_state == before
            assert before is None or before in STEPS[step.verb].from_states
            assert step.at <= clock.now()
            reached[step.booking_id] = step.to_state
        states = db.session.execute(select(Booking.id, Booking.state))
        assert reached == dict(map(tuple, states))


def test_what_was_paid_adds_up(demo_app):
    with demo_app.app_context():
        lines = select(WorkEntry.payment_id, func.count(), func.sum(WorkEntry.cents)).where(
            WorkEntry.payment_id.is_not(None)
        )
        batches = select(PaymentBatch.id, PaymentBatch.lines, PaymentBatch.total_cents)
        found = db.session.execute(lines.group_by(WorkEntry.payment_id))
        assert set(found) == set(db.session.execute(batches))


def test_a_training_that_is_over_shows_what_its_people_learned_and_did(demo_app):
    with demo_app.app_context():
        [run] = db.session.scalars(select(CourseRun).where(CourseRun.state == RunState.ENDED))
        results, trainees = results_of_run(run), list_trainees(run.id)
        assert len(trainees) >= 15
        assert results.knowledge.matched >= 11
        assert results.knowledge.difference.mean > 0
        assert results.confidence.difference.mean > 0
        assert results.reaction.people >= 11
        used = count_used(trainees, clock.today(settings().zone()))
        assert [one.not_over for one in used] == [0, 0, 0]
        assert 0 < used[0].used < used[-1].used
        held = list_credentials_of_run(run.id)
        assert len(held) == len(trainees)
        said = [one.is_completed for one in verdicts_of_run(run).values()]
        assert said.count(True) == len(trainees)
        [session] = list_sessions(run.id)
        assert session.event.attendance == len(trainees)
        invented = select(Enrolment.is_invented).where(Enrolment.run_id == run.id)
        assert {run.is_invented, session.event.is_invented, *db.session.scalars(invented)} == {True}
