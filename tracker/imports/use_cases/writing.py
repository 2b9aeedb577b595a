"""Writing new promises in bulk, with the same rows and events as if somebody had logged and settled them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from sqlalchemy import Table
from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record_all
from tracker.imports import queries
from tracker.imports.placing import Placed
from tracker.imports.queries import KnownKind
from tracker.imports.records import ImportedPromise
from tracker.kernel.many_rows import insert_many
from tracker.promises.records import Promise
from tracker.promises.rows import NewPromise, logged, promise_row, settled_columns
from tracker.promises.rules import State

PROMISES, IMPORTED = cast(Table, Promise.__table__), cast(Table, ImportedPromise.__table__)
UNSETTLED: dict[str, object] = {"settled_at": None, "settled_by_id": None, "kept_at": None, "remind_at": None}


@dataclass(frozen=True, slots=True)
class Bound:
    """What the lines of a batch refer to: customers by the system's number, kinds by the name it gives."""

    system: str
    zone: str
    customers: Mapping[str, int]
    kinds: Mapping[str, KnownKind]


def write_promises(session: Session, bound: Bound, lines: Sequence[Placed], now: datetime) -> None:
    """Write promises that the system has not told of before."""
    rows = [_row(bound, placed, now) for placed in lines]
    insert_many(session, PROMISES, rows)
    numbers = queries.numbers(session, bound.system, [placed.line.external_id for placed in lines])
    prints = [
        {"promise_id": numbers[placed.line.external_id], "fingerprint": placed.line.fingerprint} for placed in lines
    ]
    insert_many(session, IMPORTED, prints)
    told = (happening for row in rows for happening in _history(numbers[str(row["external_id"])], row, bound.system))
    record_all(session, [(happening, now) for happening in told])


def _row(bound: Bound, placed: Placed, now: datetime) -> dict[str, object]:
    """Return the columns of a promise. Alerts are planned only where something is still to come."""
    row = promise_row(_new_promise(bound, placed), now) | UNSETTLED
    line = placed.line
    row["outcome_note"], row["missing"] = line.note or "", line.missing or ""
    if line.ending is not None:
        row |= settled_columns(line.ending.state, at=line.ending.at, kept_at=line.ending.at, by_id=None)
    is_ahead = line.ending is None and cast(datetime, row["late_at"]) > now
    row["attention_at"] = now if is_ahead else None
    return row


def _new_promise(bound: Bound, placed: Placed) -> NewPromise:
    line = placed.line
    kind = bound.kinds[line.kind]
    return NewPromise(
        customer_id=bound.customers[line.customer.id],
        kind_id=kind.id,
        team_id=placed.team_id,
        maker_id=placed.maker.id,
        owner_id=placed.owner.id,
        statement=line.statement,
        due=line.due,
        zone=bound.zone,
        made_at=line.made_at,
        tolerance=kind.tolerance,
        channel=line.channel,
        conditions=line.conditions or "",
        source_reference=line.reference or "",
        external_system=bound.system,
        external_id=line.external_id,
    )


def _history(number: int, row: dict[str, object], system: str) -> Iterator[Happening]:
    """Tell that a promise was logged, and how it ended; nobody here did either."""
    words: dict[str, object] = {"imported_from": system}
    yield replace(logged(number, row | {"state": State.OPEN.value}, None), words=words)
    if row["settled_at"] is not None:
        ended = ("state", "settled_at", "kept_at", "outcome_note", "missing")
        before: dict[str, object] = {"state": State.OPEN.value, "outcome_note": "", "missing": ""}
        changes = {name: (before.get(name), row[name]) for name in ended if row[name] != before.get(name)}
        yield Happening(
            kind=f"promise_{row['state']}",
            subject_type="promise",
            subject_id=number,
            actor_id=None,
            changes=changes,
            words=words,
        )
