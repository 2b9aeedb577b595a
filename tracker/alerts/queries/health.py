"""What the database knows about whether alerts go out: one statement, answered from the beginnings of indexes."""

from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, String, case, column, func, or_, select, table
from sqlalchemy.orm import Session

from tracker.alerts.queries.states import DEAD, PENDING, PLANNED, SENDING, WAITING
from tracker.alerts.records import Alert, Delivery, DeliveryAttempt, SchedulerState, Worker
from tracker.alerts.rules.health import Vitals
from tracker.alerts.rules.metrics import Count
from tracker.promises.records import HandOver, Promise

RECENT = timedelta(minutes=5)
MOST_RECENT = 10_000
"""How many of the last attempts are looked at, at most."""

VERSION_NUM = column("version_num", String)
VERSION = table("alembic_version", VERSION_NUM)
"""What Alembic keeps."""

_IS_ON_ITS_WAY = or_(Delivery.state == PENDING, Delivery.state == SENDING)
_FIRST_MOMENTS = (
    select(func.min(Promise.attention_at)).where(Promise.attention_at.is_not(None)).scalar_subquery(),
    select(func.min(Alert.fire_at)).where(Alert.state == PLANNED).scalar_subquery(),
    select(func.min(HandOver.expires_at)).where(HandOver.state == WAITING).scalar_subquery(),
    select(func.min(Delivery.visible_at)).where(_IS_ON_ITS_WAY).scalar_subquery(),
)


def waiting_since(session: Session) -> datetime | None:
    """Return the first moment at which a worker has something to do, or had; asked for every few seconds."""
    return _first(session.execute(select(*_FIRST_MOMENTS)).one())


def vitals(session: Session, now: datetime) -> Vitals:
    """Return everything that tells how the alerts are."""
    state = select(SchedulerState.high_water_at, SchedulerState.last_jump_at, SchedulerState.last_jump_s)
    clock = session.execute(state).one_or_none()
    workers, beaten_at = session.execute(select(func.count(), func.max(Worker.heartbeat_at)).select_from(Worker)).one()
    return Vitals(
        waiting_since=waiting_since(session),
        unsent_since=session.scalar(select(_unsent_since(now))),
        workers=workers,
        beaten_at=beaten_at,
        high_water_at=clock.high_water_at if clock else None,
        jumped_at=clock.last_jump_at if clock else None,
        jump_s=clock.last_jump_s if clock else 0,
    )


def count_deliveries(session: Session) -> list[Count]:
    """Return how many deliveries wait, are being sent or were given up, for each channel."""
    unsettled = or_(_IS_ON_ITS_WAY, Delivery.state == DEAD)
    asked = select(Delivery.channel, Delivery.state, func.count()).where(unsettled)
    return [Count(*row) for row in session.execute(asked.group_by(Delivery.channel, Delivery.state))]


def count_recent_attempts(session: Session, now: datetime) -> list[Count]:
    """Return how the last attempts ended, for each channel."""
    newest = select(func.coalesce(func.max(DeliveryAttempt.id), 0)).scalar_subquery()
    asked = (
        select(Delivery.channel, DeliveryAttempt.outcome, func.count())
        .join(Delivery, Delivery.id == DeliveryAttempt.delivery_id)
        .where(DeliveryAttempt.id > newest - MOST_RECENT, DeliveryAttempt.started_at > now - RECENT)
        .group_by(Delivery.channel, DeliveryAttempt.outcome)
    )
    return [Count(*row) for row in session.execute(asked)]


def count_due_alerts(session: Session, now: datetime) -> int:
    """Return how many planned alerts should have fired."""
    return session.scalars(select(func.count()).where(Alert.state == PLANNED, Alert.fire_at <= now)).one()


def count_unplanned_promises(session: Session, now: datetime) -> int:
    """Return how many promises wait to be planned."""
    return session.scalars(select(func.count()).where(Promise.attention_at <= now)).one()


def schema_version(session: Session) -> str:
    """Return the migration that the database has."""
    return str(session.scalars(select(func.max(VERSION_NUM)).select_from(VERSION)).one())


def _unsent_since(now: datetime) -> ScalarSelect[datetime]:
    """What nobody has tried yet may have been held for somebody's morning: it is unsent since it was let go."""
    since = case((Delivery.attempts > 0, Delivery.due_at), else_=Delivery.visible_at)
    could_be_out = or_(Delivery.visible_at <= now, Delivery.attempts > 0)
    return select(func.min(since)).where(_IS_ON_ITS_WAY, could_be_out).scalar_subquery()


def _first(moments: tuple[datetime | None, ...]) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
