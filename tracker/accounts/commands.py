"""Accounts from the shell: the first one of an installation is made here."""

import secrets
import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from config import Settings
from tracker.accounts import passwords
from tracker.accounts.use_cases.accounts import AddAccount, add_account
from tracker.accounts.use_cases.teams import team_named
from tracker.kernel.clock import now
from tracker.kernel.commands import DatabaseCommand, Unusable
from tracker.kernel.errors import Refusal
from tracker.kernel.extensions import transaction
from tracker.kernel.people import Role

GENERATED_BYTES = 12


@click.command("add-account", cls=DatabaseCommand)
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="What the person may do.")
@click.option("--team", required=True, help="The team's name; it is created if there is none of that name.")
@click.option("--password", help="Asked for when it is missing; without a terminal one is made and printed.")
@with_appcontext
def add_account_by_shell(*, email: str, name: str, role: str, team: str, password: str | None) -> None:
    """Add an account and print EMAIL ROLE, or EMAIL PASSWORD ROLE where the password was made here."""
    settings: Settings = current_app.extensions["settings"]
    chosen = password or _asked_for()
    made = "" if chosen else secrets.token_urlsafe(GENERATED_BYTES)
    try:
        hashed = passwords.accepted(chosen or made, (name, email))
        with transaction() as session:
            wish = AddAccount(
                email=email,
                name=name,
                role=Role(role),
                team_id=team_named(session, team, settings.time_zone, now()),
                locale=settings.locale,
                time_zone=settings.time_zone,
                password_hash=hashed,
            )
            added = add_account(session, wish, None, now()).email
    except Refusal as refusal:
        raise Unusable(str(refusal)) from None
    click.echo(" ".join(filter(None, (added, made, role))))


def _asked_for() -> str:
    if not sys.stdin.isatty():
        return ""
    return str(click.prompt("Password (empty: make one)", default="", hide_input=True, show_default=False, err=True))
