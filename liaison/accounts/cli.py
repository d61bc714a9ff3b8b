"""Commands about accounts."""

import sys

import click
from email_validator import EmailNotValidError, validate_email

from liaison.accounts.operations.invitations import DAYS, invite
from liaison.accounts.operations.passwords import check_strength, hash_password
from liaison.accounts.operations.users import create_user
from liaison.db import db
from liaison.errors import LiaisonError
from liaison.languages import LANGUAGES
from liaison.permissions import SYSTEM, Grant, Role

LONGEST_NAME = 200


@click.group()
def user() -> None:
    """Accounts of staff and liaisons."""


def _read_email(_context: click.Context, _argument: click.Parameter, written: str) -> str:
    """As the desk's form takes it: it is spelled like an address; nobody looks for its server."""
    try:
        validate_email(written, check_deliverability=False)
    except EmailNotValidError:
        raise click.BadParameter("Enter an e-mail address, such as name@example.org.") from None
    return written


def _read_name(_context: click.Context, _option: click.Parameter, written: str) -> str:
    if not 1 <= len(written.strip()) <= LONGEST_NAME:
        raise click.BadParameter(f"Enter a name of at most {LONGEST_NAME} characters.")
    return written


@user.command("create")
@click.argument("email", callback=_read_email)
@click.option("--name", required=True, callback=_read_name, help="What the person is called.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="A role for the whole city; may be given several times with --password-stdin.",
)
@click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    help="Language to write to the person in.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create(
    email: str, name: str, roles: tuple[str, ...], language: str | None, password_stdin: bool
) -> None:
    """Make an account for EMAIL, or print a link by which its owner does."""
    grants = tuple(Grant(Role(role)) for role in roles)
    try:
        if password_stdin:
            password = sys.stdin.readline().rstrip("\n")
            check_strength(password, email=email)
            create_user(
                actor=SYSTEM,
                email=email,
                name=name,
                grants=grants,
                language=language,
                password_hash=hash_password(password),
            )
            said = f"{email} can sign in now."
        elif len(grants) > 1:
            raise click.UsageError("An invitation carries one role; add others on the desk.")
        else:
            link = invite(
                actor=SYSTEM,
                email=email,
                name=name,
                grant=grants[0],
                language=language,
                sends=False,
            )
            said = f"Give this link to {email}. It works once, for {DAYS} days:\n{link}"
    except LiaisonError as refusal:
        raise click.ClickException(refusal.message) from None
    db.session.commit()
    click.echo(said)


commands: tuple[click.Command, ...] = (user,)
