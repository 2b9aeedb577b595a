"""What a delivery says, whatever the channel: every text is written already, in the reader's language. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.alerts.rules.ladders import NoticeKind
from tracker.kernel.attachments import Attachment


class Action(StrEnum):
    """What one click on a link is for."""

    ACKNOWLEDGE = "acknowledge"
    OPEN = "open"
    SNOOZE = "snooze"


ANSWERS = frozenset({Action.ACKNOWLEDGE, Action.SNOOZE})
"""What a link in a mail can do without opening the application."""

PRESSING = frozenset({NoticeKind.BEFORE_DUE, NoticeKind.DUE, NoticeKind.OVERDUE, NoticeKind.COMES_BACK})
"""What somebody can be on."""

OWNERS = PRESSING | {NoticeKind.SNOOZE, NoticeKind.DRAFT}
"""What the owner can be reminded of later."""


def actions_on(kind: NoticeKind, *, is_for_owner: bool) -> list[Action]:
    """Return what a notice offers, the most likely first. Only the owner has a reminder to move."""
    on_it = [Action.ACKNOWLEDGE] if kind in PRESSING else []
    snoozes = [Action.SNOOZE] if kind in OWNERS and is_for_owner else []
    return [Action.OPEN, *on_it, *snoozes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where a click leads, and what stands on it."""

    action: Action
    label: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One of several things that a message is about; what has settled itself is struck out."""

    text: str
    note: str
    address: str
    is_settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Everything that any channel says. `key` is the same for every repeat.

    `facts` are labels and values, `lines` the things that it is about where there are several; `data` says the same to
    machines; `calendar` says it to calendar programs, by the iTIP method beside it. `attachment` travels
    with a mail alone. `repeated` is what a copy says that may be the second one, empty otherwise. A mail is rendered by
    `template`; answers to it go to `reply_to`, where there is one.
    """

    key: str
    language: str
    subject: str
    opening: str
    statement: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    organisation: str = ""
    is_late: bool = False
    repeated: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    template: str = "mail/promise"
    calendar: str = ""
    calendar_method: str = ""
    attachment: Attachment | None = None
    reply_to: str = ""
