"""`flask capture`, which reads texts and opens no database; and `flask mail-in`, which makes drafts of a mail."""

import hashlib
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.capture.lines import Refused, due_line, promise_line
from tracker.capture.rules.texts.mails import mail_in
from tracker.capture.use_cases.mail_in import Answered, digest_of, take_mail
from tracker.kernel.clock import now
from tracker.kernel.commands import DatabaseCommand, Unusable
from tracker.kernel.errors import Refusal
from tracker.kernel.extensions import transaction
from tracker.promises.use_cases.logging import save_draft


@click.group("capture")
def capture() -> None:
    """Read what people wrote."""


@capture.command("due")
def due() -> None:
    """Answer each JSON line on stdin with a JSON line that says when it is due.

    A line is {"id", "text", "lang", "reference", "tz", "order"}; a line that cannot be read is answered
    by {"id", "error"}, and the exit code is 2 when there was one.
    """
    _answer(sys.stdin.buffer, due_line)


@capture.command("promises")
def promises() -> None:
    """Answer each JSON line on stdin with a JSON line that says whether it promises something, and why.

    A line is {"id", "text", "lang"}; a line that cannot be read is answered by {"id", "error"}, and the exit
    code is 2 when there was one.
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
        click.echo(json.dumps(said, ensure_ascii=False))
    if refused:
        raise Unusable(f"{refused} lines could not be read; they are answered by an error.")


LARGEST_MAIL = 10_000_000


@click.command("mail-in", cls=DatabaseCommand)
@with_appcontext
def mail_in_by_pipe() -> None:
    """Make drafts of what the mail on stdin promises, for the agent who sent it.

    A mail that was read before does nothing. One that cannot be read, or whose sender has no account here, is kept
    in instance/mail-in and named on stderr.
    """
    content = sys.stdin.buffer.read(LARGEST_MAIL)
    try:
        answered = _taken(content)
    except (ValueError, Refusal) as why:
        click.echo(f"kept aside as {_kept_aside(content)}: {why}", err=True)
        return
    words = "was read before" if answered.is_known else f"{len(answered.drafts)} drafts"
    click.echo(f"{answered.sender.name}: {words}")


def _taken(content: bytes) -> Answered:
    """Save the drafts of a mail. Raises ValueError for what is no mail, Refusal for a sender of no account."""
    mail = mail_in(content)
    with transaction() as session:
        answered = take_mail(session, mail, digest_of(mail, content), now())
        for draft in answered.drafts:
            save_draft(session, draft, now(), unclear_whom=answered.whom)
    return answered


def _kept_aside(content: bytes) -> Path:
    folder = Path(current_app.instance_path) / "mail-in"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{hashlib.sha256(content).hexdigest()[:16]}.eml"
    file.write_bytes(content)
    return file
