"""What Flask-Security asks us: who is behind a session's secret."""

import hashlib
from datetime import timedelta
from typing import Any

from flask import current_app
from flask_security import RoleMixin, UserMixin
from flask_security.datastore import UserDatastore

from config import Settings
from tracker.accounts.queries.sessions import SignIn, sign_in_with
from tracker.accounts.rules.sessions import SessionLimits, is_live
from tracker.kernel.clock import now
from tracker.kernel.extensions import db


class RoleName(RoleMixin):
    """A role is a column of the account; Flask-Security wants an object with a name."""

    def __init__(self, name: str) -> None:
        self.name = name


class SignedIn(UserMixin):
    """The person of one live sign-in. Its key is the session's secret, so that ending the row ends the access."""

    fs_uniquifier = ""

    def __init__(self, secret: str, sign_in: SignIn) -> None:
        self.fs_uniquifier = secret
        self.sign_in = sign_in
        self.active = sign_in.is_active
        self.roles = [RoleName(sign_in.viewer.role.value)]


class AccountStore(UserDatastore):
    """Finds people by the secret in their cookie, in one query. Writing is done by our use cases alone."""

    def __init__(self) -> None:
        super().__init__(SignedIn, RoleName)

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> SignedIn | None:  # noqa: ARG002, FBT001, FBT002
        """Return the person whose live session has this secret, given as `fs_uniquifier`."""
        return person_with(str(kwargs["fs_uniquifier"]))


def person_with(secret: str) -> SignedIn | None:
    """Return the person of a secret, if the sign-in still holds."""
    found = sign_in_with(db.session(), hashed(secret))
    if found is None or not found.is_active or not is_live(found.facts, session_limits(), now()):
        return None
    return SignedIn(secret, found)


def hashed(secret: str) -> str:
    """Return what is stored of a secret: a stolen table opens no session."""
    return hashlib.sha256(secret.encode()).hexdigest()


def session_limits() -> SessionLimits:
    """Return how long sign-ins last here."""
    settings: Settings = current_app.extensions["settings"]
    return SessionLimits(timedelta(hours=settings.session_idle_hours), timedelta(days=settings.session_days))
