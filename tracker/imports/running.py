"""One run over one file: rows become lines, lines become batches, each batch one transaction."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.imports.export import Export, Row
from tracker.imports.lines import Line, PassedOver, Refused
from tracker.imports.mapping import Mapping
from tracker.imports.reading import Reader
from tracker.imports.use_cases.importing import UNSTORABLE, Fate, Outcome, import_batch, import_singly
from tracker.kernel.clock import now
from tracker.kernel.extensions import transaction

BATCH = 500
Reject = Callable[[Row, str], None]
Batch = list[tuple[Row, Line]]


@dataclass(slots=True)
class Run:
    """What is known while a file is read. A rehearsal does everything and takes each batch back.

    `seen` holds a hash of the print of every number that this file has told of: a number is told of once.
    """

    mapping: Mapping
    as_of: datetime
    reject: Reject
    is_rehearsal: bool
    fates: Counter[Fate] = field(default_factory=Counter)
    passed_over: int = 0
    seen: dict[str, int] = field(default_factory=dict)

    def over(self, export: Export) -> Iterator[int]:
        """Import the rows of a file; yields the bytes read so far after each batch."""
        batch: Batch = []
        for row, line in self._lines(export):
            if len(batch) == BATCH or line.external_id in self.seen:
                self._take(batch)
                batch = []
                yield export.done
            if line.external_id in self.seen:
                self._note(row, self._repeated(line))
            else:
                self.seen[line.external_id] = hash(line.fingerprint)
                batch.append((row, line))
        self._take(batch)
        yield export.done

    def _repeated(self, line: Line) -> Outcome:
        """Return what becomes of a number that this file has told of before: nothing, or it contradicts itself."""
        if self.seen[line.external_id] == hash(line.fingerprint):
            return Outcome(Fate.UNCHANGED)
        return Outcome(Fate.REJECTED, f"an earlier row tells something else of {line.external_id}")

    def _lines(self, export: Export) -> Iterator[tuple[Row, Line]]:
        reader = Reader(self.mapping, self.as_of)
        for row in export.rows():
            try:
                yield row, reader.line(cells_of(export.header, row))
            except Refused as refusal:
                self._note(row, Outcome(Fate.REJECTED, str(refusal)))
            except PassedOver:
                self.passed_over += 1

    def _take(self, batch: Batch) -> None:
        outcomes = self._written([line for _, line in batch]) if batch else []
        for (row, line), outcome in zip(batch, outcomes, strict=True):
            self._note(row, outcome)
            if outcome.fate is Fate.REJECTED:
                del self.seen[line.external_id]

    def _written(self, lines: list[Line]) -> list[Outcome]:
        """Write a batch; where one of its lines cannot be stored, write each by itself."""
        try:
            return self._in_transaction(import_batch, lines)
        except UNSTORABLE:
            return self._in_transaction(import_singly, lines)

    def _in_transaction(
        self, use_case: Callable[[Session, Mapping, list[Line], datetime], list[Outcome]], lines: list[Line]
    ) -> list[Outcome]:
        with transaction() as session:
            outcomes = use_case(session, self.mapping, lines, now())
            if self.is_rehearsal:
                session.rollback()
        return outcomes

    def _note(self, row: Row, outcome: Outcome) -> None:
        self.fates[outcome.fate] += 1
        if outcome.fate is Fate.REJECTED:
            self.reject(row, outcome.reason)


def cells_of(header: list[str], row: Row) -> dict[str, str]:
    """Return the cells by column. Raises Refused unless there are as many as columns."""
    if row.fault:
        raise Refused(row.fault)
    if len(row.cells) < len(header) or any(row.cells[len(header) :]):
        raise Refused(f"it has {len(row.cells)} cells where the header has {len(header)}")
    return dict(zip(header, row.cells, strict=False))
