"""What planning reads, and the one statement that claims a promise for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, selectinload

from tracker.accounts.records import Account
from tracker.alerts.queries.states import PLANNED, WAITING
from tracker.alerts.records import Acknowledgement, Alert, Ladder, Notice
from tracker.alerts.rules.ladders import About, LadderFacts, NoticeKind
from tracker.alerts.rules.planning import Acknowledged, Earlier, Offer, Schedule
from tracker.promises.records import HandOver, Promise
from tracker.promises.rules import State

TOLD = frozenset({"fired", "superseded"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A promise that was claimed for planning: no other worker plans it now."""

    id: int
    team_id: int
    kind_id: int
    owner_team_id: int
    schedule_version: int
    schedule: Schedule


def promises_to_plan(session: Session, now: datetime, most: int) -> list[int]:
    """Return the promises whose schedule changed, those that wait longest first."""
    asked = select(Promise.id).where(Promise.attention_at <= now).order_by(Promise.attention_at, Promise.id)
    return list(session.scalars(asked.limit(most)))


def claim_promise(session: Session, promise_id: int, now: datetime) -> Claimed | None:
    """Take one promise for planning, locked; None when another worker was quicker."""
    claim = (
        update(Promise)
        .where(Promise.id == promise_id, Promise.attention_at <= now)
        .values(attention_at=None)
        .returning(*_CLAIMED)
        .execution_options(synchronize_session=False)
    )
    row = session.execute(claim).one_or_none()
    return None if row is None else _claimed(session, promise_id, row)


def _claimed(session: Session, promise_id: int, row: Any) -> Claimed:
    schedule = Schedule(
        state=State(row.state),
        scheduled_at=row.scheduled_at,
        due_at=row.due_at,
        late_at=row.late_at,
        remind_at=row.remind_at,
        offer=last_offer(session, promise_id),
        acknowledged=last_acknowledged(session, promise_id),
    )
    return Claimed(
        id=promise_id,
        team_id=row.team_id,
        kind_id=row.kind_id,
        owner_team_id=session.scalars(select(Account.team_id).where(Account.id == row.owner_id)).one(),
        schedule_version=row.schedule_version,
        schedule=schedule,
    )


_CLAIMED = (
    Promise.team_id,
    Promise.kind_id,
    Promise.owner_id,
    Promise.schedule_version,
    Promise.state,
    Promise.scheduled_at,
    Promise.due_at,
    Promise.late_at,
    Promise.remind_at,
)


def postpone_promise(session: Session, promise_id: int, now: datetime, until: datetime) -> None:
    """Look at a promise again later: planning it failed."""
    later = update(Promise).where(Promise.id == promise_id, Promise.attention_at <= now).values(attention_at=until)
    session.execute(later, execution_options={"synchronize_session": False})


def last_offer(session: Session, promise_id: int) -> Offer | None:
    """Return the last hand-over of a promise."""
    asked = (
        select(HandOver.id, HandOver.state, HandOver.asked_at, HandOver.answered_at)
        .where(HandOver.promise_id == promise_id)
        .order_by(HandOver.id.desc())
        .limit(1)
    )
    row = session.execute(asked).one_or_none()
    return Offer(id=row.id, state=row.state, asked_at=row.asked_at, answered_at=row.answered_at) if row else None


def last_acknowledged(session: Session, promise_id: int) -> Acknowledged | None:
    """Return when somebody last said that they are on it; None also when they have taken that back."""
    asked = (
        select(Acknowledgement.id, Acknowledgement.at, Acknowledgement.until, Acknowledgement.ended_at)
        .where(Acknowledgement.promise_id == promise_id)
        .order_by(Acknowledgement.id.desc())
        .limit(1)
    )
    row = session.execute(asked).one_or_none()
    return None if row is None or row.ended_at else Acknowledged(id=row.id, at=row.at, until=row.until)


def earlier_alerts(session: Session, promise_id: int) -> list[Earlier]:
    """Return what was planned for a promise before: what went out, and what was cut off by a new plan."""
    asked = select(Alert.rung_key, Alert.occurrence, Alert.fire_at, Alert.state, Alert.reason, Alert.fired_at)
    return earlier_of(session.execute(asked.where(Alert.promise_id == promise_id)))


def earlier_of(alerts: Iterable[Any]) -> list[Earlier]:
    """Return the alerts of a promise that were loaded as planning sees them."""
    return [
        Earlier(each.rung_key, each.fire_at, each.fired_at if each.state in TOLD else None, each.occurrence)
        for each in alerts
        if each.state != "cancelled" or each.reason == "rescheduled"
    ]


def all_ladders(session: Session, about: About = About.PROMISE) -> list[LadderFacts]:
    """Return every ladder of a sort with its rungs."""
    asked = select(Ladder).where(Ladder.about == about.value).options(selectinload(Ladder.rungs)).order_by(Ladder.id)
    return [
        LadderFacts(
            team_id=ladder.team_id,
            kind_id=ladder.kind_id,
            rungs=tuple(rung.facts() for rung in ladder.rungs),
        )
        for ladder in session.scalars(asked)
    ]


def withdraw_offered(session: Session, promise_id: int, now: datetime) -> None:
    """Let nobody be called any more by a notice of an offer that they need not answer: it counts as read."""
    those = select(HandOver.to_id).where(HandOver.promise_id == promise_id)
    gone = update(Notice).where(
        Notice.account_id.in_(those.where(HandOver.state != WAITING)),
        Notice.account_id.not_in(those.where(HandOver.state == WAITING)),
        *(Notice.promise_id == promise_id, Notice.kind == NoticeKind.OFFERED.value, Notice.read_at.is_(None)),
    )
    session.execute(gone.values(read_at=now), execution_options={"synchronize_session": False})


def expired_offers(session: Session, now: datetime, most: int) -> list[int]:
    """Return the promises whose hand-over nobody answered in time, the longest waiting first."""
    asked = (
        select(HandOver.promise_id)
        .where(HandOver.state == WAITING, HandOver.expires_at <= now)
        .order_by(HandOver.expires_at)
        .limit(most)
    )
    return list(session.scalars(asked))


def postpone_offer(session: Session, promise_id: int, now: datetime, until: datetime) -> None:
    """Let an expired hand-over wait: bringing it back failed."""
    waiting = update(HandOver).where(HandOver.promise_id == promise_id, HandOver.state == WAITING)
    later = waiting.where(HandOver.expires_at <= now).values(expires_at=until)
    session.execute(later, execution_options={"synchronize_session": False})


def next_firing(session: Session) -> datetime | None:
    """Return when the next planned alert is due; one look at the beginning of an index."""
    return session.scalar(select(func.min(Alert.fire_at)).where(Alert.state == PLANNED))


def next_moment(session: Session) -> datetime | None:
    """Return when something will be due next; three looks at the beginning of an index."""
    moments = (
        session.scalar(select(func.min(Promise.attention_at)).where(Promise.attention_at.is_not(None))),
        next_firing(session),
        session.scalar(select(func.min(HandOver.expires_at)).where(HandOver.state == WAITING)),
    )
    return min((moment for moment in moments if moment is not None), default=None)
