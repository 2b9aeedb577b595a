"""What a calendar feed shows, to whom, and what its secret looks like. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self
from urllib.parse import urlsplit

from tracker.kernel.folding import fold
from tracker.kernel.people import Viewer

MOST_ENTRIES = 900
"""Google drops what comes after about 1,100 entries or 1 MB."""

LOOK_BACK = timedelta(days=30)
"""Where there are too many entries, those due longer ago than this give way first."""

STAMP_EVERY = timedelta(minutes=1)
"""A fetch is noted at most this often: reading a feed should hardly ever write."""

UNSAFE = re.compile(r"[^a-z0-9]+")


class Scope(StrEnum):
    """Whose promises a feed shows."""

    MINE = "mine"
    TEAM = "team"
    OVERDUE = "overdue"
    """What is overdue in the teams that the account manages."""
    CUSTOMER = "customer"
    FOR_CUSTOMER = "for_customer"
    """What the customer may see, for the customer: words and due only."""
    FILTER = "filter"


ALONE = frozenset({Scope.MINE, Scope.OVERDUE})
"""Scopes that are about the account itself; the others name what they are about."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a feed is about: a scope, and the number of its team, customer or saved filter."""

    scope: Scope = Scope.MINE
    id: int | None = None

    def __post_init__(self) -> None:
        if (self.id is None) != (self.scope in ALONE):
            raise ValueError(f"a feed of scope {self.scope} about {self.id}")

    def __str__(self) -> str:
        return self.scope.value if self.id is None else f"{self.scope}-{self.id}"

    @classmethod
    def of(cls, text: str) -> Self:
        """Read what `str` wrote. Raises ValueError."""
        scope, _, number = text.partition("-")
        return cls(Scope(scope), int(number) if number else None)


MINE = Subject()


class Detail(StrEnum):
    """How much an entry tells to those who look over somebody's shoulder, or share the calendar."""

    FULL = "full"
    INITIALS = "initials"
    REFERENCE = "reference"


class Sort(StrEnum):
    """What promises are in a calendar program."""

    EVENT = "event"
    TASK = "todo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Everything that a calendar may show of one open promise.

    `changed_at` is the last moment at which anything of this changed, or how it is written. `reminder` is when
    the owner is reminded, counted from the due, of an all-day promise from the beginning of its day; None where
    nobody is reminded before. `owner` is empty where everything belongs to the same person.
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
    owner: str = ""
    reminder: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a feed writes its entries: under which address, in which words, with how much of them."""

    base_url: str
    promise_word: str
    detail: Detail = Detail.FULL
    with_alarm: bool = True
    sort: Sort = Sort.EVENT
    is_for_customer: bool = False

    @property
    def host(self) -> str:
        """The host that makes our entries' names unique in the world."""
        return urlsplit(self.base_url).hostname or "localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What decides whether a feed may still be read, as things are now.

    `team_id` is whose business the feed's customer is; `is_there` whether what the feed is about still exists.
    """

    subject: Subject
    viewer: Viewer
    is_account_active: bool
    is_there: bool
    team_id: int | None = None


def may_read(standing: Standing) -> bool:
    """Whether an account may read a feed now. It ends with the account, the membership, the customer or the filter."""
    viewer, subject = standing.viewer, standing.subject
    if not (standing.is_account_active and standing.is_there):
        return False
    match subject.scope:
        case Scope.TEAM:
            return subject.id == viewer.team_id or subject.id in viewer.managed_team_ids
        case Scope.OVERDUE:
            return bool(viewer.managed_team_ids)
        case Scope.CUSTOMER | Scope.FOR_CUSTOMER:
            return viewer.may_see(standing.team_id)
        case _:
            return True


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
    ("davx5", "DAVx5"),
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
    return f"{base_url}/cal/{secret}/{file_name(name)}.ics"


def file_name(name: str) -> str:
    """Return a calendar's name in letters that need no escape in an address or a header."""
    return UNSAFE.sub("-", fold(name)).strip("-")[:LONGEST_NAME] or "promises"


def subscribing_address(http_address: str) -> str:
    """Return the address that opens the calendar program instead of fetching once.

    Always `webcal:`: programs try HTTPS first, and phones refuse `webcals:`.
    """
    return f"webcal:{http_address.partition(':')[2]}"
