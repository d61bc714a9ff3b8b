"""Starting the applications as people run them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from benchmarks.processor import Memory, memory, tree, tree_seconds

HOST = "127.0.0.1"
WORKERS = 2


@dataclass(frozen=True)
class Server:
    """A running application; `start_seconds` is how long its first answer took."""

    address: str
    process_id: int
    start_seconds: float

    def cpu_seconds(self) -> float:
        """Processor time used so far by all its processes."""
        return tree_seconds(self.process_id)

    def workers(self) -> list[Memory]:
        """Memory of each process that answers requests."""
        return [memory(child) for child in tree(self.process_id) if child != self.process_id]


@contextmanager
def serve(target: str, environment: Mapping[str, str]) -> Iterator[Server]:
    """Run `module:factory` on granian until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", target]
    command += ["--host", HOST, "--port", str(port), "--workers", str(WORKERS)]
    command += ["--blocking-threads", "1", "--log-level", "warning"]
    began = time.monotonic()
    process = subprocess.Popen(command, env={**os.environ, **environment})  # noqa: S603  # our own
    try:
        address = f"http://{HOST}:{port}"
        wait_for_answer(process, address)
        yield Server(address, process.pid, time.monotonic() - began)
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for_answer(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            httpx.get(f"{address}/", timeout=30).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"the server at {address} did not answer")
