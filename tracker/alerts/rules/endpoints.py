"""Endpoints: which places they may be, when one is left alone, and how a webhook is signed. Pure."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from tracker.alerts.rules.ladders import Channel

PLACES = (Channel.WEBHOOK, Channel.SLACK, Channel.TEAMS, Channel.APPRISE)
"""The channels that lead to an endpoint."""

FAILURES_BEFORE_PAUSE = 5
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)

MOST_OF_ONE_OWNER = 10

OVERLAP = timedelta(hours=24)
"""How long the old secret of a webhook still signs beside the new one."""

SECRET_BYTES = 32
SECRET_PREFIX = "whsec_"  # noqa: S105 - the prefix that Standard Webhooks gives every secret

SERVICES = frozenset({"discord", "gchat", "pbul", "pover", "tgram", "twilio", "wxteams"})
"""The schemes of Apprise that may be used: each speaks to one known service. Those that name a host of their own could
lead into our network, those for files and commands onto our machine."""


def service_of(url: str) -> str:
    """Return which service an address of Apprise speaks to: its scheme."""
    return url.partition("://")[0].lower()


def pause_after(failures: int) -> timedelta | None:
    """Return for how long an endpoint is left alone after so many failures in a row; each time twice as long."""
    if failures < FAILURES_BEFORE_PAUSE:
        return None
    times = 1 << min(failures - FAILURES_BEFORE_PAUSE, 10)
    return min(FIRST_PAUSE * times, LONGEST_PAUSE)


def is_first_pause(failures: int) -> bool:
    """Whether this failure is the one whose pause the owner is told of."""
    return failures == FAILURES_BEFORE_PAUSE


def new_secret(randomness: bytes) -> str:
    """Return a signing secret in the spelling of Standard Webhooks."""
    return SECRET_PREFIX + base64.b64encode(randomness).decode()


def signatures(secrets: Sequence[str], message_id: str, sent_at: datetime, body: bytes) -> str:
    """Return the header `webhook-signature`: HMAC-SHA256 over id, timestamp and body, once for each secret."""
    signed = f"{message_id}.{int(sent_at.timestamp())}.".encode() + body
    return " ".join(f"v1,{_signature(secret, signed)}" for secret in secrets)


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
