"""`flask capture`: what the rules read in a text, for people and for programs; it opens no database."""

import json
import sys
from collections.abc import Callable, Iterable

import click

from tracker.capture.lines import Refused, due_line, promise_line
from tracker.kernel.commands import Unusable


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
