"""Many write at once: each has the lock in turn, and nobody waits until it is an error."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from databases import SQLITE, start_database
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, insert, select, update

WRITERS, TURNS = 20, 15
HOLDS = 0.004  # seconds each keeps the lock, about as long as a sign-up does
counter = Table("counter", MetaData(), Column("turns", Integer))


@pytest.fixture
def engine(request, tmp_path):
    """A database of the test's own, with a connection for every writer."""
    with start_database(request.config.getoption("database"), tmp_path) as url:
        engine = create_engine(url, pool_size=WRITERS)
        counter.metadata.create_all(engine)
        with engine.begin() as connection:
            connection.execute(insert(counter).values(turns=0))
        yield engine
        engine.dispose()


def take_turns(engine, start, taken):
    """How many others wrote while one waited to: one number for each turn."""
    waited = []
    start.wait()
    for _turn in range(TURNS):
        with engine.connect() as connection:
            before = len(taken)
            connection.execute(update(counter).values(turns=counter.c.turns + 1))
            waited.append(len(taken) - before)
            time.sleep(HOLDS)
            taken.append(1)
            connection.commit()
    return waited


def test_nobody_is_overtaken_again_and_again(engine):
    start, taken = threading.Barrier(WRITERS), []
    with ThreadPoolExecutor(WRITERS) as threads:
        asked = [threads.submit(take_turns, engine, start, taken) for _writer in range(WRITERS)]
        longest = max(others for one in asked for others in one.result())
    with engine.connect() as connection:
        assert connection.scalar(select(counter.c.turns)) == WRITERS * TURNS
    # PostgreSQL has an order of its own, and no time after which waiting is an error
    assert longest <= 2 * WRITERS or engine.dialect.name != SQLITE
