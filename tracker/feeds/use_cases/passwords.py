"""Making and ending app passwords."""

import secrets
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.feeds.queries import passwords as queries
from tracker.feeds.records import AppPassword
from tracker.kernel.errors import Invalid
from tracker.kernel.link_secrets import fingerprint
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_

SECRET_BYTES = 24
"""192 bits, as 32 letters that people can copy."""

LONGEST_PROGRAM = 200


def make_password(session: Session, actor: Viewer, name: str, now: datetime) -> str:
    """Make an app password and return it; it is known only now. Raises Invalid for field `name`."""
    if not name:
        raise Invalid(N_("Say which program it is for."), field="name")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    made = AppPassword(account_id=actor.id, name=name, secret_hash=fingerprint(secret), created_at=now, used_by="")
    session.add(made)
    session.flush()
    record(session, _told("app_password_made", made, actor), now)
    return secret


def revoke_password(session: Session, actor: Viewer, password_id: int, now: datetime) -> None:
    """End an app password at once. Raises NotFound."""
    password = queries.live_password(session, actor.id, password_id)
    password.revoked_at = now
    record(session, _told("app_password_revoked", password, actor), now)


def note_use(session: Session, password_id: int, program: str, now: datetime) -> None:
    """Store when and by which program a password was used. An access stamp is no event."""
    stamp = {"used_at": now, "used_by": program[:LONGEST_PROGRAM]}
    session.execute(update(AppPassword).where(AppPassword.id == password_id).values(stamp))


def _told(kind: str, password: AppPassword, actor: Viewer) -> Happening:
    """Return the event; it tells neither the secret nor its hash."""
    told: dict[str, tuple[object, object]] = {"name": (None, password.name)}
    subject_id = password.id
    return Happening(kind=kind, subject_type="app_password", subject_id=subject_id, actor_id=actor.id, changes=told)
