"""The `liaison` command as a person types it: one line when something is wrong, an exit code."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from liaison.accounts.models import User
from liaison.accounts.operations.second_factor import start_second_factor
from liaison.app import create_app
from liaison.config import read_settings
from liaison.db import db
from liaison.mail import OutboxMessage

pytestmark = pytest.mark.pure  # the command is given databases of its own

ROOT = Path(__file__).resolve().parents[1]
AREAS = ROOT / "liaison/demo/data/acs-nyc-2017-2021/boroughs.geojson.gz"
BOSS = ("user", "create", "boss@example.org", "--name", "Boss", "--role", "administrator")


@pytest.fixture(scope="module")
def liaison(tmp_path_factory):
    """Run the command on an embedded database of its own: exit code, output, errors."""
    folder = tmp_path_factory.mktemp("city")

    def run(*words, stdin="", **settings):
        kept = {key: value for key, value in os.environ.items() if not key.startswith("LIAISON_")}
        done = subprocess.run(
            (sys.executable, "-m", "liaison.cli", *map(str, words)),
            cwd=ROOT,
            env=kept | {"LIAISON_DATA_DIR": str(folder)} | settings,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout, done.stderr

    assert run("db", "upgrade")[0] == 0
    return run


def test_check_is_content_with_a_new_database(liaison):
    assert liaison("check") == (0, "Everything is ready.\n", "")


def test_check_says_what_is_wrong_with_the_settings(liaison):
    code, _out, said = liaison("check", LIAISON_TIME_ZONE="Mars")
    assert (code, said.count("\n")) == (1, 1)
    assert "LIAISON_TIME_ZONE" in said


def test_check_says_that_second_factors_were_made_with_another_key(liaison, tmp_path):
    folder = {"LIAISON_DATA_DIR": str(tmp_path)}
    liaison("db", "upgrade", **folder)
    liaison(*BOSS, "--password-stdin", stdin="seven quiet rivers\n", **folder)
    app = create_app(read_settings(folder))
    with app.app_context():
        start_second_factor(user=db.session.scalars(select(User)).one())
        db.session.commit()
        db.engine.dispose()
    assert liaison("check", **folder)[0] == 0
    code, _out, said = liaison("check", LIAISON_SECRET_KEY="another-key-of-the-city", **folder)
    assert code == 1
    assert "1 second factors were made with another secret key. Set LIAISON_SECRET_KEY" in said


def test_a_database_that_is_away_is_one_line(liaison):
    away = "postgresql+psycopg://nobody@127.0.0.1:1/liaison"
    code, _out, said = liaison("check", LIAISON_DATABASE_URL=away)
    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith("Error: The database cannot be used")


def test_areas_are_taken_once(liaison, tmp_path):
    import gzip

    file = tmp_path / "boroughs.geojson"
    file.write_bytes(gzip.decompress(AREAS.read_bytes()))
    words = ("import", "areas", file, "--key", "borough", "--name", "B", "--singular", "B")
    assert liaison(*words)[:2] == (0, "Rows stored: 5.\n")
    said = liaison(*words)[2].splitlines()
    assert said[-1] == "Error: There is a set of areas with this short name."


def test_an_unknown_programme_is_named(liaison):
    code, _out, said = liaison("import", "events", AREAS, "--program", "none")
    assert code == 1
    assert said.splitlines()[-1] == "Error: There is no programme with the short name none."


def test_a_real_city_is_never_made_a_demo(liaison):
    assert liaison(*BOSS, "--password-stdin", stdin="correct horse battery staple\n")[0] == 0
    for words in (("demo", "--no-serve"), ("demo", "--no-serve", "--reset")):
        code, _out, said = liaison(*words)
        assert code == 1
        assert "real city" in said
    assert liaison(*BOSS)[0] == 1


def test_a_port_that_somebody_listens_on_is_left_alone(liaison):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, out, said = liaison("serve", "--port", port, "--no-worker")
    assert (code, out) == (1, "")
    assert said == (
        f"Error: Port {port} of 127.0.0.1 cannot be used: address already in use."
        " Choose another with --port.\n"
    )


def test_the_short_name_of_a_map_is_spelled_as_on_the_desk(liaison):
    words = ("import", "areas", AREAS, "--key", "Ward 1!", "--name", "W", "--singular", "W")
    code, _out, said = liaison(*words)
    assert code == 2
    assert "Use small letters, digits and underscores, such as ward_2024." in said


@pytest.fixture
def served(liaison, tmp_path):
    """A city of its own in which the boss has an account, served: its address."""
    place = {"LIAISON_DATA_DIR": str(tmp_path)}
    liaison("db", "upgrade", **place)
    liaison(*BOSS, "--password-stdin", stdin="seven quiet rivers\n", **place)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LIAISON_")}
    words = ("serve", "--port", str(port), "--workers", "1", "--no-worker")
    command = (sys.executable, "-m", "liaison.cli", *words)
    with subprocess.Popen(command, cwd=ROOT, env=kept | place) as server:
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def test_links_in_messages_lead_to_the_port_that_is_served(served, tmp_path):
    with httpx.Client(base_url=served, transport=httpx.HTTPTransport(retries=9)) as visitor:
        page = visitor.get("/en/forgotten-password").text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        form = {"csrf_token": token, "email": "boss@example.org"}
        assert visitor.post("/en/forgotten-password", data=form).status_code == 302
    app = create_app(read_settings({"LIAISON_DATA_DIR": str(tmp_path)}))
    with app.app_context():
        assert (
            f"{served}/en/reset-password/" in db.session.scalars(select(OutboxMessage.body)).one()
        )
        db.session.remove()
        db.engine.dispose()
