"""When a promise can be confirmed by mail, and what such a mail has to tell. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_
from tracker.promises import checks
from tracker.promises.rules import PromiseFacts

LONGEST_SUBJECT = 200
LONGEST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Day:
    """When something is due: the moment, and the day where it is a whole day."""

    at: datetime
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What a confirmation tells: nothing that the customer's page would not show.

    `before` is the date so far where there is a new one, `words` what the customer was told with it. `has_page` where
    the customer holds a link that is valid; its address nobody knows any more, only they do.
    """

    statement: str
    conditions: str
    due: Day
    is_appointment: bool
    language: str
    time_zone: str
    before: Day | None = None
    words: str = ""
    has_page: bool = False
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A confirmation that was sent before: to whom, when, how its delivery stands, and what was answered last."""

    email: str
    subject: str
    at: datetime
    state: str
    said: str
    payload: str

    @property
    def is_given_up(self) -> bool:
        """Whether it reached nobody, and will not."""
        return self.state in {"dead", "cancelled"}


def check_can_be_confirmed(promise: PromiseFacts, now: datetime, *, is_visible: bool) -> None:
    """Raise Invalid where there is nothing to confirm, or nothing that the customer may read."""
    checks.check_open(promise)
    if not is_visible:
        raise Invalid(N_("The customer may not see this promise. That can be changed in its details."))
    if promise.due_at is not None and promise.due_at <= now:
        raise Invalid(N_("Its date is over. Agree a new one before you write to the customer."))


def is_sent_already(before: Sequence[Sent], email: str, payload: str) -> bool:
    """Whether this very mail is on its way: pressed twice, it is sent once.

    Raises Invalid where another one about the same date went there; after a new date there is something to tell again.
    """
    there = [each for each in before if each.email == email and not each.is_given_up]
    if any(each.payload == payload for each in there):
        return True
    if there:
        raise Invalid(N_("This date was confirmed to this address already."), field="email")
    return False
