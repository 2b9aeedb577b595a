"""`flask capture`: the grammar of dues on the command line, for people and for programs; it opens no database."""

import json
import sys
from collections.abc import Callable, Iterable

import click

from tracker.capture.lines import Refused, due_line
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
