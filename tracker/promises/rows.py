"""A promise as it is first written: the form, the import and the bulk demo all write exactly this."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker.audit.rules import Happening
from tracker.promises.rules import Channel, Due, ScopeKind, State


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


def promise_row(new: NewPromise, now: datetime) -> dict[str, object]:
    """Return the columns of a promise that is written at `now`; the alert sweep looks at it at once."""
    due_at = new.due.at if new.due else None
    due_day = new.due.day if new.due else None
    told = new.state is not State.DRAFT
    return {
        "customer_id": new.customer_id,
        "kind_id": new.kind_id,
        "team_id": new.team_id,
        "maker_id": new.maker_id,
        "owner_id": new.owner_id,
        "statement": new.statement,
        "channel": new.channel.value,
        "conditions": new.conditions,
        "source_reference": new.source_reference,
        "visible_to_customer": new.visible_to_customer,
        "urgent": new.urgent,
        "state": new.state.value,
        "made_at": new.made_at,
        "zone": new.zone,
        "due_at": due_at,
        "due_day": due_day,
        "first_due_at": due_at if told else None,
        "first_due_day": due_day if told else None,
        "tolerance": new.tolerance,
        "late_at": due_at + new.tolerance if due_at else None,
        "renegotiations": 0,
        "outcome_note": "",
        "missing": "",
        "evidence": "",
        "attempts": 0,
        "handovers": 0,
        "makes_good_id": new.makes_good_id,
        "chain_id": new.chain_id,
        "scope": new.scope.value,
        "scope_value": new.scope_value,
        "scope_until": new.scope_until,
        "external_system": new.external_system,
        "external_id": new.external_id,
        "seconds_to_log": new.seconds_to_log,
        "form_key": new.form_key,
        "created_at": now,
        "changed_at": now,
        "attention_at": now,
        "scheduled_at": now,
        "schedule_version": 1,
        "row_version": 1,
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
