"""Logging a promise, saving a draft, completing it, correcting what surrounds the promise."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from tracker.accounts.records import Account
from tracker.audit.use_cases import record
from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises import checks
from tracker.promises.queries import finding
from tracker.promises.records import Kind, Promise
from tracker.promises.rows import NewPromise, logged, promise_row
from tracker.promises.rules import Channel, Due, ScopeKind, State
from tracker.promises.use_cases.handing_over import offer
from tracker.promises.use_cases.telling import Changes, tell


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPromise:
    """A promise as somebody logs it. `owner_id` may be somebody else: that is offered to them as a hand-over.

    `form_key` names the form; the database takes it once. `source` is the text in which it was found.
    """

    actor: Viewer
    statement: str
    kind_id: int
    customer_id: int | None
    due: Due | None
    zone: str
    owner_id: int | None = None
    channel: Channel = Channel.PHONE
    conditions: str = ""
    source_reference: str = ""
    visible_to_customer: bool = True
    urgent: bool = False
    scope: ScopeKind = ScopeKind.CUSTOMER
    scope_value: str = ""
    scope_until: date | None = None
    makes_good_id: int | None = None
    seconds_to_log: int | None = None
    form_key: str | None = None
    made_at: datetime | None = None
    source: str = ""


def log_promise(session: Session, log: LogPromise, now: datetime) -> Promise:
    """Write down an open promise. Raises Invalid naming the field, Forbidden for administrators."""
    kind = _checked(session, log)
    if log.customer_id is None:
        raise Invalid(N_("Say who was promised."), field="customer")
    if log.due is None:
        raise Invalid(N_("Say until when."), field="due")
    checks.check_due(log.due, now)
    finding.customer_of_promise(session, log.actor, log.customer_id)
    return _written(session, log, _new(session, log, kind, now), now)


def save_draft(session: Session, log: LogPromise, now: datetime, *, unclear_whom: str = "") -> Promise:
    """Write down what is known so far; it is private to its owner until it is complete.

    `unclear_whom` is the customer in words, where it is not clear yet who is meant.
    """
    kind = _checked(session, log)
    if log.customer_id is not None:
        finding.customer_of_promise(session, log.actor, log.customer_id)
    draft = replace(_new(session, log, kind, now), state=State.DRAFT)
    saved = _written(session, replace(log, owner_id=None), draft, now)
    if unclear_whom:
        tell(session, saved, "note_added", actor=log.actor, now=now, words={"whom": unclear_whom})
    return saved


def complete_draft(session: Session, draft_id: int, log: LogPromise, now: datetime) -> Promise:
    """Turn a draft into an open promise, made when the draft was."""
    draft = _draft(session, draft_id, log.actor)
    kind = _checked(session, log)
    if log.customer_id is None:
        raise Invalid(N_("Say who was promised."), field="customer")
    if log.due is None:
        raise Invalid(N_("Say until when."), field="due")
    checks.check_due(log.due, now)
    finding.customer_of_promise(session, log.actor, log.customer_id)
    changes = _rewrite(draft, _new(session, log, kind, draft.made_at), now)
    tell(session, draft, "draft_completed", actor=log.actor, now=now, changes=changes)
    _offer_to_other(session, draft, log, now)
    return draft


def change_draft(session: Session, draft_id: int, log: LogPromise, now: datetime) -> Promise:
    """Write down what is known of a draft by now."""
    draft = _draft(session, draft_id, log.actor)
    kind = _checked(session, log)
    if log.customer_id is not None:
        finding.customer_of_promise(session, log.actor, log.customer_id)
    new = replace(_new(session, log, kind, draft.made_at), state=State.DRAFT)
    changes = _rewrite(draft, new, now)
    tell(session, draft, "draft_changed", actor=log.actor, now=now, changes=changes)
    return draft


def discard_draft(session: Session, draft_id: int, actor: Viewer, now: datetime) -> None:
    """Delete a draft, which was never promised to anybody; its history stays."""
    draft = _draft(session, draft_id, actor)
    tell(session, draft, "draft_discarded", actor=actor, now=now)
    session.flush()
    session.execute(delete(Promise).where(Promise.id == draft.id))


KEPT_OF_DRAFT = frozenset(
    {"made_at", "maker_id", "created_at", "changed_at", "row_version", "schedule_version", "scheduled_at"}
) | {"attention_at", "attempts", "handovers", "renegotiations", "external_system", "external_id", "form_key"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectPromise:
    """Better words around a promise: never its statement or dates, those were said to the customer."""

    promise_id: int
    actor: Viewer
    seen_version: int
    kind_id: int
    source_reference: str
    conditions: str
    visible_to_customer: bool
    urgent: bool


def correct_promise(session: Session, correct: CorrectPromise, now: datetime) -> Promise:
    """Change kind, reference, conditions, visibility or urgency of a promise."""
    promise = finding.promise_for_update(session, correct.actor, correct.promise_id)
    checks.check_may_change(promise.facts(), correct.actor)
    checks.check_unchanged(promise.row_version, correct.seen_version)
    if correct.kind_id != promise.kind_id:
        finding.active_kind(session, correct.kind_id)
    changes = promise.change(
        now,
        kind_id=correct.kind_id,
        source_reference=correct.source_reference,
        conditions=correct.conditions,
        visible_to_customer=correct.visible_to_customer,
        urgent=correct.urgent,
    )
    if changes:
        promise.reschedule(now)
        tell(session, promise, "promise_corrected", actor=correct.actor, now=now, changes=changes)
    return promise


def _draft(session: Session, draft_id: int, actor: Viewer) -> Promise:
    draft = finding.promise_for_update(session, actor, draft_id)
    if draft.state != State.DRAFT:
        raise Invalid(N_("This is a promise already."))
    return draft


def _rewrite(draft: Promise, new: NewPromise, now: datetime) -> Changes:
    """Put what is known now over what was known of a draft, and return what changed."""
    row = promise_row(new, now)
    changes = draft.change(now, **{name: value for name, value in row.items() if name not in KEPT_OF_DRAFT})
    draft.reschedule(now)
    return changes


def _checked(session: Session, log: LogPromise) -> Kind:
    if not log.actor.may_change_in(log.actor.team_id):
        raise Forbidden(N_("Administrators configure; promises are made by agents and managers."))
    if not log.statement:
        raise Invalid(N_("Say what was promised."), field="statement")
    return finding.active_kind(session, log.kind_id)


def _new(session: Session, log: LogPromise, kind: Kind, now: datetime) -> NewPromise:
    return NewPromise(
        customer_id=log.customer_id,
        kind_id=kind.id,
        team_id=log.actor.team_id,
        maker_id=log.actor.id,
        owner_id=log.actor.id,
        statement=log.statement,
        due=log.due,
        zone=log.zone,
        made_at=log.made_at or now,
        tolerance=kind.tolerance,
        channel=log.channel,
        conditions=log.conditions,
        source_reference=log.source_reference,
        visible_to_customer=log.visible_to_customer,
        urgent=log.urgent,
        scope=log.scope,
        scope_value=log.scope_value,
        scope_until=log.scope_until,
        makes_good_id=log.makes_good_id,
        chain_id=_chain_of(session, log),
        seconds_to_log=log.seconds_to_log,
        form_key=log.form_key,
    )


def _chain_of(session: Session, log: LogPromise) -> int | None:
    """Return the first promise of the chain that this one continues by making good; that one is only read."""
    if log.makes_good_id is None:
        return None
    earlier = finding.promise(session, log.actor, log.makes_good_id)
    if earlier.state == State.DRAFT:
        raise Invalid(N_("A draft is not a promise yet."))
    if log.customer_id not in {None, earlier.customer_id}:
        raise Invalid(N_("Only the same customer can be made good to."), field="customer")
    return earlier.chain_id or earlier.id


def _written(session: Session, log: LogPromise, new: NewPromise, now: datetime) -> Promise:
    row = promise_row(new, now)
    promise = session.scalars(insert(Promise).returning(Promise), [row]).one()
    told = logged(promise.id, row, log.actor.id)
    record(session, replace(told, words={"source": log.source}) if log.source else told, now)
    _offer_to_other(session, promise, log, now)
    return promise


def _offer_to_other(session: Session, promise: Promise, log: LogPromise, now: datetime) -> None:
    if log.owner_id not in (None, log.actor.id):
        other: Account = finding.active_account(session, int(log.owner_id or 0), "owner")
        finding.check_sees(session, promise, other, "owner")
        offer(session, promise, to=other, actor=log.actor, now=now)
