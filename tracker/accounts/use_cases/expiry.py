"""What ends by itself: sign-ins that rested or lasted too long, and counters of old attempts."""

from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from tracker.accounts.records import SignInAttempt, SignInSession
from tracker.accounts.rules.sessions import SessionLimits
from tracker.accounts.use_cases.sessions import KEPT_FOR
from tracker.accounts.use_cases.throttle import REMEMBERED


def end_expired_sessions(session: Session, limits: SessionLimits, now: datetime) -> None:
    """Mark sign-ins as ended that no longer hold, and forget those that nobody used for long.

    They let nobody in before either: this keeps lists of open sign-ins short. It is no event.
    """
    too_old = or_(SignInSession.seen_at <= now - limits.idle, SignInSession.started_at <= now - limits.absolute)
    expired = update(SignInSession).where(SignInSession.ended_at.is_(None), too_old).values(ended_at=now)
    session.execute(expired, execution_options={"synchronize_session": False})
    forgotten = delete(SignInSession).where(SignInSession.seen_at < now - KEPT_FOR)
    session.execute(forgotten, execution_options={"synchronize_session": False})


def forget_attempts(session: Session, now: datetime) -> None:
    """Drop the counters of failed sign-ins that no limit looks at any more."""
    old = delete(SignInAttempt).where(SignInAttempt.window_start < now - REMEMBERED)
    session.execute(old, execution_options={"synchronize_session": False})
