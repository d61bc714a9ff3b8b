"""The evaluation report of a year: by command, and by the worker."""

import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from sqlalchemy import select

from benchmarks.city import ROOT, City
from benchmarks.processor import tree_seconds
from liaison.accounts.models import User
from liaison.db import db, settle
from liaison.jobs import BackgroundJob, JobState, enqueue


@dataclass(frozen=True)
class Made:
    """How long a file took, from the start of the process, and how much memory at most."""

    seconds: float
    cpu_seconds: float
    peak_mib: float
    bytes: int
    pages: int | None = None


def measure_report(city: City) -> dict[str, Made]:
    """The report as JSON (its figures only) and as PDF, by command; then by a running worker."""
    with tempfile.TemporaryDirectory() as folder:
        made = {
            f"{kind.upper()} by command": _make(city, kind, Path(folder) / f"report.{kind}")
            for kind in ("json", "pdf")
        }
    with _worker(city) as worker:
        # the first count draws the charts, the first document loads its engine
        names = ("figures", "PDF", "figures again", "PDF again")
        return made | {f"{name} in the worker": _ask(city, worker, name) for name in names}


@contextmanager
def _worker(city: City) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "liaison.cli", "worker", "--no-schedule"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **city.environment})  # noqa: S603  # our own
    try:
        time.sleep(5)  # what is measured is a worker that has started
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def _ask(city: City, worker: subprocess.Popen[bytes], name: str) -> Made:
    """Have the worker do one job, and read from its row how long it took."""
    print(f"measuring: {name} in the worker", flush=True)
    work = "evaluation.render_report" if name.startswith("PDF") else "evaluation.refresh_report"
    report: dict[str, Any] = {
        "program_id": str(city.facts.program_id),
        "year": 2023,
        "language": "en",
    }
    before = tree_seconds(worker.pid)
    with city.app.app_context():
        if work == "evaluation.render_report":
            report["user_id"] = str(db.session.scalar(select(User.id).order_by(User.email)))
        row_id = enqueue(work, asked_by_id=None, **report).id
        settle(commits=True)
        row = _wait_for(row_id)
        assert row.started_at is not None
        assert row.ended_at is not None
        seconds = (row.ended_at - row.started_at).total_seconds()
        file = Path(city.environment["LIAISON_DATA_DIR"]) / "files" / (row.result or "")
        db.session.rollback()
    return Made(
        seconds=seconds,
        cpu_seconds=tree_seconds(worker.pid) - before,
        peak_mib=_peak_mib(worker.pid),
        bytes=file.stat().st_size if file.is_file() else 0,
        pages=len(PdfReader(file).pages) if file.is_file() else None,
    )


def _wait_for(row_id: uuid.UUID) -> BackgroundJob:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        row = db.session.get_one(BackgroundJob, row_id)
        if row.state is JobState.DONE:
            return row
        if row.state is JobState.FAILED:
            raise RuntimeError(f"{row.name} failed: {row.fault}")
        db.session.rollback()
        time.sleep(0.1)
    raise RuntimeError("the worker did not do its job")


def _peak_mib(process_id: int) -> float:
    lines = (Path("/proc") / str(process_id) / "status").read_text().splitlines()
    peak = next(line for line in lines if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024


def _make(city: City, kind: str, file: Path) -> Made:
    print(f"measuring: report as {kind}", flush=True)
    command = [sys.executable, "-m", "liaison.cli", "report", "parks-outreach", "--year", "2023"]
    began = time.monotonic()
    process = subprocess.Popen(  # noqa: S603  # our own
        [*command, f"--{kind}", str(file)], cwd=ROOT, env={**os.environ, **city.environment}
    )
    _id, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the report as {kind} was not made")
    return Made(
        seconds=seconds,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_mib=usage.ru_maxrss / 1024,
        bytes=file.stat().st_size,
        pages=len(PdfReader(file).pages) if kind == "pdf" else None,
    )
