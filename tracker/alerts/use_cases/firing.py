"""Firing: notices and deliveries are written in the very transaction that takes the alert."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.queries import firing as queries
from tracker.alerts.queries.states import insert_new
from tracker.alerts.records import Alert, Delivery, Notice
from tracker.alerts.rules import firing as rules
from tracker.alerts.rules.firing import DueAlert, Reason
from tracker.alerts.rules.ladders import Channel
from tracker.alerts.rules.moments import rung_moment
from tracker.alerts.rules.planning import following
from tracker.alerts.use_cases import sendings
from tracker.alerts.use_cases.offices import Offices
from tracker.alerts.use_cases.reaching import Reached, Reaching, destinations, reached


def fire_alerts(session: Session, promise_id: int, offices: Offices, now: datetime) -> int:
    """Let the due alerts of one promise go out, as the promise is now; return how many messages were written.

    Who receives them is found now, not when they were planned: somebody may have fallen ill since.
    """
    subject = queries.subject(session, promise_id)
    due = queries.claim_due(session, promise_id, offices.rungs, now)
    is_snoozed = subject.remind_at is not None and subject.remind_at > now
    firing = rules.fire(due, subject.state, subject.schedule_version, is_snoozed=is_snoozed)
    _drop(session, firing.dropped)
    _repeat(session, subject, rules.repeating(due, firing), offices, now=now)
    reachings = [Reaching(subject=subject, message=each, offices=offices, now=now) for each in firing.messages]
    return sum(tell(session, each) for each in reachings)


def _drop(session: Session, dropped: dict[int, Reason]) -> None:
    for reason in sorted(set(dropped.values())):
        ids = [alert_id for alert_id, why in dropped.items() if why is reason]
        queries.drop(session, ids, "superseded" if reason is Reason.A_HIGHER_ONE else "cancelled", reason)


def _repeat(
    session: Session, subject: queries.Subject, told: Sequence[DueAlert], offices: Offices, *, now: datetime
) -> None:
    """Plan the next occurrence of every rung that repeats until the promise is handled."""
    rows = [row for alert in told if (row := _next_row(session, subject, alert, offices, now=now))]
    if rows:
        session.execute(insert_new(session, Alert), rows)


def _next_row(
    session: Session, subject: queries.Subject, alert: DueAlert, offices: Offices, *, now: datetime
) -> dict[str, object] | None:
    if alert.rung is None or subject.due_at is None or subject.late_at is None:
        return None
    calendar = offices.calendar(session, offices.desk(session, subject.owner_id).team_id)
    first_at = rung_moment(alert.rung, subject.due_at, subject.late_at, calendar)
    again = following(alert.rung, alert.occurrence, first_at, calendar, now=now)
    if again is None:
        return None
    return {
        "promise_id": subject.id,
        "schedule_version": alert.schedule_version,
        "rung_key": alert.rung_key,
        "rung_id": alert.rung.id,
        "occurrence": again[0],
        "fire_at": again[1],
        "state": "planned",
    }


def tell(session: Session, reaching: Reaching) -> int:
    """Write what everybody reads in the application, and what goes out to them; return how many rows that are."""
    people = reached(session, reaching)
    notices = [_notice(reaching, to) for to in people if Channel.APP in to.channels]
    sent = [sendings.to_person(reaching, to) for to in people if Channel.MAIL in to.channels]
    sent += [sendings.to_endpoint(reaching, each, to) for each, to in destinations(session, reaching, people)]
    if not notices and not sent:
        queries.drop(session, [reaching.message.alert.id], "suppressed", Reason.NOBODY)
    if notices:
        session.execute(insert_new(session, Notice), notices)
    if sent:
        session.execute(insert_new(session, Delivery), sent)
    return len(notices) + len(sent)


def _notice(reaching: Reaching, to: Reached) -> dict[str, object]:
    subject, message = reaching.subject, reaching.message
    return {
        "account_id": to.account_id,
        "promise_id": subject.id,
        "alert_id": message.alert.id,
        "kind": message.kind.value,
        "dedupe_key": rules.dedupe_key(subject.id, message.alert, Channel.APP, to.account_id),
        "at": reaching.now,
        "held_until": to.held_until,
    }
