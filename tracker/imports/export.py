"""Reading the file row by row, never all of it: bytes in, cells out."""

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tracker.imports.mapping import FileForm, Mapping

LONGEST_CELL = 4 * 1024 * 1024
"""Characters; a longer cell means that a quote was never closed."""

BYTE_ORDER_MARK = "\ufeff"

REASON = "reject_reason"
"""The column that a file of rejects has at the end; where it is imported again, it is passed over."""


class UnreadableError(Exception):
    """The file cannot be read as its mapping says; the message says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row as they stand in the file; `number` is that of its last line."""

    number: int
    cells: list[str]
    fault: str = ""


class Export:
    """An open file. `header` names its columns, `size` is that of the file in bytes."""

    def __init__(self, path: Path, form: FileForm, raw: BinaryIO) -> None:
        self.path = path
        self.form = form
        self.raw = raw
        self.size = path.stat().st_size
        errors = _falling_back_on(form.fallback_encoding) if form.fallback_encoding else "surrogateescape"
        self.text = io.TextIOWrapper(raw, encoding=form.encoding, errors=errors, newline="")
        self.cells = csv.reader(self.text, delimiter=form.delimiter, quotechar=form.quote)
        first = next(self.rows(), None)
        if first is None or first.fault:
            raise UnreadableError(f"{path} is empty: it has not even a header.")
        self.header = [cell.strip(BYTE_ORDER_MARK + " ") for cell in first.cells]

    @property
    def done(self) -> int:
        """How many bytes of the file have been read."""
        return self.raw.tell()

    def rows(self) -> Iterator[Row]:
        """Yield the rows that are left. One that is no CSV has a fault; empty lines are passed over.

        Raises UnreadableError where the file cannot be read on.
        """
        while True:
            try:
                cells = next(self.cells)
            except StopIteration:
                return
            except csv.Error as error:
                yield Row(self.cells.line_num, [], f"this is no CSV: {error}")
            except (OSError, UnicodeError) as error:
                raise UnreadableError(f"{self.path} cannot be read: {error}") from error
            else:
                if cells:
                    yield Row(self.cells.line_num, cells)


@contextmanager
def opened(path: Path, mapping: Mapping) -> Iterator[Export]:
    """Open a file and check that it has every column that the mapping asks for. Raises UnreadableError."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        raw = path.open("rb")
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read: {error.strerror}") from error
    with raw:
        export = Export(path, mapping.file, raw)
        _check_columns(export, mapping)
        yield export


def _check_columns(export: Export, mapping: Mapping) -> None:
    for column, key in mapping.columns().items():
        if column not in export.header:
            known = ", ".join(export.header)[:500]
            raise UnreadableError(f"{key} asks for the column {column!r}, but {export.path} has only: {known}")
        if export.header.count(column) > 1:
            raise UnreadableError(f"{key} asks for the column {column!r}, which {export.path} has more than once.")


def _falling_back_on(encoding: str) -> str:
    """Return the name of an error handler that reads single undecodable bytes in another encoding."""
    name = f"fallback-{codecs.lookup(encoding).name}"

    def decoded(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        return error.object[error.start : error.end].decode(encoding, "replace"), error.end

    codecs.register_error(name, decoded)
    return name
