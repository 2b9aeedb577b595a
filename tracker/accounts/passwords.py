"""Hashing and checking passwords by Flask-Security's rules of hashing: argon2id, better parameters over time."""

from collections.abc import Iterable
from dataclasses import dataclass
from threading import BoundedSemaphore

from flask import current_app
from flask_security import Security
from flask_security.utils import hash_password, verify_password

from config import Settings
from tracker.accounts.common_passwords import common_passwords
from tracker.accounts.rules.passwords import check_password

AT_ONCE = BoundedSemaphore(2)
"""Each hash takes 19 MiB: many sign-ins at once must not take all memory."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the password was right; `better_hash` replaces a stored one that was made with older parameters."""

    is_right: bool
    better_hash: str | None = None


def hashed_password(password: str) -> str:
    """Return what is stored of a password. Takes tens of milliseconds: never inside a transaction."""
    with AT_ONCE:
        return str(hash_password(_normal(password)))


def verified(password: str, stored: str | None) -> Verdict:
    """Compare what was typed with what is stored; without an account it takes just as long."""
    with AT_ONCE:
        is_right = verify_password(_normal(password), stored or _nobodys_hash())
        is_old = bool(stored) and _security().pwd_context.needs_update(stored)
        if not (is_right and stored):
            return Verdict(is_right=False)
        return Verdict(is_right=True, better_hash=str(hash_password(_normal(password))) if is_old else None)


def accepted(password: str, around: Iterable[str], field: str = "password") -> str:
    """Return the hash of a new password. Raises Invalid when it is too short, too long or easy to guess.

    `around` are the name and mail address of the account; the organisation's name is known here.
    """
    settings: Settings = current_app.extensions["settings"]
    check_password(_normal(password), (settings.organisation, *around), common_passwords(), field)
    return hashed_password(password)


def _normal(password: str) -> str:
    """Return the one spelling of the password, however the keyboard composed its letters."""
    return str(_security()._password_util.normalize(password))  # noqa: SLF001 - the public name is a request's proxy


def _nobodys_hash() -> str:
    """Return a hash that no password fits, made with the parameters in force."""
    kept: dict[str, str] = current_app.extensions.setdefault("nobodys_hash", {})
    if "hash" not in kept:
        kept["hash"] = str(hash_password("of nobody"))
    return kept["hash"]


def _security() -> Security:
    security: Security = current_app.extensions["security"]
    return security
