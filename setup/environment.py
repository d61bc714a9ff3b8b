"""Make the virtual environment and install pinned packages: `python3 setup/environment.py LOCK...`.

Runs with the Python the environment shall be made of. Where packages come from is pip's own
configuration; that they are the right ones is what the hashes in the lock files prove.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"


def run(*command: str | Path) -> None:
    """Run a program, or stop with the line that failed."""
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"Stopped with {done.returncode}: {' '.join(map(str, command))}")


def main() -> None:
    """Make the environment if there is none, install the locks, then the checkout itself."""
    if not PYTHON.exists():
        print("Making the virtual environment .venv ...", flush=True)
        run(sys.executable, "-m", "venv", FOLDER)
    print("Installing pinned packages ...", flush=True)
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    locks = [argument for lock in sys.argv[1:] for argument in ("--requirement", lock)]
    run(*pip, "--require-hashes", *locks)
    # The checkout, so that `.venv/bin/liaison` runs it; its needs are all pinned above.
    run(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT)


if __name__ == "__main__":
    main()
