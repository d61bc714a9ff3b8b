"""Pin every package with its hashes: `make lock` after a change in pyproject.toml.

The lock files hold no download address, so that each machine's own pip configuration decides
where packages come from. Versions already pinned stay; `make lock UPGRADE=1` lifts them all.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = "setup/requirements.lock"
BUILD = "setup/requirements-build.lock"
LOCKS = {
    RUNTIME: ("pyproject.toml",),
    BUILD: ("setup/requirements-build.in", "--constraint", RUNTIME),
    "setup/requirements-dev.lock": (
        "pyproject.toml",
        "--extra=dev",
        *("--constraint", RUNTIME, "--constraint", BUILD),
    ),
}
OPTIONS = (
    *("--generate-hashes", "--strip-extras", "--allow-unsafe", "--quiet"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host"),
)


def main() -> None:
    """Write the lock files in the order in which they depend on each other."""
    upgrade = ("--upgrade",) if "--upgrade" in sys.argv[1:] else ()
    environment = os.environ | {"CUSTOM_COMPILE_COMMAND": "make lock"}
    for lock, sources in LOCKS.items():
        print(f"Pinning {lock} ...", flush=True)
        command = (sys.executable, "-m", "piptools", "compile", *OPTIONS, *upgrade)
        done = subprocess.run(
            (*command, "--output-file", lock, *sources), cwd=ROOT, env=environment, check=False
        )
        if done.returncode:
            sys.exit(f"{lock} was not written: pip-compile stopped with {done.returncode}.")


if __name__ == "__main__":
    main()
