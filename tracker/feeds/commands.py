"""Calendar links on the command line."""

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale, gettext

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
