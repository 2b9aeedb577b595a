"""Importing a batch of lines: what is new is written at once, what has changed one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from tracker.imports import queries
from tracker.imports.fingerprints import changed
from tracker.imports.lines import Line, Refused
from tracker.imports.mapping import Mapping
from tracker.imports.placing import Placed, placed
from tracker.imports.queries import Directory, KnownPromise
from tracker.imports.use_cases import naming
from tracker.imports.use_cases.changing import Changed, change_promise
from tracker.imports.use_cases.writing import Bound, write_promises
from tracker.kernel.errors import Refusal

UNSTORABLE = (Refusal, IntegrityError, DataError)
"""What the database or a room says to a line that cannot be stored; anything else stops the import."""


class Fate(StrEnum):
    """What became of a row."""

    IMPORTED = "imported"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a line; the reason says why it was rejected."""

    fate: Fate
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A line, what is to become of it, and where it stands here."""

    outcome: Outcome
    placed: Placed | None = None
    known: KnownPromise | None = None


def import_batch(session: Session, mapping: Mapping, lines: Sequence[Line], now: datetime) -> list[Outcome]:
    """Write a batch, in which no external number appears twice, and return what became of each line.

    Raises a Refusal or the database's error when one of the lines cannot be stored: see `import_singly`.
    """
    directory = naming.directory_for(session, mapping, now)
    known = queries.known_promises(session, mapping.system, [line.external_id for line in lines])
    judged = [_judged(line, mapping, directory, known.get(line.external_id)) for line in lines]
    needed = [each.placed for each in judged if each.placed is not None]
    if needed:
        bound = Bound(
            system=mapping.system,
            zone=mapping.file.zone,
            customers=naming.customers_for(session, mapping.system, needed, now),
            kinds=naming.kinds_for(session, directory, needed, now),
        )
        _write(session, bound, judged, now)
    return [each.outcome for each in judged]


def import_singly(session: Session, mapping: Mapping, lines: Sequence[Line], now: datetime) -> list[Outcome]:
    """Write each line in a savepoint of its own, so that what cannot be stored is refused alone."""
    outcomes = []
    for line in lines:
        try:
            with session.begin_nested():
                outcomes += import_batch(session, mapping, [line], now)
        except UNSTORABLE as error:
            said = str(error) if isinstance(error, Refusal) else str(error.orig).strip().splitlines()[0]
            outcomes.append(Outcome(Fate.REJECTED, f"it cannot be stored: {said}"))
    return outcomes


def _judged(line: Line, mapping: Mapping, directory: Directory, known: KnownPromise | None) -> Judged:
    if known is not None and known.fingerprint == line.fingerprint:
        return Judged(Outcome(Fate.UNCHANGED))
    try:
        where = placed(line, directory, mapping.file.zone)
    except Refused as refusal:
        return Judged(Outcome(Fate.REJECTED, str(refusal)))
    return Judged(Outcome(Fate.UPDATED if known else Fate.IMPORTED), where, known)


def _write(session: Session, bound: Bound, judged: Sequence[Judged], now: datetime) -> None:
    new = [each.placed for each in judged if each.placed is not None and each.known is None]
    if new:
        write_promises(session, bound, new, now)
    for each in judged:
        if each.placed is not None and each.known is not None:
            parts = changed(each.placed.line.told(), each.known.fingerprint)
            change_promise(session, bound, Changed(each.known.id, each.placed, parts), now)
