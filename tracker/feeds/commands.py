"""Calendar links on the command line, and the CalDAV server."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale, gettext

from config import READERS
from tracker.accounts.queries.accounts import credentials_of
from tracker.accounts.queries.viewers import viewer_of
from tracker.feeds import rules
from tracker.feeds.use_cases.feeds import MakeFeed, make_feed
from tracker.kernel.clock import now
from tracker.kernel.commands import DatabaseCommand
from tracker.kernel.extensions import db, transaction
from tracker.web.languages import BABEL_NAMES


@click.command("feed-url", cls=DatabaseCommand)
@click.argument("email")
@with_appcontext
def feed_url(email: str) -> None:
    """Make a calendar feed of EMAIL's open promises and print its URL.

    Secrets are stored hashed, so an earlier URL cannot be printed again: every call makes a further feed.
    Earlier ones stay valid, because somebody's calendar may be using them; they are listed, and switched
    off, on the account's calendar page.
    """
    account = credentials_of(db.session(), email)
    if account is None or not account.active:
        raise click.BadParameter(f"No active account has the address {email}.", param_hint="EMAIL")
    with transaction() as session:
        owner = viewer_of(session, account.id)
        made = make_feed(session, MakeFeed(owner=owner), now(), by_shell=True)
    with force_locale(BABEL_NAMES[account.locale]):
        name = gettext("My promises")
    click.echo(rules.address(current_app.extensions["settings"].base_url, made.secret, name))


CALDAV_SERVER = Path(__file__).with_name("caldav_server")


@click.command("caldav")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where it listens.")
@click.option("--port", default=5232, show_default=True, type=click.IntRange(1, 65535))
@click.option("--tracker", "tracker_url", help="Where the tracker answers; BASE_URL by default.")
@with_appcontext
def caldav(host: str, port: int, tracker_url: str | None) -> None:
    """Serve everybody's own open promises to task programs over CalDAV.

    This becomes another program: Radicale, which talks to the tracker over HTTP with the app passwords that
    people made on their calendar page. It needs no database and no setting but the tracker's address.
    """
    if find_spec("radicale") is None:
        raise click.ClickException("Radicale is not installed. Install it with: make caldav")
    tracker_url = tracker_url or current_app.extensions["settings"].base_url
    place = ("--chdir", str(CALDAV_SERVER), "--bind", f"{host}:{port}")
    workers = ("--workers", "1", "--threads", "8", "--no-control-socket")  # what changed since is known to one process
    program = (sys.executable, "-m", "gunicorn", *place, *workers, "serve:application")
    os.execve(sys.executable, program, _plain_environment() | {"PROMISE_TRACKER_URL": tracker_url})  # noqa: S606


def _plain_environment() -> dict[str, str]:
    """Return the environment without the tracker's secrets: the other program has no business with them."""
    return {name: text for name, text in os.environ.items() if name not in READERS and name != "GUNICORN_CMD_ARGS"}
