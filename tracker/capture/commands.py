"""`flask capture`, which reads texts and opens no database; and `flask mail-in`, which makes drafts of mails."""

import json
import re
import sys
from collections.abc import Callable, Iterable

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError

from config import Settings
from tracker.capture.jobs import Taken, read_mailbox, take
from tracker.capture.lines import Refused, due_line, promise_line
from tracker.kernel.commands import DatabaseCommand, Unusable
from tracker.kernel.imap import LARGEST_MAIL, ImapServer, MailboxFailed

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class TryAgain(Unusable):
    """What was given is to be brought again: a mail server keeps the mail for this exit code, EX_TEMPFAIL."""

    exit_code = 75


@click.group("capture")
def capture() -> None:
    """Read what people wrote."""


@capture.command("due")
def due() -> None:
    """Answer each JSON line on stdin with a JSON line that says when it is due.

    A line is {"id", "text", "lang", "reference", "tz", "order"}, its text is read up to 2,000 characters; a line that
    cannot be read is answered by {"id", "error"}, and the exit code is 2 when there was one.
    """
    _answer(sys.stdin.buffer, due_line)


@capture.command("promises")
def promises() -> None:
    """Answer each JSON line on stdin with a JSON line that says whether it promises something, and why.

    A line is {"id", "text", "lang"}, its text is read up to 200,000 characters; a line that cannot be read is
    answered by {"id", "error"}, and the exit code is 2 when there was one.
    """
    _answer(sys.stdin.buffer, promise_line)


def _answer(lines: Iterable[bytes], answer: Callable[[bytes], dict[str, object]]) -> None:
    """Answer line by line, in order, at once."""
    refused = 0
    for line in lines:
        if not line.strip():
            continue
        try:
            said = answer(line)
        except Refused as why:
            refused += 1
            said = {"id": why.line_id, "error": str(why)}
        click.echo(_json(said))
    if refused:
        raise Unusable(f"{refused} lines could not be read; they are answered by an error.")


def _json(said: dict[str, object]) -> str:
    """Return an answer as it is read best; halves of characters, which JSON may hold, only as they were escaped."""
    line = json.dumps(said, ensure_ascii=False)
    return line if line.isascii() or not _HALF_CHARACTER.search(line) else json.dumps(said)


@click.command("mail-in", cls=DatabaseCommand)
@click.option("--mailbox", "from_mailbox", is_flag=True, help="Read the mails that wait in the mailbox of MAIL_IN_URL.")
@with_appcontext
def mail_in_command(*, from_mailbox: bool) -> None:
    """Make drafts of what the mail on stdin promises, for the agent who sent it.

    A mail that was read before does nothing. One that cannot be read, or whose sender has no account here, is kept
    in instance/mail-in and named on stderr. While the database is away the exit code is 75, which asks a mail server
    to bring the mail again. At a terminal, where nothing is piped in, MAIL_IN_URL is read as well.
    """
    settings: Settings = current_app.extensions["settings"]
    if from_mailbox or (settings.mail_in_url and sys.stdin.isatty()):
        _read_mailbox(settings)
    else:
        _tell(_taken(sys.stdin.buffer.read(LARGEST_MAIL)))


def _taken(content: bytes) -> Taken:
    try:
        return take(content)
    except (OperationalError, InterfaceError, ProgrammingError) as error:
        raise TryAgain(f"The database cannot be used ({error.orig}); the mail was not read.") from error


def _read_mailbox(settings: Settings) -> None:
    if not settings.mail_in_url:
        raise Unusable("There is no mailbox to read: set MAIL_IN_URL.")
    failed = 0
    try:
        for taken in read_mailbox(ImapServer.at(settings.mail_in_url, settings.mail_in_done)):
            _tell(taken)
            failed += taken.is_failed
    except MailboxFailed as why:
        raise Unusable(f"The mailbox cannot be read: {why}") from why
    if failed:
        raise Unusable(f"Of the mails, {failed} could not be taken in; they stay in the mailbox.")


def _tell(taken: Taken) -> None:
    click.echo(taken.words, err=taken.is_aside or taken.is_failed)
