"""Product beside floor, and the product in a small city beside the product in a large one."""

from contextlib import ExitStack
from dataclasses import dataclass

from flask import url_for

from benchmarks import floor
from benchmarks.city import City
from benchmarks.jobs import Job, Kind, make_jobs
from benchmarks.measure import Effort, Measured, Side, in_turn, one_by_one
from benchmarks.processor import Memory
from benchmarks.servers import Server, serve
from benchmarks.statements import count_statements
from benchmarks.visits import Visit
from liaison.permissions import Role

PRODUCT, FLOOR = "liaison.app:create_app", "benchmarks.floor:create_app"
SLOWER_AT_MOST = 1.5  # a page of a large city, beside the same page of a small one


@dataclass(frozen=True)
class Comparison:
    """One job, measured on two sides."""

    job: Job
    first: Measured
    second: Measured
    statements: tuple[int, int]

    @property
    def ratio(self) -> float:
        return self.first.cpu_ms / self.second.cpu_ms


@dataclass(frozen=True)
class Footprint:
    """What an application weighs: its start, and its workers at three moments."""

    start_seconds: float
    fresh: list[Memory]
    worked: list[Memory]  # after all pages and forms
    drawn: list[Memory]  # after all files and a page with charts


@dataclass(frozen=True)
class JobTable:
    jobs: list[Comparison]
    product: Footprint
    floor: Footprint


def compare_jobs(city: City, effort: Effort) -> JobTable:
    """Every job on product and floor."""
    with ExitStack() as running:
        product, plain = (
            running.enter_context(serve(target, city.environment)) for target in (PRODUCT, FLOOR)
        )
        fresh = product.workers(), plain.workers()
        sides = (
            Side(product, city.cookies, city.database_seconds),
            Side(plain, {}, city.database_seconds),
        )
        jobs = make_jobs(city)
        compared = [_compare(job, sides, city, effort) for job in jobs if job.kind is not Kind.FILE]
        worked = product.workers(), plain.workers()
        compared += [_compare(job, sides, city, effort) for job in jobs if job.kind is Kind.FILE]
        _draw(sides[0], city)
        return JobTable(
            compared,
            Footprint(product.start_seconds, fresh[0], worked[0], product.workers()),
            Footprint(plain.start_seconds, fresh[1], worked[1], worked[1]),
        )


def _compare(job: Job, sides: tuple[Side, Side], city: City, effort: Effort) -> Comparison:
    product, plain = in_turn([(sides[0], job.product), (sides[1], job.floor)], effort)
    statements = (
        count_statements(city.app, job.product, city.cookies),
        count_statements(floor.create_app(city.environment["LIAISON_DATABASE_URL"]), job.floor, {}),
    )
    compared = Comparison(job, product, plain, statements)
    print(f"{job.name}: {compared.ratio:.1f} times the floor", flush=True)
    return compared


def _draw(side: Side, city: City) -> None:
    """Have every worker draw the charts of a report."""
    with city.app.test_request_context():
        path = url_for("evaluation.show_report", program_id=city.facts.program_id, year=2023)
    one_by_one(side, Visit(path, Role.COORDINATOR), 6)


def compare_scales(small: City, large: City, effort: Effort) -> list[Comparison]:
    """Every page in the large city (first) and in the small one (second)."""
    with ExitStack() as running:
        sides = [
            Side(_serve(running, city), city.cookies, city.database_seconds)
            for city in (large, small)
        ]
        pairs = [
            (there, here)
            for there, here in zip(make_jobs(large), make_jobs(small), strict=True)
            if there.kind is not Kind.FILE
        ]
        return [_compare_pages(there, here, sides, effort) for there, here in pairs]


def _serve(running: ExitStack, city: City) -> Server:
    return running.enter_context(serve(PRODUCT, city.environment))


def _compare_pages(there: Job, here: Job, sides: list[Side], effort: Effort) -> Comparison:
    visits = (there.product, here.product)
    large, small = in_turn(list(zip(sides, visits, strict=True)), effort)
    compared = Comparison(here, large, small, (0, 0))
    print(f"{here.name}: {compared.ratio:.2f} times as slow in a large city", flush=True)
    return compared
