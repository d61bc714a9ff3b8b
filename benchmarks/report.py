"""The evaluation report of a year: by command, and by the worker."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from sqlalchemy import select

from benchmarks.city import ROOT, City
from benchmarks.worker import Made, Worker, ask, run_worker
from liaison.accounts.models import User
from liaison.db import db


def measure_report(city: City) -> dict[str, Made]:
    """The report as JSON (its figures only) and as PDF, by command; then by a running worker."""
    with tempfile.TemporaryDirectory() as folder:
        made = {
            f"{kind.upper()} by command": _make(city, kind, Path(folder) / f"report.{kind}")
            for kind in ("json", "pdf")
        }
    with run_worker(city) as worker:
        # the first count draws the charts, the first document loads its engine
        names = ("figures", "PDF", "figures again", "PDF again")
        return made | {f"{name} in the worker": _ask(city, worker, name) for name in names}


def _ask(city: City, worker: Worker, name: str) -> Made:
    print(f"measuring: {name} in the worker", flush=True)
    report: dict[str, Any] = {
        "program_id": str(city.facts.program_id),
        "year": 2023,
        "language": "en",
    }
    if not name.startswith("PDF"):
        return ask(city, worker, "evaluation.refresh_report", **report)
    with city.app.app_context():
        report["user_id"] = str(db.session.scalar(select(User.id).order_by(User.email)))
        db.session.rollback()
    return ask(city, worker, "evaluation.render_report", **report)


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
