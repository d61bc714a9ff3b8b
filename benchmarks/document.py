"""docs/benchmarks.md: what was measured, on what, and how to read it."""

import platform
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.certificates import Drawn
from benchmarks.compare import SLOWER_AT_MOST, Comparison, Footprint, JobTable
from benchmarks.measure import AT_A_TIME
from benchmarks.processor import Memory
from benchmarks.servers import WORKERS
from benchmarks.sustained import SIGNED_UP, Sustained
from benchmarks.table import markdown
from benchmarks.worker import Made

PACKAGES = ("flask", "sqlalchemy", "jinja2", "granian", "weasyprint", "vl-convert-python")
STATEMENTS_AT_MOST = 8
A_FILE = 120  # seconds for a thousand certificates
ADDITIONS = 10_000_000
LOOKS_AT_ALL = (
    "desk: search the roster",  # for a part of a name, which no index of either database finds
    "desk: coverage, gaps first",
    "desk: who fits a booking",
)
# milliseconds in which a visitor has an answer about the liaisons of a large city
AMONG_MANY = {
    "desk: roster of liaisons": 100,
    "desk: search the roster": 100,
    "desk: coverage, gaps first": 300,
    "desk: who fits a booking": 500,
}
INTRODUCTION = f"""# Benchmarks

`make bench` measures Liaison and writes this page. Machines differ, so what counts is a **ratio**:
the same job is done in the same run, in turn, by Liaison and by `benchmarks/floor.py`, a bare
Flask, SQLAlchemy and Jinja application on the same server and the same database. The floor answers
with the fewest statements and a plain page of the same rows, those among which a list can be
narrowed included; nobody signs in there, nothing is translated, checked, counted or recorded, so
nothing useful can cost much less.

How to read it:

* *CPU* is processor time a visit, application and database together, visits one after another;
  the median of the rounds. A visit to a form opens it and sends it.
* *Ratio* is Liaison's CPU beside the floor's. Wanted: at most 3 for pages and files, 4 for what
  writes.
* *p50*, *p95* are milliseconds until the answer is there, {AT_A_TIME} visitors at a time.
* *Statements* are those of the page, or of sending the form; at most {STATEMENTS_AT_MOST}.
* The server is granian with {WORKERS} workers of one thread each, as `liaison serve` starts it.
"""


def write_document(
    table: JobTable,
    report: Mapping[str, Made],
    drawn: Drawn,
    paces: Sequence[Sustained],
    scales: Sequence[Comparison],
    *,
    scale: str,
    database: str,
) -> str:
    parts = [INTRODUCTION, machine(scale, database), "## Jobs", jobs(table.jobs)]
    parts += ["## Sign-ups at a steady pace", steady(paces)]
    parts += ["## Start and memory", footprints(table)]
    parts += ["## The report of a year", made(report)]
    parts += ["## Certificates", certificates(drawn)]
    if scales:
        parts += ["## A small and a large city", sizes(scales)]
        parts += ["## Among ten thousand liaisons", among_many(scales)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def machine(scale: str, database: str) -> str:
    processors = [line for line in _cpuinfo() if line.startswith("model name")]
    model = processors[0].partition(":")[2].strip() if processors else platform.machine()
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return "\n".join(
        (
            f"Measured on {datetime.now(UTC):%Y-%m-%d} at scale `{scale}` with {database}:",
            f"{len(processors)} processors ({model}), {platform.system()},",
            f"Python {platform.python_version()}, {packages}.",
            f"Adding {ADDITIONS:,} numbers one by one in Python takes {_add():.1f} s there.",
        )
    )


def _add() -> float:
    """Seconds: milliseconds of two machines can be compared beside it."""
    began, total = time.perf_counter(), 0
    for number in range(ADDITIONS):
        total += number
    return time.perf_counter() - began


def _cpuinfo() -> list[str]:
    return Path("/proc/cpuinfo").read_text().splitlines()


def jobs(compared: Iterable[Comparison]) -> str:
    header = (
        *("job", "CPU ms", "floor", "ratio", "at most", "", "p50 ms", "floor", "p95 ms", "floor"),
        *("statements", "floor", "KB", "floor"),
    )
    return markdown(header, [_job(one) for one in compared])


def _job(one: Comparison) -> tuple[object, ...]:
    product, floor, target = one.first, one.second, one.job.kind.target
    return (
        *(one.job.name, f"{product.cpu_ms:.1f}", f"{floor.cpu_ms:.1f}", f"{one.ratio:.1f}"),
        *(target, verdict(one.ratio <= target and one.statements[0] <= STATEMENTS_AT_MOST)),
        *(f"{product.p50_ms:.0f}", f"{floor.p50_ms:.0f}"),
        *(f"{product.p95_ms:.0f}", f"{floor.p95_ms:.0f}"),
        *(*one.statements, f"{product.bytes / 1000:.1f}", f"{floor.bytes / 1000:.1f}"),
    )


def verdict(is_met: bool) -> str:
    return "met" if is_met else "missed"


def steady(paces: Iterable[Sustained]) -> str:
    header = (
        *("sign-ups a second", "seconds", "done a second", "without an error", ""),
        *("p50 ms", "p95 ms", "CPU ms", "sent late by ms"),
    )
    note = (
        "All for one event, sent when they are due whether the answers before came or not; the "
        "forms were opened before. Milliseconds count from when a form was due. The sender takes "
        "its share of the same processors; how late it was itself is the 95th percentile. Where "
        "the wanted pace is too fast for the machine, slower ones are tried until it keeps up."
    )
    return markdown(header, [_pace(one) for one in paces]) + f"\n\n{note}"


def _pace(one: Sustained) -> tuple[object, ...]:
    good = one.statuses.get(SIGNED_UP, 0) / sum(one.statuses.values())
    return (
        *(one.a_second, one.seconds, f"{one.done_a_second:.0f}", f"{good:.2%}"),
        *(verdict(one.is_met), f"{one.p50_ms:.0f}", f"{one.p95_ms:.0f}"),
        *(f"{one.cpu_ms:.1f}", f"{one.late_ms:.0f}"),
    )


def footprints(table: JobTable) -> str:
    """The heaviest worker counts."""
    product, floor = table.product, table.floor
    rows = [
        ("first answer after the start, s", *_starts(product, floor), 5),
        ("web worker, fresh, MiB", *_weights(product.fresh, floor.fresh), ""),
        ("web worker after pages and forms, MiB", *_weights(product.worked, floor.worked), 150),
        ("web worker after files and charts, MiB", *_weights(product.drawn, []), 220),
    ]
    note = "Memory is resident size, in brackets the share that is the worker's own (PSS)."
    return markdown(("", "Liaison", "floor", "at most"), rows) + f"\n\n{note}"


def _starts(*footprints: Footprint) -> list[str]:
    return [f"{footprint.start_seconds:.1f}" for footprint in footprints]


def _weights(*sides: list[Memory]) -> list[str]:
    heaviest = [max(side, key=lambda memory: memory.resident, default=None) for side in sides]
    return [f"{one.resident:.0f} ({one.share:.0f})" if one else "" for one in heaviest]


def made(report: Mapping[str, Made]) -> str:
    rows = [
        (
            f"{kind}, {one.pages} pages" if one.pages else kind,
            *(f"{one.seconds:.1f}", f"{one.cpu_seconds:.1f}", f"{one.peak_mib:.0f}"),
            f"{one.bytes / 1000:.0f}" if one.bytes else "",
        )
        for kind, one in report.items()
    ]
    note = (
        "By command is a new process, so it includes the start of Python and the application. The "
        "worker loads the chart engine with its first figures and the document engine with its "
        "first PDF. Wanted in the worker: figures under 1 s, the PDF under 8 s."
    )
    header = ("report of 2023", "seconds", "CPU s", "peak MiB", "KB")
    return markdown(header, rows) + f"\n\n{note}"


def certificates(drawn: Drawn) -> str:
    header = (
        *("certificates in one file", "seconds", "at most", "", "CPU s", "peak MiB", "KB"),
        *("p95 ms of the roster meanwhile", "alone"),
    )
    made_in = drawn.made.seconds
    row = (
        *(drawn.certificates, f"{made_in:.0f}", A_FILE, verdict(made_in < A_FILE)),
        *(f"{drawn.made.cpu_seconds:.0f}", f"{drawn.made.peak_mib:.0f}"),
        *(f"{drawn.made.bytes / 1000:.0f}", f"{drawn.meanwhile_p95_ms:.0f}"),
        f"{drawn.alone_p95_ms:.0f}",
    )
    note = (
        "Drawn by the worker while one person opens the roster again and again. Somebody who "
        "waits for the file sees how far it is."
    )
    return markdown(header, [row]) + f"\n\n{note}"


def sizes(compared: Iterable[Comparison]) -> str:
    rows = [
        (
            *(one.job.name, f"{one.second.cpu_ms:.1f}", f"{one.first.cpu_ms:.1f}"),
            *(f"{one.second.p50_ms:.0f}", f"{one.first.p50_ms:.0f}"),
            f"{one.ratio:.2f}",
            "" if one.job.name in LOOKS_AT_ALL else verdict(one.ratio <= SLOWER_AT_MOST),
        )
        for one in compared
    ]
    note = (
        "What looks at every liaison takes longer where there are more; its limits stand below. "
        "The name that is searched for nobody has in the small city, and 30 people in the large."
    )
    header = ("job", "CPU ms, small", "metro", "p50 ms, small", "metro", "ratio", "")
    return markdown(header, rows) + f"\n\n{note}"


def among_many(compared: Iterable[Comparison]) -> str:
    rows = [
        (
            *(one.job.name, f"{one.first.alone_p95_ms:.0f}", AMONG_MANY[one.job.name]),
            verdict(one.first.alone_p95_ms <= AMONG_MANY[one.job.name]),
        )
        for one in compared
        if one.job.name in AMONG_MANY
    ]
    note = "In the large city, one visitor at a time."
    return markdown(("job", "p95 ms", "at most", ""), rows) + f"\n\n{note}"
