"""Counting attempts where all processes see them."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.accounts.records import SignInAttempt
from tracker.accounts.rules.throttle import WINDOW, Limit, wait_after

INSERTS: dict[str, Callable[[type[SignInAttempt]], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
REMEMBERED = timedelta(days=1)


def count_attempt(session: Session, limits: Sequence[Limit], now: datetime) -> timedelta | None:
    """Count one attempt before it is looked at, and return how long to wait if it is one too many.

    Counting first means that many attempts at the same time cannot slip through together.
    """
    waits = [_count(session, limit, now) for limit in limits]
    return max((wait for wait in waits if wait is not None), default=None)


def _count(session: Session, limit: Limit, now: datetime) -> timedelta | None:
    is_over = SignInAttempt.window_start <= now - WINDOW
    insert = INSERTS[session.get_bind().dialect.name]
    counted = (
        insert(SignInAttempt)
        .values(key=limit.key, window_start=now, failures=1)
        .on_conflict_do_update(
            index_elements=[SignInAttempt.key],
            set_={
                "failures": case((is_over, 1), else_=SignInAttempt.failures + 1),
                "window_start": case((is_over, now), else_=SignInAttempt.window_start),
            },
        )
        .returning(SignInAttempt.failures, SignInAttempt.window_start)
    )
    failures, window_start = session.execute(counted).one()
    return wait_after(failures, limit, window_start, now)


def forgive(session: Session, limits: Sequence[Limit], now: datetime) -> None:
    """The attempt was right: forget the failures of the account, and take it off the network's count."""
    account, network = limits
    long_ago = SignInAttempt.window_start < now - REMEMBERED
    session.execute(delete(SignInAttempt).where((SignInAttempt.key == account.key) | long_ago))
    one_less = update(SignInAttempt).where(SignInAttempt.key == network.key, SignInAttempt.failures > 0)
    session.execute(one_less.values(failures=SignInAttempt.failures - 1))
