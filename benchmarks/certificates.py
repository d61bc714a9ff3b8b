"""Certificates of all graduates as one file, and how long the web is kept waiting meanwhile."""

import time
from dataclasses import dataclass
from threading import Event, Thread

from flask import url_for
from sqlalchemy import select

from benchmarks.city import City
from benchmarks.compare import PRODUCT
from benchmarks.measure import Side, one_by_one, p95_ms
from benchmarks.servers import serve
from benchmarks.visits import Outcome, Visit
from benchmarks.worker import Made, ask, run_worker
from liaison.db import db
from liaison.liaisons.models.credential import Credential
from liaison.liaisons.policy.certificates import DRAW_CERTIFICATES
from liaison.permissions import Role

AT_MOST = 1_000
VISITS = 40
PAUSE = 0.2  # seconds between two visits: somebody is looking, not a crowd


@dataclass(frozen=True)
class Drawn:
    """One file of so many certificates, and the roster opened again and again beside it."""

    certificates: int
    made: Made
    alone_p95_ms: float
    meanwhile_p95_ms: float


def measure_certificates(city: City) -> Drawn:
    """As many as the city has, up to a thousand."""
    print("measuring: certificates in the worker", flush=True)
    with city.app.test_request_context():
        visit = Visit(url_for("liaisons.list_liaisons"), Role.COORDINATOR)
        found = db.session.scalars(select(Credential.id).order_by(Credential.id).limit(AT_MOST))
        ids = [str(one) for one in found]
        db.session.rollback()
    with serve(PRODUCT, city.environment) as server, run_worker(city) as worker:
        side = Side(server, city.cookies, city.database_seconds)
        one_by_one(side, visit, VISITS)
        alone = one_by_one(side, visit, VISITS)
        waits: list[Outcome] = []
        is_over = Event()

        def look() -> None:
            while not is_over.is_set():
                waits.extend(one_by_one(side, visit, 1))
                time.sleep(PAUSE)

        somebody = Thread(target=look)
        somebody.start()
        try:
            made = ask(city, worker, DRAW_CERTIFICATES, credential_ids=ids, has_letters=False)
        finally:
            is_over.set()
            somebody.join()
    return Drawn(len(ids), made, p95_ms(alone), p95_ms(waits))
