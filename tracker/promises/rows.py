"""A promise as it is first written: the form, the import and the bulk demo all write exactly this."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker.audit.rules import Happening
from tracker.promises.rules import Channel, Due, ScopeKind, State, day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPromise:
    """Everything a promise is made of. Without customer or due it can only be a draft."""

    customer_id: int | None
    kind_id: int
    team_id: int
    maker_id: int
    owner_id: int
    statement: str
    due: Due | None
    zone: str
    made_at: datetime
    tolerance: timedelta = timedelta(0)
    channel: Channel = Channel.PHONE
    conditions: str = ""
    source_reference: str = ""
    visible_to_customer: bool = True
    urgent: bool = False
    scope: ScopeKind = ScopeKind.CUSTOMER
    scope_value: str = ""
    scope_until: date | None = None
    makes_good_id: int | None = None
    chain_id: int | None = None
    seconds_to_log: int | None = None
    form_key: str | None = None
    external_system: str | None = None
    external_id: str | None = None
    state: State = State.OPEN


SAID = (
    "customer_id",
    "kind_id",
    "team_id",
    "maker_id",
    "owner_id",
    "statement",
    "conditions",
    "source_reference",
    "visible_to_customer",
    "urgent",
    "made_at",
    "zone",
    "tolerance",
    "makes_good_id",
    "chain_id",
    "scope_value",
    "scope_until",
    "external_system",
    "external_id",
    "seconds_to_log",
    "form_key",
)
"""What is stored as it was said."""

UNTOUCHED = {
    "renegotiations": 0,
    "outcome_note": "",
    "missing": "",
    "evidence": "",
    "attempts": 0,
    "handovers": 0,
    "schedule_version": 1,
    "row_version": 1,
}
"""What nothing has happened to yet."""


def promise_row(new: NewPromise, now: datetime) -> dict[str, object]:
    """Return the columns of a promise that is written at `now`; the alert sweep looks at it at once."""
    return {
        **{name: getattr(new, name) for name in SAID},
        **UNTOUCHED,
        **_dates(new),
        "state": new.state.value,
        "channel": new.channel.value,
        "scope": new.scope.value,
        "created_at": now,
        "changed_at": now,
        "attention_at": now,
        "scheduled_at": now,
    }


def _dates(new: NewPromise) -> dict[str, object]:
    """Return the dates: a draft has no first one, because nobody was told it yet."""
    at, day = (new.due.at, new.due.day) if new.due else (None, None)
    is_told = new.state is not State.DRAFT
    return {
        "due_at": at,
        "due_day": day,
        "due_on": day_of(at, day, new.zone),
        "first_due_at": at if is_told else None,
        "first_due_day": day if is_told else None,
        "late_at": at + new.tolerance if at else None,
    }


TOLD_OF_NEW = ("customer_id", "kind_id", "owner_id", "maker_id", "statement", "due_at", "due_day", "state")


def logged(promise_id: int, row: dict[str, object], actor_id: int | None) -> Happening:
    """Return the event that tells of a new promise or draft."""
    kind = "draft_saved" if row["state"] == State.DRAFT else "promise_logged"
    changes = {name: (None, row[name]) for name in TOLD_OF_NEW if row[name] is not None}
    return Happening(kind=kind, subject_type="promise", subject_id=promise_id, actor_id=actor_id, changes=changes)


def settled_columns(outcome: State, *, at: datetime, kept_at: datetime | None, by_id: int | None) -> dict[str, object]:
    """Return the columns that end a promise at `at`; its alerts are planned no more."""
    return {
        "state": outcome.value,
        "settled_at": at,
        "settled_by_id": by_id,
        "kept_at": kept_at if outcome in {State.KEPT, State.PARTLY_KEPT} else None,
        "remind_at": None,
    }
