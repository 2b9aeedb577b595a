"""Reading app passwords."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.queries.accounts import normal_email
from tracker.accounts.queries.viewers import IS_NEAR, VIEWER, viewer_in
from tracker.accounts.records import Account, Team
from tracker.feeds.records import AppPassword
from tracker.kernel.errors import NotFound
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Knocking:
    """Who comes with an app password that holds."""

    password_id: int
    viewer: Viewer
    used_at: datetime | None


def knocking(session: Session, email: str, secret_hash: str) -> Knocking | None:
    """Return whose live password this is; None unless it belongs to that address and the account is open."""
    asked = (
        select(AppPassword.id.label("password_id"), AppPassword.used_at, *VIEWER)
        .join(Account, Account.id == AppPassword.account_id)
        .join(Team, IS_NEAR)
        .where(AppPassword.secret_hash == secret_hash, AppPassword.revoked_at.is_(None))
        .where(Account.active, Account.email == normal_email(email))
    )
    rows = session.execute(asked).all()
    if not rows:
        return None
    return Knocking(password_id=rows[0].password_id, viewer=viewer_in(rows), used_at=rows[0].used_at)


def live_passwords(session: Session, account_id: int) -> list[AppPassword]:
    """Return the account's app passwords that nobody revoked, the newest first."""
    mine = select(AppPassword).where(AppPassword.account_id == account_id, AppPassword.revoked_at.is_(None))
    return list(session.scalars(mine.order_by(AppPassword.id.desc())))


def live_password(session: Session, account_id: int, password_id: int) -> AppPassword:
    """Return one of them, locked until the end of the transaction. Raises NotFound."""
    mine = select(AppPassword).where(
        AppPassword.id == password_id, AppPassword.account_id == account_id, AppPassword.revoked_at.is_(None)
    )
    found = session.scalars(mine.with_for_update()).one_or_none()
    if found is None:
        raise NotFound(N_("There is no such app password."))
    return found
