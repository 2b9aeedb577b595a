"""Ladders: which notices go out about a promise, to whom and how."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

NOTHING = timedelta()


class About(StrEnum):
    """What a ladder is for."""

    PROMISE = "promise"
    APPROVAL = "approval"
    """A request that waits for somebody who may make exceptions."""


class Audience(StrEnum):
    """Whom a rung speaks to; who that is, is decided when it fires."""

    OWNER = "owner"
    """The owner, or who stands in for an absent one."""
    OWNER_ALONE = "owner_alone"
    """The owner even when absent: what is private to them."""
    MAKER = "maker"
    """Who made the promise, or who stands in for them."""
    DEPUTY = "deputy"
    """The usual deputy of the owner, also while the owner is there."""
    TEAM = "team"
    """Everybody in the team of the promise who is there, and the places where the team reads together."""
    MANAGER = "manager"
    MANAGERS_MANAGER = "managers_manager"
    """Who manages the team that the manager belongs to."""
    RECEIVER = "receiver"
    """Who is asked to take the promise over."""
    ACKNOWLEDGER = "acknowledger"
    """Who was on it until now."""
    ASKER = "asker"
    """Who asked for an approval."""
    APPROVER = "approver"
    """Who is to answer a request: the manager of its team, or who stands in for them."""
    APPROVERS_MANAGER = "approvers_manager"
    """Who may answer it next: the manager of the approver."""


class Channel(StrEnum):
    """How a notice reaches a person."""

    APP = "app"
    MAIL = "mail"
    WEBHOOK = "webhook"
    SLACK = "slack"
    TEAMS = "teams"
    APPRISE = "apprise"


OFFERED_AUDIENCES = {
    About.PROMISE: (
        Audience.OWNER,
        Audience.MAKER,
        Audience.DEPUTY,
        Audience.TEAM,
        Audience.MANAGER,
        Audience.MANAGERS_MANAGER,
    ),
    About.APPROVAL: (Audience.ASKER, Audience.APPROVER, Audience.APPROVERS_MANAGER),
}
"""Whom the rungs of a ladder may name; the others belong to what goes out beside it."""


class NoticeKind(StrEnum):
    """What a notice says."""

    SNOOZE = "snooze"
    DRAFT = "draft"
    BEFORE_DUE = "before_due"
    DUE = "due"
    OVERDUE = "overdue"
    COMES_BACK = "comes_back"
    """Somebody was on it until now, and it is still open."""
    OFFERED = "offered"
    RETURNED = "returned"
    CUSTOMER_OBJECTS = "customer_objects"
    """The date does not suit the customer."""
    CUSTOMER_CALL = "customer_call"
    """The customer asks for a call."""
    CUSTOMER_THANKS = "customer_thanks"
    """The customer says that it is done."""
    CUSTOMER_DOUBTS = "customer_doubts"
    """The customer was asked, and says that we did not do what we promised, or not all of it."""
    CUSTOMER_WRITES = "customer_writes"
    """The customer answered a mail that they got from us."""
    GROUNDLESS = "groundless"
    """The decision that it follows from does not stand any more."""
    APPROVAL_ASKED = "approval_asked"
    APPROVAL_WAITS = "approval_waits"
    """It is to be answered soon."""
    APPROVAL_LATE = "approval_late"
    """It was to be answered by now."""
    APPROVAL_ANSWERED = "approval_answered"
    APPROVAL_STRANDED = "approval_stranded"
    """There is nobody any more who may answer it."""
    FLAG_STRANDED = "flag_stranded"
    """There is nobody who may settle it."""
    POLICY_ENDS = "policy_ends"
    """What is written holds for a few days more."""
    GRANT_ENDS = "grant_ends"
    """What was granted to a customer holds for a few days more."""


FROM_CUSTOMER = frozenset(
    {
        NoticeKind.CUSTOMER_OBJECTS,
        NoticeKind.CUSTOMER_CALL,
        NoticeKind.CUSTOMER_THANKS,
        NoticeKind.CUSTOMER_DOUBTS,
        NoticeKind.CUSTOMER_WRITES,
    }
)
"""What a customer has to say: it settles nothing, and is told whatever became of the promise meanwhile."""

ABOUT_AFFAIRS = frozenset(kind for kind in NoticeKind if kind.startswith(("approval_", "flag_", "policy_", "grant_")))
"""What is told of requests for approval, of flags, policies and grants, not of promises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RungFacts:
    """One rung: how far from the due (negative: before it), counted in which time, to whom, how.

    It repeats every `repeat`, counted in the same time, at most `repeat_most` times (None: without end).
    """

    id: int
    offset: timedelta
    in_office_time: bool
    audience: frozenset[Audience]
    channels: frozenset[Channel]
    repeat: timedelta | None = None
    repeat_most: int | None = None
    is_urgent: bool = False
    is_mandatory: bool = False

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
    """The rungs for the promises of one team, one kind, both, or all. Requests for approval have no kind."""

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


def listed(text: str) -> Iterable[str]:
    """Return the words of a list with commas."""
    return [word.strip() for word in text.split(",") if word.strip()]
