"""Which of the alerts that are due go out, and to whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.alerts.rules.ladders import FROM_CUSTOMER, Audience, Channel, NoticeKind, RungFacts
from tracker.alerts.rules.planning import ACKNOWLEDGED, DRAFT, OFFERED, RETURNED, SNOOZE
from tracker.promises.rules import State

LIVING = frozenset({State.DRAFT, State.OPEN})
BOTH = frozenset({Channel.APP, Channel.MAIL})
NEWS_KEYS = {kind: kind.removeprefix("customer_") for kind in (*FROM_CUSTOMER, NoticeKind.GROUNDLESS)}
"""What nobody planned: the owner is told as soon as it happens."""
OF_OUR_OWN = {
    SNOOZE: (NoticeKind.SNOOZE, frozenset({Audience.OWNER})),
    DRAFT: (NoticeKind.DRAFT, frozenset({Audience.OWNER_ALONE})),
    OFFERED: (NoticeKind.OFFERED, frozenset({Audience.RECEIVER})),
    RETURNED: (NoticeKind.RETURNED, frozenset({Audience.OWNER})),
    ACKNOWLEDGED: (NoticeKind.COMES_BACK, frozenset({Audience.OWNER, Audience.ACKNOWLEDGER})),
    **{key: (kind, frozenset({Audience.OWNER})) for kind, key in NEWS_KEYS.items()},
}
"""What goes out beside the ladder."""
URGENCY = (
    NoticeKind.SNOOZE,
    NoticeKind.DRAFT,
    NoticeKind.BEFORE_DUE,
    NoticeKind.COMES_BACK,
    NoticeKind.DUE,
    NoticeKind.OVERDUE,
)
"""Reminders from the gentlest to the most pressing; what is not here is told on its own."""


class Reason(StrEnum):
    """Why an alert did not go out."""

    SETTLED = "settled"
    RESCHEDULED = "rescheduled"
    LADDER_CHANGED = "ladder_changed"
    A_HIGHER_ONE = "a_higher_one"
    """Another one about the same promise came due with it."""
    NOBODY = "nobody"
    """There is nobody whom it would reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueAlert:
    """An alert whose moment has come. `rung` is None for what is no rung of a ladder, or no more."""

    id: int
    schedule_version: int
    rung_key: str
    occurrence: int
    fire_at: datetime
    rung: RungFacts | None

    @property
    def kind(self) -> NoticeKind | None:
        """What its notice says; None when its rung is gone."""
        if self.rung is not None:
            return self.rung.kind
        own = OF_OUR_OWN.get(self.rung_key.partition("-")[0])
        return own[0] if own else None

    @property
    def audience(self) -> frozenset[Audience]:
        """To whom it speaks."""
        return self.rung.audience if self.rung is not None else OF_OUR_OWN[self.rung_key.partition("-")[0]][1]

    @property
    def channels(self) -> frozenset[Channel]:
        """How it goes out."""
        return self.rung.channels if self.rung is not None else BOTH


@dataclass(frozen=True, slots=True)
class Ways:
    """How an audience is reached; mandatory channels cannot be switched off by a person."""

    channels: frozenset[Channel]
    mandatory: frozenset[Channel] = frozenset()

    def __or__(self, other: "Ways") -> "Ways":
        """Return the ways of both."""
        return Ways(self.channels | other.channels, self.mandatory | other.mandatory)


NO_WAYS = Ways(frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What goes out: the alert that stands for all that came due with it, to whom, and on which channels."""

    alert: DueAlert
    kind: NoticeKind
    reaches: dict[Audience, Ways]
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Firing:
    """What becomes of the alerts of one promise that came due together."""

    messages: list[Message]
    dropped: dict[int, Reason]


def fire(due: Sequence[DueAlert], state: State, schedule_version: int, *, is_snoozed: bool) -> Firing:
    """Decide about the due alerts of one promise in its present state.

    Several reminders that are due at once, after a downtime, become one: the most pressing, which
    reaches everybody whom one of them would have reached. A snooze spares the owner what comes before the due.
    """
    dropped = {alert.id: reason for alert in due if (reason := _obstacle(alert, state, schedule_version))}
    left = [alert for alert in due if alert.id not in dropped]
    reminders = sorted((each for each in left if each.kind in URGENCY), key=_urgency, reverse=True)
    messages = [_message([each], is_snoozed=False) for each in left if each.kind not in URGENCY]
    if reminders:
        messages.append(_message(reminders, is_snoozed=is_snoozed))
        dropped |= dict.fromkeys((each.id for each in reminders[1:]), Reason.A_HIGHER_ONE)
    return Firing(messages, dropped)


def repeating(due: Iterable[DueAlert], firing: Firing) -> list[DueAlert]:
    """Return the alerts that go out, themselves or in a higher one, and whose rung repeats."""
    told = [each for each in due if firing.dropped.get(each.id, Reason.A_HIGHER_ONE) is Reason.A_HIGHER_ONE]
    return [each for each in told if each.rung is not None and each.rung.repeat is not None]


def dedupe_key(promise_id: int, alert: DueAlert, channel: Channel, recipient: int | str) -> str:
    """Return what makes a repeat of one message to one person on one channel recognisable everywhere.

    `recipient` is an account, or the endpoint of a team. A hand-over is told of once for all
    versions of the schedule.
    """
    version = "" if alert.rung_key.startswith((OFFERED, RETURNED)) else f":v{alert.schedule_version}"
    return f"p{promise_id}{version}:r{alert.rung_key}:o{alert.occurrence}:{channel}:{recipient}"


def _obstacle(alert: DueAlert, state: State, schedule_version: int) -> Reason | None:
    if state not in LIVING:
        return Reason.SETTLED
    if alert.schedule_version != schedule_version:
        return Reason.RESCHEDULED
    return Reason.LADDER_CHANGED if alert.kind is None else None


def _urgency(alert: DueAlert) -> tuple[int, datetime, int]:
    place = URGENCY.index(alert.kind) if alert.kind in URGENCY else 0
    return place, alert.fire_at, alert.id


def _message(alerts: Sequence[DueAlert], *, is_snoozed: bool) -> Message:
    highest = alerts[0]
    reaches: dict[Audience, Ways] = {}
    for audience, ways in _reached(alerts, is_snoozed=is_snoozed):
        reaches[audience] = reaches.get(audience, NO_WAYS) | ways
    is_urgent = any(alert.rung is not None and alert.rung.is_urgent for alert in alerts)
    return Message(alert=highest, kind=highest.kind or NoticeKind.DUE, reaches=reaches, is_urgent=is_urgent)


def _reached(alerts: Iterable[DueAlert], *, is_snoozed: bool) -> Iterable[tuple[Audience, Ways]]:
    for alert in alerts:
        is_mandatory = alert.rung is not None and alert.rung.is_mandatory
        ways = Ways(alert.channels, alert.channels if is_mandatory else frozenset())
        spares_owner = is_snoozed and alert.kind is NoticeKind.BEFORE_DUE
        for audience in alert.audience:
            if not (spares_owner and audience is Audience.OWNER):
                yield audience, ways
