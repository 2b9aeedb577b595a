"""What delivering itself has to tell: failing endpoints to their owners, what was given up to the administrators.

Once an hour at most, to each person: a mail server that is down must not fill every inbox.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from tracker.alerts.queries import endpoints, firing
from tracker.alerts.queries.parcels import Destination, Parcel
from tracker.alerts.queries.states import insert_new
from tracker.alerts.records import Delivery, Notice
from tracker.alerts.rules.endpoints import is_first_pause, pause_after
from tracker.alerts.rules.ladders import Channel
from tracker.alerts.rules.payloads import Matter, Trouble, TroubleReport, matter_of
from tracker.promises.queries.finding import closed_to

LONGEST_SAID = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Blow:
    """A failed try at an endpoint."""

    parcel: Parcel
    destination: Destination
    said: str
    is_gone: bool


def tell_undelivered(session: Session, parcel: Parcel, said: str, now: datetime) -> None:
    """Tell whoever can help that something was given up. Messages about troubles make no further ones.

    What a customer was to read is told to the owner of the promise, each time; the rest to the administrators.
    """
    matter = matter_of(parcel.payload)
    if matter in {Matter.TRIAL, Matter.TROUBLE}:
        return
    if matter is Matter.WRITTEN and parcel.promise_id is not None:
        owner = firing.owner_of(session, parcel.promise_id)
        unreached = TroubleReport(trouble=Trouble.UNREACHED, said=said[:LONGEST_SAID])
        _tell(session, [owner], unreached, parcel, key=f"unreached:{parcel.id}", now=now)
        return
    report = TroubleReport(trouble=Trouble.UNDELIVERED, said=said[:LONGEST_SAID])
    _tell(session, endpoints.administrators(session), report, parcel, key="dead", now=now)


def note_failure(session: Session, blow: Blow, now: datetime) -> None:
    """Count a failure of an endpoint; leave it alone after five in a row, switch it off when it is gone."""
    destination = blow.destination
    failures = endpoints.count_failure(session, destination.id)
    pause = pause_after(failures)
    if blow.is_gone:
        if endpoints.disable(session, destination.id, blow.said, now):
            _tell_owner(session, blow, Trouble.DISABLED, now)
    elif pause is not None:
        endpoints.pause(session, destination.id, now + pause)
        if is_first_pause(failures):
            _tell_owner(session, blow, Trouble.PAUSED, now)


def _tell_owner(session: Session, blow: Blow, trouble: Trouble, now: datetime) -> None:
    owner = endpoints.answers_for(session, blow.destination.id)
    told = endpoints.administrators(session) if owner is None else [owner]
    report = TroubleReport(trouble=trouble, endpoint=blow.destination.name, said=blow.said[:LONGEST_SAID])
    _tell(session, told, report, blow.parcel, key=f"e{blow.destination.id}:{trouble}", now=now)


def _tell(
    session: Session, told: Sequence[int], report: TroubleReport, parcel: Parcel, *, key: str, now: datetime
) -> None:
    key = f"{key}:{now.astimezone(UTC):%Y%m%d%H}"
    mails = [_mail(account_id, report, parcel, key, now=now) for account_id in told]
    notices = [
        _notice(account_id, report, parcel, key, now=now) for account_id in told if _sees(session, parcel, account_id)
    ]
    if mails:
        session.execute(insert_new(session, Delivery), mails)
    if notices:
        session.execute(insert_new(session, Notice), notices)


def _sees(session: Session, parcel: Parcel, account_id: int) -> bool:
    """Whether the notice can lead somewhere: to the promise that was to be told of."""
    return parcel.promise_id is not None and not closed_to(session, parcel.promise_id, account_id)


def _mail(account_id: int, report: TroubleReport, parcel: Parcel, key: str, *, now: datetime) -> dict[str, object]:
    return {
        "promise_id": parcel.promise_id if report.trouble is Trouble.UNREACHED else None,
        "channel": Channel.MAIL.value,
        "recipient_id": account_id,
        "dedupe_key": f"{key}:mail:{account_id}",
        "state": "pending",
        "due_at": now,
        "visible_at": now,
        "payload": report.packed(),
    }


def _notice(account_id: int, report: TroubleReport, parcel: Parcel, key: str, *, now: datetime) -> dict[str, object]:
    return {
        "account_id": account_id,
        "promise_id": parcel.promise_id,
        "kind": f"delivery_{report.trouble}",
        "dedupe_key": f"{key}:app:{account_id}",
        "at": now,
    }
