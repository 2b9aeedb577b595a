"""`flask backup` and `flask restore-check`: a copy of everything, and the proof that it can be relied on."""

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from tracker.audit.restoring import Findings, examine
from tracker.kernel.backups import BackupFailed, back_up, opened
from tracker.kernel.extensions import db
from tracker.kernel.storage import Record

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("backup")
@click.argument("file", type=FILE)
@with_appcontext
def backup(file: Path) -> None:
    """Write a copy of the database to FILE, while others go on working."""
    try:
        back_up(db.engine.url, file)
    except BackupFailed as failure:
        raise click.ClickException(str(failure)) from failure
    click.echo(f"{file}: {file.stat().st_size} bytes")


@click.command("restore-check")
@click.argument("file", type=FILE)
@with_appcontext
def restore_check(file: Path) -> None:
    """Open the backup in FILE and say what is in it; fails when it is not whole."""
    try:
        with opened(file, db.engine.url) as engine, Session(engine) as session:
            findings = examine(session, Record.metadata)
    except (BackupFailed, DatabaseError) as failure:
        raise click.ClickException(f"{file} is broken: {failure}") from failure
    click.echo(summary(findings))
    if not findings.is_whole:
        raise click.ClickException(f"{file} is broken: {fault(findings)}")


def summary(findings: Findings) -> str:
    """Return what was found, a line each."""
    rows = [f"{name}: {count}" for name, count in findings.rows.items() if count]
    return "\n".join((f"schema: {findings.revision or 'none'}", *rows, f"history: {findings.last_event} events"))


def fault(findings: Findings) -> str:
    """Return what is wrong, in one line."""
    if findings.missing:
        return f"tables are missing: {', '.join(findings.missing)}"
    if findings.broken_event is not None:
        return f"the history was changed at event {findings.broken_event}"
    return "it has no schema revision"
