"""Beginning and ending sign-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, SignInSession
from tracker.audit import use_cases as audit
from tracker.audit.rules import Happening

KEPT_FOR = timedelta(days=90)
"""How long an ended sign-in is remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginSession:
    """A person proved who they are; `better_hash` replaces a password hash made with older parameters."""

    account_id: int
    token_hash: str
    program: str
    better_hash: str | None = None


def begin_session(session: Session, begin: BeginSession, now: datetime) -> None:
    """Remember a new sign-in; forget those that ended long ago."""
    account = select(SignInSession.id).where(SignInSession.account_id == begin.account_id)
    session.execute(delete(SignInSession).where(SignInSession.id.in_(account), SignInSession.seen_at < now - KEPT_FOR))
    session.execute(
        insert(SignInSession).values(
            token_hash=begin.token_hash,
            account_id=begin.account_id,
            program=begin.program[:200],
            started_at=now,
            seen_at=now,
        )
    )
    fresh = {"signed_in_at": now} | ({"password": begin.better_hash} if begin.better_hash else {})
    session.execute(update(Account).where(Account.id == begin.account_id).values(fresh))
    _tell(session, "signed_in", begin.account_id, begin.account_id, now)


def stamp_session(session: Session, session_id: int, now: datetime) -> None:
    """Note that the person was here; the one thing that looking at a page may write."""
    session.execute(update(SignInSession).where(SignInSession.id == session_id).values(seen_at=now))


def sign_out(session: Session, session_id: int, account_id: int, now: datetime) -> None:
    """End the sign-in that the person is leaving."""
    if _end(session, [session_id], now):
        _tell(session, "signed_out", account_id, account_id, now)


def end_session(session: Session, session_id: int, account_id: int, *, actor_id: int, now: datetime) -> bool:
    """End one sign-in of an account. Returns whether there was one to end."""
    ended = _end(session, [each for each in _open_ids(session, account_id) if each == session_id], now)
    if ended:
        _tell(session, "sessions_ended", account_id, actor_id, now, ended)
    return bool(ended)


def end_sessions(
    session: Session, account_id: int, *, actor_id: int | None, now: datetime, but: int | None = None
) -> int:
    """End every sign-in of an account, `but` one; returns how many there were."""
    ended = _end(session, [each for each in _open_ids(session, account_id) if each != but], now)
    if ended:
        _tell(session, "sessions_ended", account_id, actor_id, now, ended)
    return ended


def _open_ids(session: Session, account_id: int) -> Sequence[int]:
    asked = select(SignInSession.id).where(SignInSession.account_id == account_id, SignInSession.ended_at.is_(None))
    return session.scalars(asked).all()


def _end(session: Session, session_ids: Sequence[int], now: datetime) -> int:
    """End those that nobody ended before; returns how many."""
    still_open = (SignInSession.id.in_(session_ids), SignInSession.ended_at.is_(None))
    return len(
        session.scalars(update(SignInSession).where(*still_open).values(ended_at=now).returning(SignInSession.id)).all()
    )


def _tell(session: Session, kind: str, account_id: int, actor_id: int | None, now: datetime, count: int = 0) -> None:  # noqa: PLR0917
    words: dict[str, object] = {"sessions": count} if count else {}
    happening = Happening(kind=kind, subject_type="account", subject_id=account_id, actor_id=actor_id, words=words)
    audit.record(session, happening, now)
