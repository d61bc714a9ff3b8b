"""The evaluation report of a year as a worker makes it: a process of its own."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader

from benchmarks.city import ROOT, City


@dataclass(frozen=True)
class Made:
    """How long a file took, from the start of the process, and how much memory at most."""

    seconds: float
    cpu_seconds: float
    peak_mib: float
    bytes: int
    pages: int | None = None


def measure_report(city: City) -> dict[str, Made]:
    """The report as JSON (its figures only) and as PDF."""
    with tempfile.TemporaryDirectory() as folder:
        return {
            kind: _make(city, kind, Path(folder) / f"report.{kind}") for kind in ("json", "pdf")
        }


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
