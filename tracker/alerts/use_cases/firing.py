"""Firing: notices and deliveries are written in the very transaction that takes the alert."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.queries import firing as queries
from tracker.alerts.queries import people
from tracker.alerts.queries.states import insert_new
from tracker.alerts.records import Delivery, Notice
from tracker.alerts.rules import firing as rules
from tracker.alerts.rules.delivering import Occasion
from tracker.alerts.rules.firing import DueAlert, Message, Reason
from tracker.alerts.rules.ladders import Audience, Channel
from tracker.alerts.use_cases.planning import Offices
from tracker.promises.queries.finding import closed_to

Reached = dict[int, frozenset[Channel]]


def fire_alerts(session: Session, promise_id: int, offices: Offices, now: datetime) -> int:
    """Let the due alerts of one promise go out, as the promise is now; return how many messages were written.

    Who receives them is found now, not when they were planned: somebody may have fallen ill since.
    """
    subject = queries.subject(session, promise_id)
    due = queries.claim_due(session, promise_id, offices.rungs, now)
    is_snoozed = subject.remind_at is not None and subject.remind_at > now
    firing = rules.fire(due, subject.state, subject.schedule_version, is_snoozed=is_snoozed)
    _drop(session, firing.dropped)
    return sum(_write(session, subject, message, now) for message in firing.messages)


def _drop(session: Session, dropped: dict[int, Reason]) -> None:
    for reason in sorted(set(dropped.values())):
        ids = [alert_id for alert_id, why in dropped.items() if why is reason]
        queries.drop(session, ids, "superseded" if reason is Reason.A_HIGHER_ONE else "cancelled", reason)


def _write(session: Session, subject: queries.Subject, message: Message, now: datetime) -> int:
    reached = _recipients(session, subject, message, now)
    notices = [_notice(subject, message, to, now) for to, channels in reached.items() if Channel.APP in channels]
    mails = [_mail(subject, message, to, now) for to, channels in reached.items() if Channel.MAIL in channels]
    if notices:
        session.execute(insert_new(session, Notice), notices)
    if mails:
        session.execute(insert_new(session, Delivery), mails)
    return len(notices) + len(mails)


def _recipients(session: Session, subject: queries.Subject, message: Message, now: datetime) -> Reached:
    reached: Reached = {}
    for audience, channels in sorted(message.reaches.items()):
        person = _person(session, subject, audience, message.alert, now=now)
        if person is not None:
            reached[person] = reached.get(person, frozenset()) | channels
    return reached


def _person(
    session: Session, subject: queries.Subject, audience: Audience, alert: DueAlert, *, now: datetime
) -> int | None:
    match audience:
        case Audience.OWNER:
            return _in_charge(session, subject, subject.owner_id, now)
        case Audience.OWNER_ALONE:
            return subject.owner_id
        case Audience.MANAGER:
            manager = people.manager_of(session, subject.team_id)
            return None if manager is None else _in_charge(session, subject, manager, now)
        case Audience.RECEIVER:
            return queries.receiver_of(session, int(alert.rung_key.partition("-")[2]))


def _in_charge(session: Session, subject: queries.Subject, account_id: int, now: datetime) -> int:
    """Return who answers for somebody. A deputy for whom the promise does not exist hears nothing of it."""
    answering = people.responsible_now(session, account_id, now)
    if answering == account_id or not closed_to(session, subject.id, answering):
        return answering
    return people.manager_of(session, subject.team_id) or account_id


def _notice(subject: queries.Subject, message: Message, to: int, now: datetime) -> dict[str, object]:
    return {
        "account_id": to,
        "promise_id": subject.id,
        "alert_id": message.alert.id,
        "kind": message.kind.value,
        "dedupe_key": rules.dedupe_key(subject.id, message.alert, Channel.APP, to),
        "at": now,
    }


def _mail(subject: queries.Subject, message: Message, to: int, now: datetime) -> dict[str, object]:
    return {
        "alert_id": message.alert.id,
        "promise_id": subject.id,
        "channel": Channel.MAIL.value,
        "recipient_id": to,
        "dedupe_key": rules.dedupe_key(subject.id, message.alert, Channel.MAIL, to),
        "state": "pending",
        "due_at": message.alert.fire_at,
        "visible_at": now,
        "payload": Occasion(kind=message.kind, due_at=subject.due_at).packed(),
    }
