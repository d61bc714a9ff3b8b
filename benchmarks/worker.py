"""What the worker does: one job at a time, and how long and how much memory it takes."""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from benchmarks.city import ROOT, City
from benchmarks.processor import tree_seconds
from liaison.db import db, settle
from liaison.jobs import BackgroundJob, JobState, enqueue

PATIENCE = 300  # seconds
Worker = subprocess.Popen[bytes]


@dataclass(frozen=True)
class Made:
    """How long a file took, from the start of the process, and how much memory at most."""

    seconds: float
    cpu_seconds: float
    peak_mib: float
    bytes: int
    pages: int | None = None


@contextmanager
def run_worker(city: City) -> Iterator[Worker]:
    command = [sys.executable, "-m", "liaison.cli", "worker", "--no-schedule"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **city.environment})  # noqa: S603  # our own
    try:
        time.sleep(5)  # what is measured is a worker that has started
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def ask(city: City, worker: Worker, work: str, **arguments: Any) -> Made:
    """Have the worker do one job, and read from its row how long it took."""
    before = tree_seconds(worker.pid)
    with city.app.app_context():
        row_id = enqueue(work, asked_by_id=None, **arguments).id
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
    deadline = time.monotonic() + PATIENCE
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
