"""Sign-ups at a steady pace on one event, whether the server keeps up or not.

They come when they come (an open loop): a slow answer does not keep the next visitor from sending,
so waiting is seen as a visitor sees it, from the moment the form was to be sent. The forms were
opened before; what is measured is sending them.
"""

import asyncio
import multiprocessing
import re
import time
import uuid
from collections import Counter
from dataclasses import dataclass
from statistics import median, quantiles
from urllib.parse import urlencode, urlsplit

import httpx
from flask import url_for

from benchmarks.city import City
from benchmarks.compare import PRODUCT
from benchmarks.servers import Server, serve
from benchmarks.visits import hidden_fields

A_SECOND = 100
SECONDS = 30
PACES = 3
SLOWER = 0.75  # of what was done when more was asked for
BROWSERS = 20  # each sends many times, as somebody new each time
WARM_UP = 20
SIGNED_UP = 303
TIMEOUT = 60
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
Idle = list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]


@dataclass(frozen=True)
class Load:
    """What the generator sends, and to whom."""

    address: str
    path: str
    run: str
    a_second: int
    seconds: int


@dataclass(frozen=True)
class Answer:
    """Seconds from when the form was to be sent; how late the generator itself was."""

    status: int  # 0: no answer
    seconds: float
    late: float


@dataclass(frozen=True)
class Sustained:
    """How the server stood it."""

    a_second: int
    seconds: int
    statuses: dict[int, int]
    done_a_second: float
    p50_ms: float
    p95_ms: float
    late_ms: float  # of the generator, at the 95th percentile
    cpu_ms: float  # a sign-up, application and database

    @property
    def is_met(self) -> bool:
        """Everybody signed up, and nobody was kept waiting longer and longer."""
        return set(self.statuses) == {SIGNED_UP} and self.done_a_second >= 0.97 * self.a_second


def find_pace(city: City, *, seconds: int = SECONDS) -> list[Sustained]:
    """At the pace that is wanted; where that is too fast, also at one the machine keeps up with."""
    tried = [measure_sustained(city, a_second=A_SECOND, seconds=seconds)]
    while not tried[-1].is_met and len(tried) < PACES:
        slower = int(SLOWER * tried[-1].done_a_second)
        tried.append(measure_sustained(city, a_second=max(slower, 1), seconds=seconds))
    return tried


def measure_sustained(city: City, *, a_second: int, seconds: int) -> Sustained:
    """Send so many sign-ups a second for so long, from a process of its own."""
    with city.app.test_request_context():
        path = url_for("events.show_event", event_id=city.facts.event_id)
    with serve(PRODUCT, city.environment) as server:
        load = Load(server.address, path, city.facts.run, a_second, seconds)
        _send_elsewhere(Load(server.address, path, f"{load.run}w", WARM_UP, 1))
        before = _spent(city, server)
        answers, took = _send_elsewhere(load)
        cpu = _spent(city, server) - before
    waits = [answer.seconds for answer in answers]
    return Sustained(
        a_second=a_second,
        seconds=seconds,
        statuses=dict(Counter(answer.status for answer in answers)),
        done_a_second=sum(answer.status == SIGNED_UP for answer in answers) / took,
        p50_ms=median(waits) * 1000,
        p95_ms=quantiles(waits, n=20)[-1] * 1000,
        late_ms=quantiles([answer.late for answer in answers], n=20)[-1] * 1000,
        cpu_ms=cpu / len(answers) * 1000,
    )


def _spent(city: City, server: Server) -> float:
    return server.cpu_seconds() + city.database_seconds()


def _send_elsewhere(load: Load) -> tuple[list[Answer], float]:
    """In a process of its own; the answers, and the seconds until the last was there."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_send, (load,))


def _send(load: Load) -> tuple[list[Answer], float]:
    return asyncio.run(_send_all(load))


async def _send_all(load: Load) -> tuple[list[Answer], float]:
    with httpx.Client(base_url=load.address) as client:
        forms = [_open_form(client, load.path) for _browser in range(BROWSERS)]
    idle: Idle = []
    begin = time.monotonic() + 0.5
    answers = await asyncio.gather(
        *(
            _send_one(idle, _written(load, *forms[number % BROWSERS], number), due, load.address)
            for number in range(load.a_second * load.seconds)
            for due in [begin + number / load.a_second]
        )
    )
    took = time.monotonic() - begin
    for _reader, writer in idle:
        writer.close()
    return answers, took


def _open_form(client: httpx.Client, path: str) -> tuple[str, dict[str, str]]:
    """The cookie and the hidden fields of a form."""
    client.cookies.clear()
    page = client.get(path).raise_for_status()
    return page.headers["set-cookie"].partition(";")[0], hidden_fields(page.text)


def _written(load: Load, cookie: str, hidden: dict[str, str], number: int) -> bytes:
    """The request, byte by byte: a client of many talents would take the server's processor."""
    said = {
        "key": uuid.uuid4().hex,
        "name": "Rosa Linden",
        "email": f"rosa.{load.run}.{number}@example.org",
        "party_size": "1",
    }
    body = urlencode(hidden | said)
    # a limit counts people by their address: each is another person's
    person = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    head = (
        *(f"POST {load.path} HTTP/1.1", f"Host: {urlsplit(load.address).netloc}"),
        *(f"X-Forwarded-For: {person}", f"Cookie: {cookie}", f"Content-Length: {len(body)}"),
        "Content-Type: application/x-www-form-urlencoded",
    )
    return "\r\n".join((*head, "", body)).encode()


async def _send_one(idle: Idle, request: bytes, due: float, address: str) -> Answer:
    await asyncio.sleep(due - time.monotonic())
    late = time.monotonic() - due
    try:
        status = await asyncio.wait_for(_exchange(idle, request, address), TIMEOUT)
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        status = 0
    return Answer(status, time.monotonic() - due, late)


async def _exchange(idle: Idle, request: bytes, address: str) -> int:
    """Send on a connection nobody uses, and read the answer to its end."""
    server = urlsplit(address)
    reader, writer = (
        idle.pop() if idle else await asyncio.open_connection(server.hostname, server.port)
    )
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = LENGTH.search(head)
    await reader.readexactly(int(length[1]) if length else 0)
    idle.append((reader, writer))
    return int(head.split(b" ", 2)[1])
