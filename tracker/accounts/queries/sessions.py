"""Reading sign-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, SignInSession, Team
from tracker.accounts.rules.sessions import SessionFacts
from tracker.kernel.people import Role, Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A sign-in as a request needs it: the person's facts, and whether and since when it holds."""

    session_id: int
    viewer: Viewer
    is_active: bool
    facts: SessionFacts


def sign_in_with(session: Session, token_hash: str) -> SignIn | None:
    """Return the sign-in of this secret, live or not, in one query.

    It yields a row for the person's own team, for each team managed, and for each closed team.
    """
    rows = session.execute(_SIGN_IN, {"token_hash": token_hash}).all()
    return _sign_in(rows) if rows else None


_SIGN_IN = (
    select(
        *(SignInSession.id.label("session_id"), SignInSession.started_at, SignInSession.seen_at),
        *(SignInSession.ended_at, Account.id, Account.name, Account.role, Account.team_id, Account.active),
        *(Account.locale, Account.time_zone, Team.id.label("near_team_id"), Team.manager_id, Team.is_closed),
        Team.time_zone.label("team_time_zone"),
    )
    .join(Account, Account.id == SignInSession.account_id)
    .join(Team, or_(Team.id == Account.team_id, Team.manager_id == Account.id, Team.is_closed))
    .where(SignInSession.token_hash == bindparam("token_hash"))
)
"""Built once: every request asks it."""


def _sign_in(rows: Sequence[Any]) -> SignIn:
    own = next(row for row in rows if row.near_team_id == row.team_id)
    return SignIn(
        session_id=own.session_id,
        viewer=_viewer(own, rows),
        is_active=own.active,
        facts=SessionFacts(own.started_at, own.seen_at, own.ended_at),
    )


def _viewer(own: Any, rows: Sequence[Any]) -> Viewer:
    managed = frozenset(row.near_team_id for row in rows if row.manager_id == own.id)
    closed = frozenset(row.near_team_id for row in rows if row.is_closed)
    return Viewer(
        id=own.id,
        name=own.name,
        role=Role(own.role),
        team_id=own.team_id,
        managed_team_ids=managed,
        hidden_team_ids=closed - managed - {own.team_id},
        locale=own.locale,
        time_zone=own.time_zone,
        office_time_zone=own.team_time_zone,
    )


@dataclass(frozen=True, slots=True)
class ListedSession:
    """One signed-in browser, as its owner sees it."""

    id: int
    program: str
    started_at: datetime
    seen_at: datetime


def open_sessions(session: Session, account_id: int) -> list[ListedSession]:
    """Return the sign-ins of an account that nobody ended, the latest used first."""
    asked = (
        select(SignInSession.id, SignInSession.program, SignInSession.started_at, SignInSession.seen_at)
        .where(SignInSession.account_id == account_id, SignInSession.ended_at.is_(None))
        .order_by(SignInSession.seen_at.desc(), SignInSession.id.desc())
    )
    return [ListedSession(*row) for row in session.execute(asked)]
