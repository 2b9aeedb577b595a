"""`flask precedents`: what the rules say about a past that is not in the database, and counting what is in it."""

from collections import Counter
from pathlib import Path

import click
from flask.cli import with_appcontext

from tracker.kernel.commands import DatabaseCommand, Unusable
from tracker.kernel.extensions import transaction
from tracker.precedents.auditing import Flag, audit
from tracker.precedents.files import Unreadable
from tracker.precedents.history import History, read
from tracker.precedents.judging import as_csv
from tracker.precedents.rules.flags import FlagType
from tracker.precedents.use_cases.counting import recount


@click.group("precedents")
def precedents() -> None:
    """Look for unequal treatment in decisions."""


@precedents.command("audit")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Write the flags here.")
def audit_folder(folder: Path, out: Path) -> None:
    """Read a history of decisions from DIR and write what would have been flagged as CSV.

    Each decision is judged by the earlier ones alone. The database is neither read nor changed.
    """
    try:
        history = read(folder)
    except Unreadable as error:
        raise Unusable(f"{folder} holds no history of decisions: {error}") from error
    flags = list(audit(history))
    try:
        out.write_text(as_csv(flags), encoding="utf-8", newline="")
    except OSError as error:
        raise Unusable(f"{out} cannot be written: {error.strerror}") from error
    click.echo(_summary(history, flags))


@precedents.command("recount", cls=DatabaseCommand)
@with_appcontext
def recount_decisions() -> None:
    """Count all decisions anew, and say how many counts were wrong."""
    with transaction() as session:
        wrong = recount(session)
    click.echo(f"counts that were wrong: {wrong}")


def _summary(history: History, flags: list[Flag]) -> str:
    counted = Counter(flag.type for flag in flags)
    without = len(history.names) - len(history.cases)
    head = [f"decisions: {len(history.names)}", *([f"in no situation: {without}"] if without else [])]
    return "\n".join((*head, *(f"{each.value}: {counted[each]}" for each in FlagType)))
