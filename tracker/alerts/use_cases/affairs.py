"""Telling people of an affair: in the application, by mail and at their endpoints, in their working time, once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.queries.endpoints import endpoints_of
from tracker.alerts.queries.states import insert_new
from tracker.alerts.records import Delivery, Notice
from tracker.alerts.rules.endpoints import PLACES
from tracker.alerts.rules.firing import BOTH
from tracker.alerts.rules.holding import held_until
from tracker.alerts.rules.ladders import Channel, NoticeKind
from tracker.alerts.rules.payloads import AffairTold
from tracker.alerts.use_cases.offices import Offices
from tracker.alerts.use_cases.reaching import Reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is told of which thing of an affair, and how; `step` tells it from what was told of it before."""

    affair: str
    affair_id: int
    kind: NoticeKind
    step: str
    channels: frozenset[Channel] = BOTH
    is_urgent: bool = False
    is_mandatory: bool = False

    def key(self, channel: Channel, recipient: int | str) -> str:
        """Return what makes a repeat to one recipient on one channel recognisable everywhere."""
        return f"{self.affair}{self.affair_id}:{self.step}:{channel}:{recipient}"


def tell_of(session: Session, telling: Telling, people: Collection[int], offices: Offices, *, now: datetime) -> None:
    """Write what these people read in the application, and what goes out to them. Telling it again changes nothing."""
    reached = [_reached(session, telling, each, offices, now=now) for each in sorted(set(people))]
    notices = [_notice(telling, to, now) for to in reached]
    sent = [_sent(telling, Channel.MAIL, to, None, now=now) for to in reached if Channel.MAIL in to.channels]
    sent += _to_places(session, telling, reached, now)
    if notices:
        session.execute(insert_new(session, Notice), notices)
    if sent:
        session.execute(insert_new(session, Delivery), sent)


def _reached(session: Session, telling: Telling, account_id: int, offices: Offices, *, now: datetime) -> Reached:
    desk = offices.desk(session, account_id)
    wanted = {each for each in telling.channels if telling.is_mandatory or desk.wants(telling.kind, each)}
    held = held_until(desk, now, is_urgent=telling.is_urgent)
    return Reached(account_id=account_id, channels=frozenset(wanted), held_until=held)


def _to_places(session: Session, telling: Telling, reached: list[Reached], now: datetime) -> list[dict[str, object]]:
    """Return what goes to the endpoints of these people."""
    wanted = {to.account_id: to for to in reached if to.channels.intersection(PLACES)}
    if not wanted:
        return []
    found = [(each, wanted[each.account_id or 0]) for each in endpoints_of(session, wanted.keys(), [])]
    return [_sent(telling, each.kind, to, each.id, now=now) for each, to in found if each.kind in to.channels]


def _notice(telling: Telling, to: Reached, now: datetime) -> dict[str, object]:
    return {
        "account_id": to.account_id,
        "affair": telling.affair,
        "affair_id": telling.affair_id,
        "kind": telling.kind.value,
        "dedupe_key": telling.key(Channel.APP, to.account_id),
        "at": now,
        "held_until": to.held_until,
    }


def _sent(
    telling: Telling, channel: Channel, to: Reached, endpoint_id: int | None, *, now: datetime
) -> dict[str, object]:
    recipient = to.account_id if endpoint_id is None else f"e{endpoint_id}"
    told = AffairTold(affair=telling.affair, affair_id=telling.affair_id, kind=telling.kind)
    return {
        "channel": channel.value,
        "recipient_id": to.account_id,
        "endpoint_id": endpoint_id,
        "dedupe_key": telling.key(channel, recipient),
        "state": "pending",
        "due_at": to.held_until or now,
        "visible_at": to.held_until or now,
        "at_any_hour": telling.is_urgent,
        "payload": told.packed(),
    }
