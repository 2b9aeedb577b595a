"""Ladders: which notices go out about a promise, to whom and how."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

NOTHING = timedelta()


class Audience(StrEnum):
    """Whom a rung speaks to; who that is, is decided when it fires."""

    OWNER = "owner"
    """The owner, or who stands in for an absent one."""
    OWNER_ALONE = "owner_alone"
    """The owner even when absent: what is private to them."""
    MANAGER = "manager"
    RECEIVER = "receiver"
    """Who is asked to take the promise over."""


class Channel(StrEnum):
    """How a notice reaches a person."""

    APP = "app"
    MAIL = "mail"


class NoticeKind(StrEnum):
    """What a notice says."""

    SNOOZE = "snooze"
    DRAFT = "draft"
    BEFORE_DUE = "before_due"
    DUE = "due"
    OVERDUE = "overdue"
    OFFERED = "offered"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class RungFacts:
    """One rung: how far from the due (negative: before it), counted in which time, to whom, how."""

    id: int
    offset: timedelta
    in_office_time: bool
    audience: frozenset[Audience]
    channels: frozenset[Channel]

    @property
    def key(self) -> str:
        """What tells this rung from the others of a promise."""
        return str(self.id)

    @property
    def kind(self) -> NoticeKind:
        """What its notice says."""
        if self.offset == NOTHING:
            return NoticeKind.DUE
        return NoticeKind.BEFORE_DUE if self.offset < NOTHING else NoticeKind.OVERDUE


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderFacts:
    """The rungs for the promises of one team, one kind, both, or all."""

    team_id: int | None
    kind_id: int | None
    rungs: tuple[RungFacts, ...]

    def fits(self, team_id: int, kind_id: int) -> bool:
        """Whether promises of this team and kind climb this ladder, unless a more specific one fits."""
        return self.team_id in {None, team_id} and self.kind_id in {None, kind_id}


def most_specific(ladders: Sequence[LadderFacts], team_id: int, kind_id: int) -> tuple[RungFacts, ...]:
    """Return the rungs for a team and kind: those of both count before the team's, the kind's, everybody's."""
    fitting = [ladder for ladder in ladders if ladder.fits(team_id, kind_id)]
    if not fitting:
        return ()
    return max(fitting, key=lambda each: (each.team_id is not None, each.kind_id is not None)).rungs


def rung_facts(rung: tuple[int, int, bool, str, str]) -> RungFacts:
    """Return the facts of a stored rung: id, offset in seconds, in office time, audience and channels as lists."""
    rung_id, offset_s, in_office_time, audience, channels = rung
    return RungFacts(
        id=rung_id,
        offset=timedelta(seconds=offset_s),
        in_office_time=in_office_time,
        audience=frozenset(map(Audience, listed(audience))),
        channels=frozenset(map(Channel, listed(channels))),
    )


def listed(text: str) -> Iterable[str]:
    """Return the words of a list with commas."""
    return [word.strip() for word in text.split(",") if word.strip()]
