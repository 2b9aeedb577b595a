"""What an expectation is, what may be done with it, and whether it was corrected before it was disappointed. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.promises.measures import Share
from tracker.promises.rules import State

OFTEN = 3
"""A topic that came up so often within LOOKED_BACK is shown to those who log a promise."""

LOOKED_BACK = timedelta(days=182)
"""How far back a topic counts as one that comes up."""

MOST_SHOWN = 2
"""More than so many sentences are not read while somebody is on the phone."""


class Source(StrEnum):
    """Where an expectation comes from."""

    EXPERIENCE = "experience"
    WORD_OF_MOUTH = "word_of_mouth"
    OTHER_COMPANIES = "other_companies"
    COMMUNICATION = "communication"


class Answer(StrEnum):
    """What we did about it."""

    OPEN = "open"
    MET = "met"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMade:
    """The promise that an expectation became, as far as it can disappoint."""

    state: State
    late_at: datetime
    kept_at: datetime | None = None

    def is_broken(self, now: datetime) -> bool:
        """Whether it was not done in time: it was declared broken, was kept too late, or is overdue."""
        if self.state in {State.BROKEN, State.PARTLY_KEPT}:
            return True
        if self.state is State.KEPT:
            return self.kept_at is not None and self.kept_at > self.late_at
        return self.state is State.OPEN and self.late_at < now


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectationFacts:
    """What is known of an expectation: how it was answered, and since when the customer complains."""

    answer: Answer
    answered_at: datetime | None = None
    complained_at: datetime | None = None
    promise: PromiseMade | None = None


def was_corrected_in_time(facts: ExpectationFacts) -> bool:
    """Whether we said how it really is before the customer complained."""
    if facts.answer is not Answer.CORRECTED or facts.answered_at is None:
        return False
    return facts.complained_at is None or facts.answered_at < facts.complained_at


def was_disappointed(facts: ExpectationFacts, now: datetime) -> bool:
    """Whether the customer complained about it, or the promise that it became was broken."""
    return facts.complained_at is not None or (facts.promise is not None and facts.promise.is_broken(now))


def corrected_before_disappointed(register: Iterable[ExpectationFacts], now: datetime) -> Share:
    """Return how many were corrected before the first complaint, of all that were corrected or disappointed.

    What is open or became a promise counts only once the customer complains or the promise is broken.
    """
    counted = [each for each in register if each.answer is Answer.CORRECTED or was_disappointed(each, now)]
    return Share(sum(map(was_corrected_in_time, counted)), len(counted))


def check_may_note(actor: Viewer) -> None:
    """Raise Forbidden for those who talk to no customers."""
    if actor.role is Role.ADMIN:
        raise Forbidden(N_("Administrators configure topics; agents write down what customers expect."))


def check_is_open(answer: Answer) -> None:
    """Raise Invalid when an expectation was answered already."""
    if answer is not Answer.OPEN:
        raise Invalid(N_("This was answered already. Take the answer back first."))


def check_said(said: str) -> None:
    """Raise Invalid for field `said` where nothing was said: a correction is what the customer heard."""
    if not said:
        raise Invalid(N_("What did you say?"), field="said")
