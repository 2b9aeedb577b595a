"""Claiming alerts that are due, and whom they reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Table, bindparam, select, update
from sqlalchemy.orm import Session

from tracker.alerts.queries.states import PLANNED
from tracker.alerts.records import Acknowledgement, Alert
from tracker.alerts.rules.firing import DueAlert
from tracker.alerts.rules.ladders import RungFacts
from tracker.promises.records import HandOver, Promise
from tracker.promises.rules import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The promise that alerts are about, as it is now."""

    id: int
    team_id: int
    owner_id: int
    maker_id: int
    state: State
    schedule_version: int
    due_at: datetime | None
    late_at: datetime | None
    remind_at: datetime | None


def promises_to_alert(session: Session, now: datetime, most: int) -> list[int]:
    """Return the promises of the alerts that are due, each once, the longest waiting first."""
    asked = (
        select(Alert.promise_id)
        .where(Alert.state == PLANNED, Alert.fire_at <= now)
        .order_by(Alert.fire_at, Alert.id)
        .limit(most)
    )
    return list(dict.fromkeys(session.scalars(asked)))


ALERT = cast(Table, Alert.__table__)
_SEEN = select(
    *(Promise.id, Promise.team_id, Promise.owner_id, Promise.maker_id, Promise.state),
    *(Promise.schedule_version, Promise.due_at, Promise.late_at, Promise.remind_at),
).where(Promise.id == bindparam("promise_id"))
_SUBJECT = _SEEN.with_for_update(read=True)
_CLAIM = (
    update(ALERT)
    .where(ALERT.c.promise_id == bindparam("about"), ALERT.c.state == PLANNED, ALERT.c.fire_at <= bindparam("now"))
    .values(state="fired", fired_at=bindparam("now"))
    .returning(*ALERT.c["id", "schedule_version", "rung_key", "occurrence", "fire_at", "rung_id"])
)
"""Built once: that takes as long as asking, and everything that fires asks them."""


def subject(session: Session, promise_id: int) -> Subject:
    """Return a promise, held so that nobody settles it until the alerts are written."""
    return subject_of(session.execute(_SUBJECT, {"promise_id": promise_id}).one())


def subject_seen(session: Session, promise_id: int) -> Subject:
    """Return a promise as it is now, held by nobody."""
    return subject_of(session.execute(_SEEN, {"promise_id": promise_id}).one())


def subject_of(promise: Promise | Row[*tuple[Any, ...]]) -> Subject:
    """Return a promise that was loaded as alerts see it."""
    return Subject(
        id=promise.id,
        team_id=promise.team_id,
        owner_id=promise.owner_id,
        maker_id=promise.maker_id,
        state=State(promise.state),
        schedule_version=promise.schedule_version,
        due_at=promise.due_at,
        late_at=promise.late_at,
        remind_at=promise.remind_at,
    )


def claim_due(session: Session, promise_id: int, rungs: Mapping[int, RungFacts], now: datetime) -> list[DueAlert]:
    """Take the due alerts of one promise: they count as fired, and no other worker gets them."""
    return [
        DueAlert(
            id=row.id,
            schedule_version=row.schedule_version,
            rung_key=row.rung_key,
            occurrence=row.occurrence,
            fire_at=row.fire_at,
            rung=rungs.get(row.rung_id) if row.rung_id is not None else None,
        )
        for row in session.execute(_CLAIM, {"about": promise_id, "now": now})
    ]


def drop(session: Session, alert_ids: list[int], state: str, reason: str) -> None:
    """Note that claimed alerts do not go out after all; what a higher one stands for counts as told all the same."""
    dropped = update(Alert).where(Alert.id.in_(alert_ids)).values(state=state, reason=reason)
    if state != "superseded":
        dropped = dropped.values(fired_at=None)
    session.execute(dropped, execution_options={"synchronize_session": False})


def postpone_alerts(session: Session, promise_id: int, now: datetime, until: datetime) -> None:
    """Try the due alerts of a promise again later: firing them failed."""
    due = update(Alert).where(Alert.promise_id == promise_id, Alert.state == PLANNED, Alert.fire_at <= now)
    session.execute(due.values(fire_at=until), execution_options={"synchronize_session": False})


def owner_of(session: Session, promise_id: int) -> int:
    """Return who owns a promise."""
    return session.scalars(select(Promise.owner_id).where(Promise.id == promise_id)).one()


def acknowledger_of(session: Session, promise_id: int) -> int | None:
    """Return who said last that they are on it."""
    asked = select(Acknowledgement.by_id).where(Acknowledgement.promise_id == promise_id)
    return session.scalars(asked.order_by(Acknowledgement.id.desc()).limit(1)).one_or_none()


def receiver_of(session: Session, hand_over_id: int) -> int | None:
    """Return who is asked by a hand-over, while it waits for an answer."""
    asked = select(HandOver.to_id).where(HandOver.id == hand_over_id, HandOver.state == "waiting")
    return session.scalars(asked).one_or_none()
