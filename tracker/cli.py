"""The flask commands: thin, each one reads its arguments, calls one use case and prints the answer."""

from flask import Flask

from tracker.accounts.commands import add_account_by_shell
from tracker.audit.commands import backup, restore_check
from tracker.capture.commands import capture, mail_in_command
from tracker.demo.commands import demo
from tracker.erasure.commands import erase
from tracker.feeds.commands import caldav, feed_url
from tracker.imports.commands import import_export
from tracker.precedents.commands import precedents
from tracker.reports.commands import measures
from tracker.worker import run_all, work


def bind(app: Flask) -> None:
    """Give the application its commands."""
    app.cli.add_command(add_account_by_shell)
    app.cli.add_command(measures)
    app.cli.add_command(precedents)
    app.cli.add_command(import_export)
    app.cli.add_command(capture)
    app.cli.add_command(mail_in_command)
    app.cli.add_command(feed_url)
    app.cli.add_command(caldav)
    app.cli.add_command(erase)
    app.cli.add_command(demo)
    app.cli.add_command(work)
    app.cli.add_command(run_all)
    app.cli.add_command(backup)
    app.cli.add_command(restore_check)
