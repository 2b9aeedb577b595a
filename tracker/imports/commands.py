"""`flask import`: another system's export becomes customers and promises."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from tracker.imports import mapping_file
from tracker.imports.export import Export, Row, UnreadableError, opened
from tracker.imports.mapping import Mapping, MappingError
from tracker.imports.rejects import Rejects
from tracker.imports.running import Reject, Run
from tracker.imports.use_cases.importing import Fate
from tracker.kernel.arguments import Moment
from tracker.kernel.clock import now
from tracker.kernel.commands import DatabaseCommand, Unusable


@click.command("import", cls=DatabaseCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", "mapping_path", required=True, type=click.Path(path_type=Path), help="What is where (TOML).")
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would happen.")
@click.option("--as-of", type=Moment(), help="The moment of the export (ISO, with offset); now by default.")
@with_appcontext
def import_export(file: Path, mapping_path: Path, *, dry_run: bool, as_of: datetime | None) -> None:
    """Import the customers and promises of FILE, a CSV export of another system.

    Rows that are refused go to FILE.rejects.csv, with the reason.
    """
    with (
        _said_plainly(),
        opened(file, mapping := _mapping(mapping_path)) as export,
        _rejects(export, is_rehearsal=dry_run) as reject,
    ):
        run = Run(mapping, as_of or now(), reject, is_rehearsal=dry_run)
        _watch(run, export)
    if run.passed_over:
        click.echo(f"{run.passed_over} rows passed over, as the mapping says.", err=True)
    click.echo(", ".join(f"{run.fates[fate]} {fate}" for fate in Fate))


def _watch(run: Run, export: Export) -> None:
    """Import, and show a terminal how far it is."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=export.size, label=export.path.name, file=sys.stderr, hidden=hidden) as bar:
        before = 0
        for done in run.over(export):
            bar.update(done - before)
            before = done


@contextmanager
def _rejects(export: Export, *, is_rehearsal: bool) -> Iterator[Reject]:
    """Yield what takes refused rows: the file of rejects, or in a rehearsal, which writes none, the terminal."""
    if is_rehearsal:
        yield _say
        return
    with Rejects(export) as rejects:
        yield rejects.add
    if rejects.file is not None:
        click.echo(f"The rejected rows are in {rejects.path}.", err=True)


def _say(row: Row, reason: str) -> None:
    click.echo(f"line {row.number}: {reason}", err=True)


def _mapping(path: Path) -> Mapping:
    try:
        return mapping_file.parsed(path.read_bytes())
    except OSError as error:
        raise MappingError(f"{path} cannot be read: {error.strerror}") from error


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Turn what can be expected to go wrong into one line on stderr."""
    try:
        yield
    except MappingError as error:
        raise Unusable(f"The mapping cannot be used: {error}") from error
    except UnreadableError as error:
        raise Unusable(str(error)) from error
    except OSError as error:
        raise Unusable(f"{error.filename or 'A file'} cannot be used: {error.strerror}") from error
