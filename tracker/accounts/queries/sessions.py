"""Reading sign-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tracker.accounts.queries.viewers import IS_NEAR, VIEWER, viewer_in
from tracker.accounts.records import Account, SignInSession, Team
from tracker.accounts.rules.sessions import SessionFacts
from tracker.kernel.people import Viewer


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
        *(SignInSession.ended_at, *VIEWER),
    )
    .join(Account, Account.id == SignInSession.account_id)
    .join(Team, IS_NEAR)
    .where(SignInSession.token_hash == bindparam("token_hash"))
)
"""Built once: every request asks it."""


def _sign_in(rows: Sequence[Any]) -> SignIn:
    first = rows[0]
    return SignIn(
        session_id=first.session_id,
        viewer=viewer_in(rows),
        is_active=first.active,
        facts=SessionFacts(first.started_at, first.seen_at, first.ended_at),
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
