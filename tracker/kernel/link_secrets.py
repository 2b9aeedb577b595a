"""Secrets that stand in addresses and passwords of programs: made here, stored only as a fingerprint. Pure."""

import hashlib
import re
import secrets

SECRET_BYTES = 32
SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
"""256 bits in base64url: nobody guesses them."""


def new_secret() -> str:
    """Return a new secret; it is known only now."""
    return secrets.token_urlsafe(SECRET_BYTES)


def fingerprint(secret: str) -> str:
    """Return what is stored instead of the secret: its SHA-256 in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def may_be_secret(text: str) -> bool:
    """Whether a text has the shape of our secrets; anything else needs no question to the database."""
    return SECRET.fullmatch(text) is not None
