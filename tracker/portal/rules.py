"""When a customer's link holds, what may be said on the page behind it, and what a record adds up to. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.kernel.errors import Gone, NotFound, TooMany
from tracker.kernel.words import N_
from tracker.promises.rules import PromiseFacts, Standing, State

LIFETIMES = (30, 90, 365)
"""For how many days a link may hold."""

STAMP_EVERY = timedelta(minutes=1)
"""That a page was opened is noted at most this often: reading should hardly ever write."""

HOUR = timedelta(hours=1)
MOST_WORDS_AN_HOUR = 10
"""More than anybody has to say, and few enough that nobody can flood an inbox."""

SAME_AGAIN = timedelta(days=1)
"""Within this the same word about the same promise, with nothing new to add, is one word."""

LONGEST_WORDS = 500


class Word(StrEnum):
    """What a customer can say with one button."""

    OBJECTS = "objects"
    CALL = "call"
    THANKS = "thanks"


OPEN = frozenset({Standing.OPEN, Standing.DUE_SOON, Standing.OVERDUE})


def words_on(standing: Standing) -> tuple[Word, ...]:
    """Return what can be said about a promise that stands so: a date only suits or not while it is ahead."""
    if standing in {Standing.OPEN, Standing.DUE_SOON}:
        return (Word.OBJECTS, Word.CALL, Word.THANKS)
    return (Word.CALL,) if standing is Standing.BROKEN else (Word.CALL, Word.THANKS)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFacts:
    """What decides whether a link holds."""

    expires_at: datetime
    revoked_at: datetime | None = None
    opened_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether the page behind it is shown."""
        return self.revoked_at is None and now < self.expires_at

    def is_stamp_old(self, now: datetime) -> bool:
        """Whether it is to be noted once more that the page was opened."""
        return self.opened_at is None or now - self.opened_at >= STAMP_EVERY


def check_holds(link: LinkFacts, now: datetime) -> None:
    """Raise Gone for a link that was revoked or has expired; both read alike."""
    if not link.holds(now):
        raise Gone(N_("This link is not valid any more. Please ask us for a new one."))


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidFacts:
    """Something that was said before with the same link."""

    promise_id: int
    word: Word
    at: datetime
    words: str = ""


def check_may_say(word: Word, standing: Standing) -> None:
    """Raise NotFound for what cannot be said about a promise that stands so: its page offers no such button."""
    if word not in words_on(standing):
        raise NotFound(N_("This cannot be said about it any more."))


def is_said_already(said: SaidFacts, before: Iterable[SaidFacts]) -> bool:
    """Whether nothing new is said: the same within a day, in the same words, or with none to add."""
    return any(
        (each.promise_id, each.word) == (said.promise_id, said.word)
        and said.at - each.at < SAME_AGAIN
        and said.words in ("", each.words)
        for each in before
    )


def check_not_too_much(before: Collection[SaidFacts], now: datetime) -> None:
    """Raise TooMany when enough was said with this link within the last hour."""
    recent = sorted(each.at for each in before if now - each.at < HOUR)
    if len(recent) >= MOST_WORDS_AN_HOUR:
        wait = recent[-MOST_WORDS_AN_HOUR] + HOUR - now
        raise TooMany(
            N_("You have told us a lot within an hour. We will be in touch."),
            retry_after_s=int(wait.total_seconds()) + 1,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How the promises of a period went, for a text that everybody may read, and that the record must bear out.

    Moved are those kept by a date that was not the first one.
    """

    made: int
    kept: int
    kept_moved: int
    kept_late: int
    not_kept: int
    overdue: int
    open: int


class _Sort(StrEnum):
    KEPT = "kept"
    KEPT_MOVED = "kept_moved"
    KEPT_LATE = "kept_late"
    NOT_KEPT = "not_kept"
    OVERDUE = "overdue"
    OPEN = "open"


def tally(promises: Sequence[PromiseFacts], now: datetime) -> Tally:
    """Count how promises stand; what was kept in part was not kept. No tolerance counts: none was told to anybody."""
    counted = Counter(_sort(each, now) for each in promises)
    return Tally(made=len(promises), **{sort.value: counted[sort] for sort in _Sort})


def _sort(promise: PromiseFacts, now: datetime) -> _Sort:
    if promise.state is State.OPEN:
        return _Sort.OVERDUE if promise.due_at is not None and promise.due_at < now else _Sort.OPEN
    if promise.state is not State.KEPT or promise.kept_at is None or promise.due_at is None:
        return _Sort.NOT_KEPT
    if promise.kept_at > promise.due_at:
        return _Sort.KEPT_LATE
    return _Sort.KEPT_MOVED if promise.renegotiations else _Sort.KEPT
