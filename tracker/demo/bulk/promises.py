"""A promise as it is stored after it was logged and, mostly, settled: its row and its events."""

from dataclasses import dataclass
from datetime import datetime

from tracker.audit.rules import Happening
from tracker.promises.rows import NewPromise, logged, promise_row, settled_columns
from tracker.promises.rules import State

Row = dict[str, object]
Told = tuple[Happening, datetime]

UNSETTLED: Row = {"settled_at": None, "settled_by_id": None, "kept_at": None, "remind_at": None, "cause_id": None}
"""What the use case of logging leaves to the database, since nothing is known of it yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a promise ended: its owner settled it `at` a moment."""

    outcome: State
    at: datetime
    cause_id: int | None = None
    note: str = ""
    missing: str = ""


def stored(promise_id: int, new: NewPromise, ending: Ending | None) -> tuple[Row, list[Told]]:
    """Return row and events of a promise that was logged by its maker when it was made.

    The sweep of the alerts passes it by, as if it had been there already: nobody waits for reminders of bulk.
    """
    row: Row = {"id": promise_id} | promise_row(new, new.made_at) | UNSETTLED | {"attention_at": None}
    told = [(logged(promise_id, row, new.maker_id), new.made_at)]
    if ending is None:
        return row, told
    after = _ended(new, ending)
    changes = {name: (row[name], value) for name, value in after.items() if value != row[name]}
    happening = Happening(
        kind=f"promise_{ending.outcome}",
        subject_type="promise",
        subject_id=promise_id,
        actor_id=new.owner_id,
        changes=changes,
    )
    again = {"changed_at": ending.at, "scheduled_at": ending.at, "schedule_version": 2, "row_version": 2}
    return row | after | again, [*told, (happening, ending.at)]


def _ended(new: NewPromise, ending: Ending) -> Row:
    kept_at = ending.at if ending.outcome in {State.KEPT, State.PARTLY_KEPT} else None
    return settled_columns(ending.outcome, at=ending.at, kept_at=kept_at, by_id=new.owner_id) | {
        "cause_id": ending.cause_id,
        "outcome_note": ending.note,
        "missing": ending.missing,
        "evidence": "",
    }
