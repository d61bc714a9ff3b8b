"""The built wheel carries all it needs: installed far from the checkout, it starts and answers."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import venv
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parents[1]
NOT_SOURCE = (".*", "node_modules", "build", "dist", "instance", "tests", "*.egg-info")
STYLE_SHEET = re.compile(r'<link[^>]+href="([^"]+\.css)"')


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build from a copy, so that the checkout stays as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = shutil.copytree(ROOT, folder / "copy", ignore=shutil.ignore_patterns(*NOT_SOURCE))
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, copy)
    subprocess.run(build, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def program(wheel, tmp_path_factory):
    """The `liaison` command of an environment that knows the wheel but not the checkout."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    pip = (sys.executable, "-m", "pip", "--python", folder / "bin" / "python")
    install = ("install", "--quiet", "--no-deps", "--no-index", wheel)
    subprocess.run((*pip, *install), check=True)
    # The packages it needs are lent by this environment. Its own .pth files, which would lead
    # back to the checkout, are not read through a line in another .pth file.
    site = next((folder / "lib").glob("python*/site-packages"))
    (site / "lent.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "bin" / "liaison"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder of a new installation with its settings, and nothing of ours."""
    folder = tmp_path_factory.mktemp("installed")
    ours = {name for name in os.environ if name.startswith(("LIAISON_", "PYTHON"))}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    new = {"LIAISON_DATA_DIR": str(folder), "LIAISON_SECRET_KEY": "k" * 40}
    return {"env": kept | new, "cwd": folder}


@pytest.fixture(scope="module")
def free_port():
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="module")
def address(program, place, free_port):
    """The address of a server started from the wheel."""
    subprocess.run((program, "db", "upgrade"), check=True, capture_output=True, **place)
    command = (program, "serve", "--port", str(free_port), "--no-worker")
    with subprocess.Popen(command, **place) as server:
        try:
            yield wait_for(f"http://127.0.0.1:{free_port}")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)


def test_the_installed_wheel_serves_its_pages_and_styles(address):
    page = httpx.get(f"{address}/", follow_redirects=True)
    assert page.status_code == 200
    assert "<h1" in page.text
    sheets = STYLE_SHEET.findall(page.text)
    assert sheets
    assert [httpx.get(f"{address}{sheet}").status_code for sheet in sheets] == [200] * len(sheets)


def test_the_installed_wheel_speaks_its_languages(address):
    english, spanish = (httpx.get(f"{address}{path}").text for path in ("/", "/es/"))
    assert re.findall("<h1.*?</h1>", english, re.DOTALL) != re.findall(
        "<h1.*?</h1>", spanish, re.DOTALL
    )


def wait_for(address):
    """Return the address as soon as somebody answers there."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            httpx.get(address)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return address
    raise AssertionError(f"nobody answered at {address}")
