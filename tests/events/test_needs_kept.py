"""The figure of promises: what was booked, and whether it was there."""

from datetime import UTC, datetime, timedelta

from factories.events import NOON, make_event

from liaison.db import db
from liaison.events.figures import NeedsKept
from liaison.events.models.need import NeedKind
from liaison.events.operations.needs import (
    Booking,
    NeedDetails,
    ask_need,
    book_need,
    fail_need,
    take_need_step,
)
from liaison.indicators.figures import compute_figure
from liaison.permissions import SYSTEM


def test_what_was_promised_and_not_delivered_is_counted(cast, at):
    at(datetime(2026, 2, 2, tzinfo=UTC))
    event = make_event(cast.outreach)
    kept, broken, unsaid, never, withdrawn = (ask(event) for _n in range(5))
    for need in (kept, broken, unsaid, withdrawn):
        book_need(actor=SYSTEM, need=need, event=event, booking=Booking("Words Ltd"))
    at(NOON + timedelta(hours=1))
    take_need_step(actor=SYSTEM, need=kept, event=event, verb="deliver_need")
    take_need_step(actor=SYSTEM, need=withdrawn, event=event, verb="withdraw_need")
    for need in (broken, never):
        fail_need(actor=SYSTEM, need=need, event=event, reason="Fell ill")
    db.session.commit()
    where = {"program_id": cast.outreach.id, "year": 2026}
    found = compute_figure("events.needs_not_delivered", cast.actor("analyst"), **where)
    assert found == NeedsKept(asked=4, promised=3, delivered=1, broken=1, unsaid=1)
    outside = compute_figure("events.needs_not_delivered", cast.actor("outsider"), **where)
    assert outside == NeedsKept()


def ask(event):
    return ask_need(
        actor=SYSTEM, event=event, sign_up=None, details=NeedDetails(NeedKind.CHILDCARE)
    )
