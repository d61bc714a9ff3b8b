"""Who may enter things: as a table a city clerk could read, and on every path through a life."""

from datetime import UTC, date, datetime, timedelta

import pytest
from factories.liaisons import accept, make_liaison
from sqlalchemy import select

from liaison import clock
from liaison.db import db
from liaison.errors import WrongState
from liaison.i18n import settings
from liaison.liaisons.models.credential import CodeAcceptance, CodeOfConduct, Credential
from liaison.liaisons.models.liaison import LiaisonState
from liaison.liaisons.operations.code_of_conduct import publish_code, write_code
from liaison.liaisons.operations.credentials import record_training, revoke_credential
from liaison.liaisons.operations.steps import lapse_if_over, step_liaison
from liaison.liaisons.policy.rights import Lack, Standing, find_lack, may_enter, needs_rights
from liaison.liaisons.policy.roster import STEPS
from liaison.liaisons.queries.rights import find_last_rights, find_standing
from liaison.permissions import SYSTEM, Actor, Grant, Role

TODAY = date(2026, 4, 1)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
TABLE = [
    # state, trained until, accepted version (2 is in force), what is lacking
    ("active", TOMORROW, 2, None),
    ("active", TODAY, 2, None),  # the last day counts
    ("active", YESTERDAY, 2, "training_over"),
    ("active", None, 2, "not_trained"),
    ("active", TOMORROW, 1, "code"),  # a newer one has to be accepted anew
    ("active", TOMORROW, None, "code"),
    ("trained", TOMORROW, None, "code"),
    ("trained", TOMORROW, 2, "not_active"),
    ("paused", TOMORROW, 2, "paused"),
    ("paused", YESTERDAY, 2, "training_over"),
    ("prospect", None, None, "not_trained"),
    ("lapsed", YESTERDAY, 2, "training_over"),
    ("lapsed", TOMORROW, 2, "training_over"),
    ("alumni", TOMORROW, 2, "left"),
    ("removed", TOMORROW, 2, "left"),
]


@pytest.mark.pure
@pytest.mark.parametrize(("state", "until", "accepted", "lack"), TABLE)
def test_what_is_lacking(state, until, accepted, lack):
    standing = Standing(LiaisonState(state), until, accepted, in_force=2)
    assert find_lack(standing, TODAY) == lack
    assert may_enter(standing, TODAY) == (lack is None)


@pytest.mark.pure
def test_who_is_on_no_roster_lacks_that():
    assert find_lack(None, TODAY) is Lack.NOT_ON_ROSTER


@pytest.mark.pure
def test_without_a_code_of_conduct_in_force_nobody_has_rights():
    assert not may_enter(Standing(LiaisonState.ACTIVE, TOMORROW, None, None), TODAY)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("roles", "expected"),
    [("liaison", True), ("coordinator", False), ("liaison coordinator", False), ("analyst", False)],
)
def test_only_who_enters_as_a_liaison_needs_rights(roles, expected):
    actor = Actor(grants=tuple(Grant(Role(role)) for role in roles.split()))
    assert needs_rights(actor) == expected


class Life:
    """A liaison with an account, and everything that can happen to one."""

    def __init__(self, user, at):
        self.at, self.user_id = at, user.id
        self.liaison = make_liaison(user_id=user.id)
        self.acts = {
            "train": self.train,
            "revoke": self.revoke,
            "accept": lambda: accept(self.liaison),
            "publish": self.publish,
            "expire": self.expire,
            "night": lambda: lapse_if_over(self.liaison.id),
        } | {
            verb: lambda verb=verb: step_liaison(actor=SYSTEM, liaison=self.liaison, verb=verb)
            for verb in STEPS
        }

    def train(self):
        record_training(actor=SYSTEM, liaison=self.liaison, trained_on=self.today())

    def revoke(self):
        held = find_last_rights(self.liaison.person_id)
        if held:
            revoke_credential(actor=SYSTEM, credential=held, reason="Somebody else sat the test")

    def publish(self):
        written = write_code(actor=SYSTEM, texts=dict.fromkeys(settings().languages, "Be kind."))
        publish_code(actor=SYSTEM, version=written.version)

    def expire(self):
        if self.liaison.trained_until:
            day = self.liaison.trained_until + timedelta(days=1)
            self.at(datetime(day.year, day.month, day.day, 16, tzinfo=UTC))

    def today(self):
        return clock.today(settings().zone())

    def has_rights(self):
        return may_enter(find_standing(self.user_id), self.today())

    def proofs(self):
        """A valid credential, and the newest code accepted: read from the rows themselves."""
        credential = db.session.scalar(
            select(Credential.id).where(
                Credential.person_id == self.liaison.person_id,
                Credential.revoked_at.is_(None),
                Credential.issued_on <= self.today(),
                Credential.expires_on >= self.today(),
            )
        )
        versions = db.session.scalars(
            select(CodeOfConduct.version).where(CodeOfConduct.published_at.is_not(None))
        )
        accepted = db.session.get(CodeAcceptance, (self.liaison.id, max(versions)))
        return credential is not None, accepted is not None

    def where(self):
        """What tells one moment from another for what may happen next."""
        known = db.session.scalar(
            select(CodeAcceptance.version).where(CodeAcceptance.liaison_id == self.liaison.id)
        )
        return (self.liaison.state, *self.proofs(), known is not None, self.has_rights())


def walk(life, seen, path=()):
    """Every place that some path leads to; each act is taken back before the next is tried."""
    here = life.where()
    state, is_trained, has_accepted, _ever, has_rights = here
    assert not has_rights or (is_trained and has_accepted and state == "active"), path
    if here in seen:
        return
    seen.add(here)
    now = clock.now()
    for name, act in life.acts.items():
        savepoint = db.session.begin_nested()
        try:
            act()
        except WrongState:
            pass
        else:
            walk(life, seen, (*path, name))
        savepoint.rollback()
        life.at(now)


def test_no_path_leads_to_rights_without_a_valid_credential_and_the_code(cast, at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))
    seen = set()
    walk(Life(cast.users["liaison"], at), seen)
    assert {state for state, *_rest in seen} == set(LiaisonState)
    assert any(has_rights for *_rest, has_rights in seen)
    assert len(seen) > 30


def test_who_lapsed_renews_and_has_rights_again(cast, at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))
    life = Life(cast.users["liaison"], at)
    life.acts["train"]()
    assert life.liaison.state is LiaisonState.TRAINED
    life.acts["accept"]()
    assert life.has_rights()
    life.acts["expire"]()
    assert not life.has_rights()  # before the night, too
    life.acts["night"]()
    assert life.liaison.state is LiaisonState.LAPSED
    life.acts["train"]()
    assert life.has_rights()


def test_a_new_code_takes_the_right_until_it_is_accepted(cast, at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))
    life = Life(cast.users["liaison"], at)
    for name in ("accept", "train", "publish"):
        life.acts[name]()
    assert not life.has_rights()
    life.acts["accept"]()
    assert life.has_rights()
