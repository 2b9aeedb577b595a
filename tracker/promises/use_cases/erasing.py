"""Forgetting what was promised to a customer; that it was, and how it went, is still counted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from tracker.customers.rules.erasing import BLANK
from tracker.kernel.people import Viewer
from tracker.promises.records import HandOver, Informing, Promise, Renegotiation, SavedFilter
from tracker.promises.rows import settled_columns
from tracker.promises.rules import State
from tracker.promises.use_cases.handing_over import withdraw_offer

WORDLESS = {
    "statement": BLANK,
    "conditions": "",
    "source_reference": "",
    "outcome_note": "",
    "missing": "",
    "evidence": "",
    "scope_value": "",
    "external_system": None,
    "external_id": None,
    "form_key": None,
    "visible_to_customer": False,
}


def forget_promises(session: Session, customer_ids: Sequence[int], actor: Viewer | None, now: datetime) -> list[int]:
    """Take the words out of all promises to these records, end what is open, delete drafts; return the numbers.

    Withdrawn promises count neither for nor against anybody, and nobody is reminded of them.
    """
    asked = select(Promise).where(Promise.customer_id.in_(customer_ids)).order_by(Promise.id).with_for_update()
    promises = session.scalars(asked, execution_options={"populate_existing": True}).all()
    ids = [each.id for each in promises]
    for promise in promises:
        if promise.state == State.OPEN:
            withdraw_offer(session, promise, now)
            by_id = None if actor is None else actor.id
            promise.change(now, **settled_columns(State.WITHDRAWN, at=now, kept_at=None, by_id=by_id))
            promise.reschedule(now)
    session.flush()
    _forget_words(session, ids, now)
    _delete_drafts(session, [each.id for each in promises if each.state == State.DRAFT])
    _delete_filters(session, customer_ids)
    return ids


def _forget_words(session: Session, ids: Sequence[int], now: datetime) -> None:
    loose = {"synchronize_session": False}
    wordless = {**WORDLESS, "changed_at": now, "row_version": Promise.row_version + 1}
    session.execute(update(Promise).where(Promise.id.in_(ids)).values(wordless), execution_options=loose)
    session.execute(
        update(Renegotiation).where(Renegotiation.promise_id.in_(ids)).values(reason=BLANK), execution_options=loose
    )
    for table in (Informing, HandOver):
        session.execute(update(table).where(table.promise_id.in_(ids)).values(words=""), execution_options=loose)


def _delete_drafts(session: Session, ids: Sequence[int]) -> None:
    """Delete what was never promised; what hangs on it in the rooms above goes with it."""
    loose = {"synchronize_session": False}
    for column in (Promise.makes_good_id, Promise.chain_id):
        session.execute(update(Promise).where(column.in_(ids)).values({column: None}), execution_options=loose)
    for table in (Renegotiation, Informing, HandOver):
        session.execute(delete(table).where(table.promise_id.in_(ids)), execution_options=loose)
    session.execute(delete(Promise).where(Promise.id.in_(ids)), execution_options=loose)


def _delete_filters(session: Session, customer_ids: Sequence[int]) -> None:
    """Delete the saved lists of these customers: their names are words that somebody chose."""
    saved = session.execute(select(SavedFilter.id, SavedFilter.query).where(SavedFilter.query.contains("customer=")))
    about = {f"customer={each}" for each in customer_ids}
    ids = [row.id for row in saved if about & set(row.query.lstrip("?").split("&"))]
    session.execute(
        delete(SavedFilter).where(SavedFilter.id.in_(ids)), execution_options={"synchronize_session": False}
    )
