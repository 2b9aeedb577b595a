"""Check-in promises that recur by tier: silent customers never complain, they leave."""

from datetime import datetime, timedelta

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendar_of
from tracker.accounts.records import Account
from tracker.audit.use_cases import record
from tracker.customers.records import Customer, Tier
from tracker.promises.queries import check_ins
from tracker.promises.records import Kind, Promise
from tracker.promises.rows import NewPromise, logged, promise_row
from tracker.promises.rules import Channel, Due
from tracker.worktime.arithmetic import next_opening
from tracker.worktime.working_days import working_days_after
from tracker.worktime.zones import end_of_day

WORKING_DAYS_TO_CHECK_IN = 5
STATEMENTS = {
    "de": "Wir fragen nach, ob alles gut läuft.",
    "en": "We check in: is everything going well?",
}


def spread_turns(session: Session, now: datetime, *, most: int = 500) -> int:
    """Give customers without a next turn one within their tier's rhythm; return how many were given one.

    The turns are spread over the whole rhythm by the customer's number, so that a new rhythm does
    not fall due for everybody on one day.
    """
    waiting = check_ins.customers_without_turn(session, most)
    for customer_id, days in waiting:
        turn = update(Customer).where(Customer.id == customer_id)
        session.execute(turn.values(next_check_in_at=now + timedelta(days=1 + customer_id % days)))
    return len(waiting)


def plan_check_in(session: Session, customer_id: int, now: datetime) -> Promise | None:
    """Promise a check-in to one customer whose turn has come; None when nothing is to be promised.

    It belongs to whoever last owned one of the customer's promises, else to the manager of the
    customer's team. Without either there is nobody to promise it, and the turn passes.
    """
    customer = check_ins.customer_for_check_in(session, customer_id, now)
    if customer is None:
        return None
    rhythm = session.get_one(Tier, customer.tier_id).check_in_days
    customer.next_check_in_at = None if rhythm is None else now + timedelta(days=rhythm)
    owner = check_ins.owner_for_check_in(session, customer)
    kind = check_ins.check_in_kind(session)
    if owner is None or kind is None or rhythm is None:
        return None
    row = promise_row(_check_in(session, customer.id, owner, kind, now=now), now)
    promise = session.scalars(insert(Promise).returning(Promise), [row]).one()
    record(session, logged(promise.id, row, None), now)
    return promise


def _check_in(session: Session, customer_id: int, owner: Account, kind: Kind, *, now: datetime) -> NewPromise:
    calendar = calendar_of(session, owner.team_id)
    day = working_days_after(next_opening(now, calendar), WORKING_DAYS_TO_CHECK_IN, calendar)
    return NewPromise(
        customer_id=customer_id,
        kind_id=kind.id,
        team_id=owner.team_id,
        maker_id=owner.id,
        owner_id=owner.id,
        statement=STATEMENTS[owner.locale],
        due=Due(end_of_day(day, calendar.zone), day),
        zone=calendar.zone,
        made_at=now,
        tolerance=kind.tolerance,
        channel=Channel.OTHER,
        visible_to_customer=False,
    )
