"""Which of our mails a customer answers. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.kernel.errors import Invalid
from tracker.kernel.message_ids import is_message_id_of
from tracker.kernel.words import N_

ANSWERED_WITHIN = timedelta(days=30)
"""A mail that names none of ours is taken for an answer to the last one, if that went out so lately."""

HOUR = timedelta(hours=1)
MOST_AN_HOUR = 10
"""More than anybody has to say: what goes on answers itself, and must not flood an inbox."""

LONGEST_WORDS = 4000


@dataclass(frozen=True, slots=True)
class Written:
    """A mail that a customer got: the key by which it was sent, the promise it was about, when, and to whom."""

    key: str
    promise_id: int
    at: datetime
    name: str


def answered(written: Sequence[Written], numbers: Collection[str], now: datetime) -> Written | None:
    """Return which mail is answered, of those that were written, the last one first: one whose Message-ID is named.

    Without one it is the last of all, as long as that is not too long ago; None where it is.
    """
    named = (each for each in written if any(is_message_id_of(each.key, number) for number in numbers))
    lately = (each for each in written if now - each.at <= ANSWERED_WITHIN)
    return next(named, None) or next(lately, None)


def check_not_too_much(heard: int) -> None:
    """Raise Invalid where so many answers came within the last hour that nobody can have written them."""
    if heard >= MOST_AN_HOUR:
        raise Invalid(N_("At most %(most)d answers an hour are taken from one customer."), most=MOST_AN_HOUR)
