"""Setting passwords. What arrives here is hashed already, outside of the transaction."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.accounts.records import Account
from tracker.accounts.use_cases.sessions import end_sessions
from tracker.audit import use_cases as audit
from tracker.audit.rules import Happening
from tracker.kernel.errors import Gone
from tracker.kernel.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPassword:
    """A new password for an account. `key` is the account's key when it was checked: it works once."""

    account_id: int
    key: str
    password_hash: str
    kind: str


def set_password(session: Session, wish: SetPassword, now: datetime) -> None:
    """Store the password, make every earlier link and every sign-in useless.

    Raises Gone when the account's key has changed since: the link was used, or somebody was faster.
    """
    unchanged = (Account.id == wish.account_id, Account.fs_uniquifier == wish.key, Account.active)
    fresh = {"password": wish.password_hash, "fs_uniquifier": new_key()}
    if not session.scalars(update(Account).where(*unchanged).values(fresh).returning(Account.id)).all():
        raise Gone(N_("This link does not work any more. A new one can be asked for on the sign-in page."))
    end_sessions(session, wish.account_id, actor_id=wish.account_id, now=now)
    happening = Happening(kind=wish.kind, subject_type="account", subject_id=wish.account_id, actor_id=wish.account_id)
    audit.record(session, happening, now)


def new_key() -> str:
    """Return a new key for an account: reset links hold it."""
    return secrets.token_urlsafe(32)
