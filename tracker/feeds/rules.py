"""What a calendar feed shows, to whom, and what its secret looks like. Pure."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

MOST_ENTRIES = 900
"""Google drops what comes after about 1,100 entries or 1 MB."""

LOOK_BACK = timedelta(days=30)
"""Where there are too many entries, those due longer ago than this give way first."""

STAMP_EVERY = timedelta(minutes=1)
"""A fetch is noted at most this often: reading a feed should hardly ever write."""

SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
"""256 bits in base64url."""


class Detail(StrEnum):
    """How much an entry tells to those who look over somebody's shoulder, or share the calendar."""

    FULL = "full"
    INITIALS = "initials"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Everything that a calendar may show of one open promise.

    `changed_at` is the last moment at which anything of this changed, or how it is written.
    """

    id: int
    statement: str
    customer: str
    customer_reference: str
    kind: str
    is_appointment: bool
    due_at: datetime
    due_day: date | None
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a feed writes its entries: under which address, in which words, with how much of them."""

    base_url: str
    promise_word: str
    detail: Detail = Detail.FULL
    with_alarm: bool = True

    @property
    def host(self) -> str:
        """The host that makes our entries' names unique in the world."""
        return urlsplit(self.base_url).hostname or "localhost"


def fingerprint(secret: str) -> str:
    """Return what is stored instead of the secret: its SHA-256 in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def may_be_secret(text: str) -> bool:
    """Whether a text has the shape of our secrets; anything else needs no question to the database."""
    return SECRET.fullmatch(text) is not None


def most_wanted(entries: Iterable[Entry], now: datetime) -> list[Entry]:
    """Return the entries that matter most first, as many as calendars take.

    First what is due from LOOK_BACK ago on, the earliest first; then what is older, the latest first.
    """
    since = now - LOOK_BACK
    by_due = sorted(entries, key=lambda entry: (entry.due_at, entry.id))
    recent = [entry for entry in by_due if entry.due_at >= since]
    return [*recent, *reversed(by_due[: len(by_due) - len(recent)])][:MOST_ENTRIES]


def is_stamp_old(fetched_at: datetime | None, now: datetime) -> bool:
    """Whether a fetch is to be noted again, or one was noted just now."""
    return fetched_at is None or now - fetched_at >= STAMP_EVERY


PROGRAMS = (
    ("google-calendar", "Google Calendar"),
    ("thunderbird", "Thunderbird"),
    ("icsx5", "ICSx5"),
    ("icsdroid", "ICSx5"),
    ("nextcloud", "Nextcloud"),
    ("vdirsyncer", "vdirsyncer"),
    ("khal", "khal"),
    ("dataaccessd", "Apple Calendar"),
    ("calendaragent", "Apple Calendar"),
    ("accountsd", "Apple Calendar"),
    ("outlook", "Outlook"),
    ("microsoft office", "Outlook"),
    ("exchange", "Outlook"),
    ("homeassistant", "Home Assistant"),
)
"""What calendar programs call themselves, in lower case, and how people call them."""

LONGEST_NAME = 60


def program_name(user_agent: str) -> str:
    """Return the program's name as people know it, else the beginning of how it introduces itself."""
    told = user_agent.casefold()
    known = (name for mark, name in PROGRAMS if mark in told)
    return next(known, user_agent[:LONGEST_NAME])


def address(base_url: str, secret: str, name: str) -> str:
    """Return the address that programs fetch. It ends in the name, because some show that as the calendar's."""
    return f"{base_url}/cal/{secret}/{name}.ics"


def subscribing_address(http_address: str) -> str:
    """Return the address that opens the calendar program instead of fetching once.

    Always `webcal:`: programs try HTTPS first, and phones refuse `webcals:`.
    """
    return f"webcal:{http_address.partition(':')[2]}"
