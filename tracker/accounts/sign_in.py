"""Signing in and out: Flask-Security over our own sessions.

Flask-Security hashes passwords, signs links and keeps the person of a request. Its own pages are not
used: they write between reading and answering, where our edges own the transaction, and they would bring
ways in (tokens in headers, sign-in by JSON) that nobody needs.

The signed cookie holds a random secret, the table `sign_in_session` its hash. So a sign-in ends where
the row says so, whatever a copied cookie claims.
"""

import logging
import secrets
from datetime import UTC, datetime, timedelta

from flask import Flask, g, request, session
from flask.wrappers import Response
from flask_babel import refresh
from flask_login import current_user
from flask_security import Security
from flask_security.utils import login_user, logout_user

from config import Settings
from tracker.accounts.datastore import AccountStore, SignedIn, hashed, person_with
from tracker.accounts.rules.sessions import wants_stamp
from tracker.accounts.use_cases import sessions as use_cases
from tracker.accounts.use_cases.sessions import BeginSession
from tracker.kernel.clock import now
from tracker.kernel.extensions import transaction
from tracker.kernel.people import Viewer
from tracker.web.viewer import forget_viewer

log = logging.getLogger(__name__)

ARGON2 = {"argon2__memory_cost": 19456, "argon2__rounds": 2, "argon2__parallelism": 1}
"""argon2id with 19 MiB: about 30 ms."""

ARGON2_IN_TESTS = {"argon2__memory_cost": 8, "argon2__rounds": 1, "argon2__parallelism": 1}


def bind(app: Flask) -> None:
    """Let the application know who is signed in."""
    settings: Settings = app.extensions["settings"]
    app.config.from_mapping(_security_config(settings))
    security = Security(app, AccountStore(), register_blueprint=False)
    security.principal.skip_static = True
    security.login_manager.request_loader(lambda _request: None)
    app.after_request(stamp)


def _security_config(settings: Settings) -> dict[str, object]:
    return {
        "SESSION_PROTECTION": None,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=settings.session_days),
        "SESSION_REFRESH_EACH_REQUEST": False,
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": ARGON2_IN_TESTS if settings.testing else ARGON2,
        "SECURITY_DATETIME_FACTORY": lambda: datetime.now(UTC),
        "SECURITY_CLI_USERS_NAME": False,
        "SECURITY_CLI_ROLES_NAME": False,
    }


def find_viewer() -> Viewer | None:
    """Return who is signed in, for every page."""
    person = signed_in()
    return person.sign_in.viewer if person else None


def signed_in() -> SignedIn | None:
    """Return the person of this request's live sign-in."""
    return current_user._get_current_object() if isinstance(current_user, SignedIn) else None  # noqa: SLF001


def look_again() -> None:
    """Forget what this request knew of its person: language, name or zone have just been changed."""
    g.pop("_login_user", None)
    forget_viewer()
    refresh()


def enter(account_id: int, better_hash: str | None = None) -> None:
    """Begin a sign-in: a new secret in an empty session, whatever was there before."""
    secret = secrets.token_urlsafe(32)
    program = request.user_agent.string
    begin = BeginSession(account_id=account_id, token_hash=hashed(secret), program=program, better_hash=better_hash)
    with transaction() as db_session:
        use_cases.begin_session(db_session, begin, now())
    session.clear()
    session.permanent = True
    if (person := person_with(secret)) is not None:
        login_user(person, remember=False)
    forget_viewer()
    log.info("account %d signed in", account_id)


def leave() -> None:
    """End this sign-in, here and on every copy of its cookie."""
    person = signed_in()
    if person is not None:
        with transaction() as db_session:
            use_cases.sign_out(db_session, person.sign_in.session_id, person.sign_in.viewer.id, now())
        log.info("account %d signed out", person.sign_in.viewer.id)
    logout_user()
    session.clear()
    forget_viewer()


def stamp(response: Response) -> Response:
    """Note at the end of a request that asked for the person that they were here, at most once a minute."""
    person = signed_in() if "_login_user" in g else None
    if person is not None and wants_stamp(person.sign_in.facts, now()):
        with transaction() as db_session:
            use_cases.stamp_session(db_session, person.sign_in.session_id, now())
    return response
