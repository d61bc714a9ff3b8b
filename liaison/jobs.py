"""Background and nightly work: long acts run in the worker, with a row that shows how far they are.

A feature registers functions with `@job("feature.name")`; `enqueue` writes a row in the current
transaction and hands it to Huey once that is stored. A sweep picks up rows whose hand-over was lost
in a crash. Functions must be idempotent: a job may run again.
"""

import logging
import uuid
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Text, select, update
from sqlalchemy.orm import Mapped, mapped_column

from liaison import clock
from liaison.config import Settings
from liaison.db import Base, PrimaryKey, after_commit, db, refresh_statistics, write_once

log = logging.getLogger(__name__)


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class BackgroundJob(Base):
    """One piece of long work and how far it is. `result` names the stored file it made, if any."""

    __tablename__ = "background_job"

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(Text)
    arguments: Mapped[dict[str, Any]]
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING, index=True)
    done_share: Mapped[float] = mapped_column(default=0.0)
    asked_by_id: Mapped[uuid.UUID | None]
    asked_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    result: Mapped[str | None] = mapped_column(Text)
    fault: Mapped[str | None] = mapped_column(Text)


Work = Callable[..., str | None]
_works: dict[str, Work] = {}
_nightly: list[Callable[[], None]] = []
_each_minute: list[Callable[[], None]] = []
_at_hand: ContextVar[uuid.UUID | None] = ContextVar("job at hand", default=None)


def job(name: str) -> Callable[[Work], Work]:
    """Register work under a name that stays. It returns the name of a stored file, or None."""

    def register(work: Work) -> Work:
        _works[name] = work
        return work

    return register


def nightly(work: Callable[[], None]) -> Callable[[], None]:
    """Register work done once a night."""
    _nightly.append(work)
    return work


def each_minute(work: Callable[[], None]) -> Callable[[], None]:
    """Register work done every minute, before mail goes out."""
    _each_minute.append(work)
    return work


@nightly
def know_the_tables() -> None:
    """Keep the planner's picture of the tables fresh: an embedded database does not by itself."""
    refresh_statistics()


def enqueue(
    name: str, *, asked_by_id: uuid.UUID | None, key: uuid.UUID | None = None, **arguments: Any
) -> BackgroundJob:
    """Ask for work; under the same `key` once.

    The row exists when the request's transaction is stored, and then it starts.
    """
    if name not in _works:
        raise KeyError(name)

    def write(job_id: uuid.UUID) -> BackgroundJob:
        row = BackgroundJob(
            id=job_id,
            name=name,
            arguments=arguments,
            asked_by_id=asked_by_id,
            asked_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        return row

    row = write_once(BackgroundJob, key, write)
    hand_over, job_id = current_app.extensions["liaison.hand_over"], str(row.id)
    after_commit(lambda: hand_over(job_id))  # whoever takes up a job that is done does nothing
    return row


def run(job_id: uuid.UUID) -> None:
    """Do one job, once: whoever turns it from waiting to running does it."""
    claimed = db.session.execute(
        update(BackgroundJob)
        .where(BackgroundJob.id == job_id, BackgroundJob.state == JobState.WAITING)
        .values(state=JobState.RUNNING, started_at=clock.now())
    )
    db.session.commit()
    if claimed.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        return
    row = db.session.get_one(BackgroundJob, job_id)
    name, arguments = row.name, row.arguments
    db.session.commit()  # the work decides whether its own transaction writes
    token = _at_hand.set(job_id)
    try:
        result = _works[name](**arguments)
    except Exception as fault:
        db.session.rollback()
        log.exception("job %s (%s) failed", name, job_id)
        _end(job_id, JobState.FAILED, fault=type(fault).__name__)
    else:
        _end(job_id, JobState.DONE, result=result)
    finally:
        _at_hand.reset(token)


def advance(share: float) -> None:
    """Say how much of the job at hand is done, from 0 to 1, in a short transaction of its own.

    What the work wrote until now is stored with it.
    """
    db.session.execute(
        update(BackgroundJob).where(BackgroundJob.id == _at_hand.get()).values(done_share=share)
    )
    db.session.commit()


def _end(
    job_id: uuid.UUID, state: JobState, *, result: str | None = None, fault: str | None = None
) -> None:
    row = db.session.get_one(BackgroundJob, job_id)
    row.state, row.ended_at, row.result, row.fault = state, clock.now(), result, fault
    if state is JobState.DONE:
        row.done_share = 1.0
    db.session.commit()


def find_job(job_id: uuid.UUID) -> BackgroundJob | None:
    """How far a piece of work is."""
    return db.session.get(BackgroundJob, job_id)


def forget_results(*, ended_before: datetime) -> None:
    """The files these jobs made are deleted, so nothing offers them any more."""
    db.session.execute(
        update(BackgroundJob)
        .where(BackgroundJob.ended_at < ended_before, BackgroundJob.result.is_not(None))
        .values(result=None)
    )


def list_forgotten() -> list[uuid.UUID]:
    """Jobs asked for and never handed over, or whose worker died, are due again."""
    now = clock.now()
    db.session.execute(
        update(BackgroundJob)
        .where(
            BackgroundJob.state == JobState.RUNNING,
            BackgroundJob.started_at < now - timedelta(hours=1),
        )
        .values(state=JobState.WAITING)
    )
    db.session.commit()
    waiting = select(BackgroundJob.id).where(
        BackgroundJob.state == JobState.WAITING, BackgroundJob.asked_at < now - timedelta(minutes=1)
    )
    return list(db.session.scalars(waiting.order_by(BackgroundJob.asked_at)))


def tie_to(app: Flask, settings: Settings, *, send_mail: Callable[[], object]) -> None:
    """Give the application its queue, opened when it is first needed; mail goes out every minute.

    Few web processes ever hand work over, and the queue brings drivers that hardly any city uses.
    """

    @cache
    def queue() -> Any:
        return _open_queue(app, settings, send_mail)

    app.extensions["liaison.queue"] = queue
    app.extensions["liaison.hand_over"] = lambda job_id: queue().hand_over(job_id)


def _open_queue(app: Flask, settings: Settings, send_mail: Callable[[], object]) -> Any:
    """Huey on SQLite beside the embedded database, or on Redis when scaled out, with its tasks."""
    from huey import RedisHuey, SqliteHuey, crontab  # noqa: PLC0415  # 12 MB, see `tie_to`

    if settings.redis_url:
        queue = RedisHuey("liaison", url=settings.redis_url)
    else:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        path = str(settings.data_dir / "queue.sqlite3")
        queue = SqliteHuey("liaison", filename=path, fsync=True)

    @queue.task(name="run_job")
    def run_job(job_id: str) -> None:
        with app.app_context():
            run(uuid.UUID(job_id))

    @queue.periodic_task(crontab(minute="*"), name="every_minute")
    def every_minute() -> None:
        _do_each(app, _each_minute)
        with app.app_context():
            send_mail()
            for job_id in list_forgotten():
                run(job_id)

    @queue.periodic_task(crontab(minute="30", hour="7"), name="every_night")
    def every_night() -> None:
        _do_each(app, _nightly)

    queue.hand_over = run_job
    return queue


def one_by_one(keys: Iterable[uuid.UUID], act: Callable[[uuid.UUID], None]) -> None:
    """Do it for each, in a transaction of its own: one that fails holds up no other."""
    for key in keys:
        try:
            act(key)
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("%s.%s failed for %s", act.__module__, act.__name__, key)


def _do_each(app: Flask, works: list[Callable[[], None]]) -> None:
    """One that fails must not keep the others from their turn."""
    for work in works:
        with app.app_context():
            try:
                work()
                db.session.commit()
            except Exception:
                db.session.rollback()
                log.exception("%s.%s failed", work.__module__, work.__name__)
