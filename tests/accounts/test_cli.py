"""liaison user create."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from liaison.accounts.cli import commands
from liaison.accounts.models import Invitation, User
from liaison.accounts.operations.passwords import is_right
from liaison.db import db


def run(*words, typed=None):
    return CliRunner().invoke(commands[0], ["create", *words], input=typed)


def test_it_prints_a_link_that_makes_the_account(client):
    done = run("first@example.org", "--name", "First", "--role", "administrator")
    assert done.exit_code == 0
    link = done.output.splitlines()[-1].removeprefix("http://127.0.0.1:8000")
    form = {"name": "First", "password": "seven quiet rivers", "again": "seven quiet rivers"}
    assert client.submit(link, form).location == "/en/desk/"


def test_it_takes_a_password(cast):
    words = ("first@example.org", "--name", "First", "--role", "analyst", "--password-stdin")
    assert run(*words, typed="seven quiet rivers\n").exit_code == 0
    stored = db.session.scalar(select(User.password_hash).where(User.email == "first@example.org"))
    assert is_right(stored, "seven quiet rivers")


def test_it_says_what_is_wrong_in_one_line(cast):
    done = run("analyst@example.org", "--name", "A", "--role", "analyst")
    assert (done.exit_code, done.output) == (
        1,
        "Error: Somebody with this e-mail address has an account.\n",
    )
    short = run(
        "b@example.org", "--name", "B", "--role", "analyst", "--password-stdin", typed="short\n"
    )
    assert short.output == "Error: Use at least 12 characters.\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nobody", "--name", "N"), "Enter an e-mail address, such as name@example.org."),
        (("n@example.org", "--name", " "), "Enter a name of at most 200 characters."),
        (("n@example.org", "--name", "N", "--language", "xx"), "'xx' is not one of 'en', 'es'"),
    ],
)
def test_what_the_desk_would_refuse_is_refused(cast, words, says):
    done = run(*words, "--role", "analyst")
    assert done.exit_code == 2
    assert says in done.output
    assert not db.session.scalar(select(Invitation.id).limit(1))
