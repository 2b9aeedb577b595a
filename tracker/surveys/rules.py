"""When customers are asked, for how long they may answer, and how few answers are told of. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from tracker.kernel.crowds import FEWEST_PEOPLE, told_alone
from tracker.kernel.errors import Gone
from tracker.kernel.words import N_

LIFETIME = timedelta(days=30)
"""How long a link in such a mail can be answered with."""

MORNING, AFTERNOON = 9, 16
"""Between these hours, Monday to Friday, such a mail is read as one that somebody sent."""

SATURDAY = 5
LONGEST_WORDS = 2000


class Kept(StrEnum):
    """What a customer says about whether we did what we promised."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFacts:
    """What decides whether a survey can be answered."""

    expires_at: datetime
    answered_at: datetime | None = None


def check_can_be_answered(survey: SurveyFacts, now: datetime) -> None:
    """Raise Gone for a survey that was answered, or whose time is over."""
    if survey.answered_at is not None:
        raise Gone(N_("This was answered already. Thank you."))
    if now >= survey.expires_at:
        raise Gone(N_("The time to answer is over. Please call us or write to us instead."))


def is_good_moment(now: datetime, zone: ZoneInfo) -> bool:
    """Whether such a mail may go out to a zone now."""
    there = now.astimezone(zone)
    return there.weekday() < SATURDAY and MORNING <= there.hour < AFTERNOON


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """How customers answered: how many mails went out and were answered, by how many people, and what was said.

    `tier_id` is None for several tiers together.
    """

    tier_id: int | None = None
    sent: int = 0
    answered: int = 0
    people: int = 0
    yes: int = 0
    partly: int = 0
    no: int = 0

    def __add__(self, other: "Group") -> "Group":
        """Return both together."""
        return Group(
            sent=self.sent + other.sent,
            answered=self.answered + other.answered,
            people=self.people + other.people,
            yes=self.yes + other.yes,
            partly=self.partly + other.partly,
            no=self.no + other.no,
        )

    @property
    def is_told(self) -> bool:
        """Whether enough people answered for their answers to be told of."""
        return self.people >= FEWEST_PEOPLE


def together(groups: Iterable[Group]) -> Group:
    """Return all of them as one."""
    return sum(groups, Group())


def told_apart(groups: Sequence[Group]) -> list[Group]:
    """Return the tiers that can be told of, those with more people first, the others together at the end.

    Nothing where less than two groups remain: the whole says as much. Tiers in which nobody answered are of no people.
    """
    ordered = dict(enumerate(sorted(groups, key=lambda each: each.tier_id or 0)))
    chosen = told_alone({number: each.people for number, each in ordered.items() if each.people})
    rest = together(each for number, each in ordered.items() if number not in chosen)
    alone = [ordered[number] for number in chosen]
    others = [replace(rest, tier_id=None)] if rest.is_told else []
    return [*alone, *others] if len(alone) + len(others) > 1 else []
