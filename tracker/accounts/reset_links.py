"""Links by which a password is set: signed, short-lived, and good for one use.

A link holds the account's key, which changes with every password: so nothing needs to be stored, and a
used link is as dead as one from before any other change.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, url_for
from flask_security import Security
from itsdangerous import BadSignature

from config import Settings
from tracker.kernel.errors import Gone
from tracker.kernel.words import N_

GOOD_FOR = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class ResetLink:
    """What a link says: for which key, and when it was made."""

    key: str
    made_at: datetime


def reset_address(key: str, now: datetime) -> str:
    """Return the address for a mail. Its host is that of the settings, whatever the request claimed."""
    settings: Settings = current_app.extensions["settings"]
    token = _security().reset_serializer.dumps([key, now.isoformat()])
    return settings.base_url + url_for("security.reset_password", token=token, _external=False)


def read_token(token: str, now: datetime) -> ResetLink:
    """Return what a link's token says. Raises Gone when it is too old or not ours."""
    try:
        key, made = _security().reset_serializer.loads(token)
        link = ResetLink(str(key), datetime.fromisoformat(made))
    except (BadSignature, ValueError, TypeError):
        raise no_such_link() from None
    if now >= link.made_at + GOOD_FOR:
        raise no_such_link()
    return link


def no_such_link() -> Gone:
    """Return the refusal of a link that is old, used, or not ours."""
    return Gone(N_("This link does not work any more. A new one can be asked for on the sign-in page."))


def _security() -> Security:
    security: Security = current_app.extensions["security"]
    return security
