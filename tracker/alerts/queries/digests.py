"""Who wants a digest, and what it tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, Team
from tracker.alerts.queries.letters import Letter, open_letters
from tracker.alerts.queries.parcels import Addressee
from tracker.alerts.queries.states import OPEN, WAITING
from tracker.alerts.records import NoticeSettings
from tracker.alerts.rules.preferences import USUAL, Preferences
from tracker.promises.records import HandOver, Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody who may want digests."""

    account_id: int
    team_id: int
    zone: str
    manages: bool
    wish: Preferences


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Some promises of a sort: those that are named, and how many there are in all."""

    letters: list[Letter]
    count: int


def readers(session: Session) -> list[Reader]:
    """Return everybody who has asked for a daily digest, or manages a team."""
    manages = select(Team.id).where(Team.manager_id == Account.id).exists()
    asked = (
        select(Account.id, Account.team_id, Account.time_zone, manages.label("manages"), NoticeSettings)
        .outerjoin(NoticeSettings, NoticeSettings.account_id == Account.id)
        .where(Account.active, Account.role != "admin")
        .order_by(Account.id)
    )
    found = session.execute(asked.execution_options(populate_existing=True))
    return [
        Reader(
            account_id=row.id,
            team_id=row.team_id,
            zone=row.time_zone,
            manages=row.manages,
            wish=_wish(row.NoticeSettings),
        )
        for row in found
    ]


def _wish(stored: NoticeSettings | None) -> Preferences:
    if stored is None:
        return USUAL
    return Preferences(daily_at=stored.daily_at, weekly_on=stored.weekly_on, weekly_at=stored.weekly_at)


def managed_teams(session: Session, account_id: int) -> list[int]:
    """Return the teams that somebody manages."""
    return list(session.scalars(select(Team.id).where(Team.manager_id == account_id).order_by(Team.id)))


def owed_by(session: Session, key: str, to: Addressee, until: datetime, *, most: int) -> Owed:
    """Return what somebody owes up to a moment, overdue included, by its due."""
    mine = (Promise.owner_id == to.account_id) & (Promise.state == OPEN) & (Promise.due_at < until)
    return _owed(session, key, to, mine, most=most)


def overdue_in(session: Session, key: str, to: Addressee, team_ids: Sequence[int], *, now: datetime, most: int) -> Owed:
    """Return what is overdue in some teams, the longest first."""
    late = Promise.team_id.in_(team_ids) & (Promise.state == OPEN) & (Promise.late_at < now)
    return _owed(session, key, to, late, most=most)


def due_in(session: Session, team_ids: Sequence[int], start: datetime, end: datetime) -> int:
    """Return how many open promises of some teams are due between two moments."""
    due = Promise.team_id.in_(team_ids) & (Promise.state == OPEN) & Promise.due_at.between(start, end)
    return session.scalars(select(func.count()).select_from(Promise).where(due)).one()


def offered_to(session: Session, key: str, to: Addressee, most: int) -> Owed:
    """Return what somebody is asked to take over."""
    asked = select(HandOver.promise_id).where(HandOver.to_id == to.account_id, HandOver.state == WAITING)
    return _owed(session, key, to, Promise.id.in_(asked) & (Promise.state == OPEN), most=most)


def _owed(session: Session, key: str, to: Addressee, which: ColumnElement[bool], *, most: int) -> Owed:
    letters = open_letters(session, key, to, which, most=most)
    is_all = len(letters) < most
    count = len(letters) if is_all else session.scalars(select(func.count()).select_from(Promise).where(which)).one()
    return Owed(letters=letters, count=count)
