"""Measuring one job on the product and on the floor, in turn, so that both meet the same noise."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Self

import httpx

from benchmarks.servers import HOST, Server
from benchmarks.visits import Cookies, Outcome, Visit, cookies_of, make

AT_A_TIME = 4


@dataclass(frozen=True)
class Effort:
    """How often everything is done."""

    rounds: int
    visits: int  # a round
    warm_up: int
    sustained_seconds: int

    @classmethod
    def usual(cls) -> Self:
        return cls(rounds=5, visits=60, warm_up=20, sustained_seconds=30)

    @classmethod
    def quick(cls) -> Self:
        return cls(rounds=3, visits=20, warm_up=8, sustained_seconds=3)


def p95_ms(outcomes: list[Outcome]) -> float:
    return quantiles([outcome.seconds for outcome in outcomes], n=20)[-1] * 1000


@dataclass
class Measured:
    """What one job cost on one side."""

    cpu: list[float] = field(default_factory=list)  # seconds a visit, one value a round
    alone: list[Outcome] = field(default_factory=list)  # one visitor
    outcomes: list[Outcome] = field(default_factory=list)  # several at a time

    @property
    def cpu_ms(self) -> float:
        return median(self.cpu) * 1000

    @property
    def p50_ms(self) -> float:
        return median(outcome.seconds for outcome in self.outcomes) * 1000

    @property
    def p95_ms(self) -> float:
        return p95_ms(self.outcomes)

    @property
    def alone_p95_ms(self) -> float:
        return p95_ms(self.alone)

    @property
    def bytes(self) -> float:
        return median(outcome.bytes for outcome in self.outcomes)


@dataclass(frozen=True)
class Side:
    """An application to measure: its server, its cookies and the cost of its database."""

    server: Server
    cookies: Cookies
    database_cpu: Callable[[], float]

    def cpu_seconds(self) -> float:
        return self.server.cpu_seconds() + self.database_cpu()

    def client(self, visit: Visit) -> httpx.Client:
        client = httpx.Client(base_url=self.server.address, timeout=60)
        for name, value in cookies_of(self.cookies, visit).items():
            client.cookies.set(name, value, domain=HOST)  # so that a new value takes its place
        return client


def in_turn(sides: list[tuple[Side, Visit]], effort: Effort) -> list[Measured]:
    """Measure the same job on several sides, round by round."""
    results = [Measured() for _side in sides]
    for side, visit in sides:
        several_at_once(side, visit, effort.warm_up)
    for _round in range(effort.rounds):
        for (side, visit), result in zip(sides, results, strict=True):
            before = side.cpu_seconds()
            result.alone += one_by_one(side, visit, effort.visits)
            result.cpu.append((side.cpu_seconds() - before) / effort.visits)
        for (side, visit), result in zip(sides, results, strict=True):
            result.outcomes += several_at_once(side, visit, effort.visits)
    return results


def one_by_one(side: Side, visit: Visit, times: int) -> list[Outcome]:
    with side.client(visit) as client:
        return [make(client, visit) for _time in range(times)]


def several_at_once(side: Side, visit: Visit, times: int) -> list[Outcome]:
    share = -(-times // AT_A_TIME)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        shares = [pool.submit(one_by_one, side, visit, share) for _browser in range(AT_A_TIME)]
        return [outcome for done in shares for outcome in done.result()]
