"""A row that has changed since the last import changes its promise: only what changed there, as events here."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.customers import queries as customers
from tracker.customers.rules.details import Details
from tracker.customers.use_cases import ChangeCustomer, change_customer
from tracker.imports.lines import Line
from tracker.imports.placing import Placed, told_over
from tracker.imports.records import ImportedPromise
from tracker.imports.use_cases.writing import Bound
from tracker.promises.records import Promise, Renegotiation
from tracker.promises.rows import settled_columns
from tracker.promises.rules import Due, State
from tracker.promises.use_cases.telling import Changes, tell


@dataclass(frozen=True, slots=True)
class Changed:
    """A line and the promise it belongs to; `parts` of it are not as they were in the last import."""

    promise_id: int
    placed: Placed
    parts: frozenset[str]


def change_promise(session: Session, bound: Bound, changed: Changed, now: datetime) -> None:
    """Bring a promise up to date with its row, and remember the row as it is now."""
    promise = session.get_one(Promise, changed.promise_id, with_for_update=True, populate_existing=True)
    line = changed.placed.line
    if "customer" in changed.parts:
        _change_customer(session, bound, changed.placed, now)
    update = _Update(session, promise, bound.system, now)
    update.correct(_corrections(bound, changed))
    if "due" in changed.parts and line.due.at != promise.due_at:
        update.renegotiate(line.due)
    if "ending" in changed.parts and promise.settled_by_id is None:
        update.end_or_reopen(line)
    session.merge(ImportedPromise(promise_id=promise.id, fingerprint=line.fingerprint))
    session.flush()


def _corrections(bound: Bound, changed: Changed) -> dict[str, object]:
    """Return the fields that the changed parts stand for; where the file says nothing now, nothing changes."""
    placed, line = changed.placed, changed.placed.line
    by_part: dict[str, dict[str, object]] = {
        "customer": {"customer_id": bound.customers[line.customer.id]},
        "kind": {"kind_id": bound.kinds[line.kind].id},
        "statement": {"statement": line.statement},
        "made_at": {} if line.is_made_now else {"made_at": line.made_at},
        "note": {} if line.note is None else {"outcome_note": line.note},
        "missing": {} if line.missing is None else {"missing": line.missing},
        "reference": {} if line.reference is None else {"source_reference": line.reference},
        "conditions": {} if line.conditions is None else {"conditions": line.conditions},
        "channel": {"channel": line.channel.value},
        "owner": {"owner_id": placed.owner.id, "maker_id": placed.maker.id, "team_id": placed.team_id},
    }
    return {name: value for part in changed.parts for name, value in by_part.get(part, {}).items()}


@dataclass(frozen=True, slots=True)
class _Update:
    """A promise that another system has changed."""

    session: Session
    promise: Promise
    system: str
    now: datetime

    def correct(self, values: dict[str, object]) -> None:
        """Set what differs."""
        differing = {name: value for name, value in values.items() if getattr(self.promise, name) != value}
        if differing:
            self.tell("promise_corrected", self.promise.change(self.now, **differing))

    def renegotiate(self, due: Due) -> None:
        """Take over a new date. The first one, and every one before, stays visible and stays in the counts."""
        promise = self.promise
        self.session.add(
            Renegotiation(
                promise_id=promise.id,
                level=promise.renegotiations + 1,
                at=self.now,
                by_id=promise.owner_id,
                old_due_at=promise.due_at,
                old_due_day=promise.due_day,
                new_due_at=due.at,
                new_due_day=due.day,
                reason=self.system,
            )
        )
        dates = {"due_at": due.at, "due_day": due.day, "late_at": due.at + promise.tolerance, "remind_at": None}
        changes = promise.change(self.now, **dates, renegotiations=promise.renegotiations + 1)
        self.tell("promise_renegotiated", changes)

    def end_or_reopen(self, line: Line) -> None:
        """End the promise as the row says, or open it again."""
        if line.ending is not None:
            at = line.ending.at
            ended = settled_columns(line.ending.state, at=at, kept_at=at, by_id=None)
            self.tell(f"promise_{line.ending.state}", self.promise.change(self.now, **ended))
        elif self.promise.state != State.OPEN:
            opened = self.promise.change(self.now, state=State.OPEN.value, settled_at=None, kept_at=None)
            self.tell("promise_reopened", opened)

    def tell(self, kind: str, changes: Changes) -> None:
        """Write the event, and let alerts be planned anew."""
        words = {"imported_from": self.system}
        self.promise.reschedule(self.now)
        tell(self.session, self.promise, kind, actor=None, now=self.now, changes=changes, words=words)


def _change_customer(session: Session, bound: Bound, placed: Placed, now: datetime) -> None:
    number = bound.customers[placed.line.customer.id]
    known = customers.customer(session, None, number).details()
    details = told_over(known, placed.line.customer, placed.customer.tier_id)
    told = {each.name: getattr(details, each.name) for each in fields(Details)}
    change_customer(session, ChangeCustomer(**told, actor=None, customer_id=number), now)
