"""The file beside the file: rows that were refused, as they were, and why."""

import csv
import os
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from tracker.imports.export import REASON, Export, Row, UnreadableError


class Rejects:
    """Refused rows go to `path`, which is made on the first one. An older one is removed: it is out of date."""

    def __init__(self, export: Export) -> None:
        self.path = _beside(export.path)
        self.form = export.form
        self.width = len(export.header)
        self.kept = [place for place, name in enumerate(export.header) if name != REASON]
        self.names = [export.header[place] for place in self.kept]
        self.file: TextIO | None = None

    def __enter__(self) -> Self:
        self.path.unlink(missing_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.file is not None:
            self.file.close()

    def add(self, row: Row, reason: str) -> None:
        """Write a row with the reason behind its own columns; cells beyond the header follow the reason."""
        if self.file is None:
            self.file = self._opened()
            self._write([*self.names, REASON])
        cells = [row.cells[place] if place < len(row.cells) else "" for place in self.kept]
        encodable = f"line {row.number}: {reason}".encode(self.form.encoding, "backslashreplace")
        self._write([*cells, encodable.decode(self.form.encoding), *row.cells[self.width :]])

    def _opened(self) -> TextIO:
        """Open the file so that the same mapping reads it, odd bytes included."""
        errors = "backslashreplace" if self.form.fallback_encoding else "surrogateescape"
        return self.path.open("w", encoding=self.form.encoding, errors=errors, newline="")

    def _write(self, cells: list[str]) -> None:
        csv.writer(self.file, delimiter=self.form.delimiter, quotechar=self.form.quote).writerow(cells)  # type: ignore[arg-type]


def _beside(path: Path) -> Path:
    """Return where rejects go: next to the file, or into the current folder where that may not be written."""
    name = f"{path.name}.rejects.csv"
    for folder in (path.parent, Path.cwd()):
        if os.access(folder, os.W_OK):
            return folder / name
    raise UnreadableError(f"Neither {path.parent} nor the current folder can be written, so rejects have no place.")
