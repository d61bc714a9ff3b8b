"""Install the system libraries that pip cannot: `python3 setup/system.py run|test`.

Runs before the virtual environment exists, so it uses the standard library only, and keeps to
syntax an older Python understands, to be able to say that it is too old. What is missing is
installed with apt-get as root or through a sudo that asks for no password; otherwise the exact
line to type is printed and the set-up stops.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

OLDEST = (3, 11)
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def has_library(name: str) -> bool:
    """Tell whether the loader finds a shared library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_font(pattern: str) -> bool:
    """Tell whether a font file of that name is where fontconfig looks."""
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(next(folder.rglob(pattern), None) for folder in folders if folder.is_dir())


def has_venv() -> bool:
    """Tell whether this Python can make virtual environments (Debian packs that apart)."""
    return importlib.util.find_spec("ensurepip") is not None


def has_program(*names: str) -> bool:
    """Tell whether one of these programs can be called."""
    return any(shutil.which(name) for name in names)


# Debian package -> how to see that it, or something that serves as well, is there.
TO_RUN: dict[str, Callable[[], bool]] = {
    f"python{sys.version_info[0]}.{sys.version_info[1]}-venv": has_venv,
    "libpango-1.0-0": lambda: has_library("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": lambda: has_library("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": lambda: has_library("libharfbuzz-subset.so.0"),
    "fonts-noto-core": lambda: has_font("NotoSansArabic-Regular.*"),
    "fonts-noto-cjk": lambda: has_font("NotoSansCJK-Regular.*"),
}
TO_TEST: dict[str, Callable[[], bool]] = TO_RUN | {
    "chromium": lambda: has_program(*BROWSERS),
    "default-jre-headless": lambda: has_program("java"),  # the checker of tagged PDFs is Java
}

# Tried where packages may be installed, never demanded: Debian's Chromium without its windows.
# The tests use it if it is there, because it takes two thirds of the time.
WELCOME: dict[str, Callable[[], bool]] = {
    "chromium-headless-shell": lambda: has_program("chromium-headless-shell"),
}


def missing(wanted: dict[str, Callable[[], bool]]) -> list[str]:
    """List the packages whose content this machine lacks."""
    return [package for package, is_there in wanted.items() if not is_there()]


def rights() -> list[str] | None:
    """Return what to put before apt-get, or None where this user may not install anything."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(("sudo", "-n", "true"), capture_output=True, check=False)
        if asked.returncode == 0:
            return ["sudo", "-n"]
    return None


def install(packages: list[str], prefix: list[str]) -> None:
    """Install packages; a stale or empty package list (a fresh container) is refreshed first."""
    print("Installing system packages:", *packages, flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run((*prefix, "apt-get", "update", "--quiet"), check=False, env=environment)
    subprocess.run(
        (*prefix, "apt-get", "install", "--yes", "--no-install-recommends", *packages),
        check=False,  # what counts is whether the libraries are there afterwards
        env=environment,
    )


def main() -> None:
    """Check, install if allowed, check again; stop with the line to type if still missing."""
    if sys.version_info < OLDEST:
        version = ".".join(map(str, sys.version_info[:3]))
        sys.exit(
            f"Liaison needs Python 3.11 or later; {sys.executable} is {version}.\n"
            "Install a later one and name it: make PYTHON=python3.11 ..."
        )
    wanted = TO_TEST if sys.argv[1:] == ["test"] else TO_RUN
    packages = missing(wanted)
    prefix = rights()
    if packages and prefix is not None:
        install(packages, prefix)
        importlib.invalidate_caches()
        packages = missing(wanted)
    if wanted is TO_TEST and prefix is not None and (welcome := missing(WELCOME)):
        install(welcome, prefix)
    if packages:
        line = "apt-get update && apt-get install --yes " + " ".join(packages)
        as_root = line if os.geteuid() == 0 else f"sudo sh -c '{line}'"
        sys.exit(f"These system packages are missing. Type this line, then start again:\n{as_root}")


if __name__ == "__main__":
    main()
