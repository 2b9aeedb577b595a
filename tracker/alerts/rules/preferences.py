"""How somebody wants to be told; what counts for those who never said."""

from dataclasses import dataclass

from tracker.alerts.rules.ladders import Channel, NoticeKind

MONDAY = 0
EIGHT = 8 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Minutes are those of the local day of this person; None is never.

    `weekly_on` counts for whoever manages a team; 0 is Monday.
    """

    quiet_from: int | None = None
    quiet_until: int | None = None
    lets_urgent_through: bool = False
    daily_at: int | None = None
    weekly_on: int | None = MONDAY
    weekly_at: int | None = EIGHT
    with_sound: bool = False
    with_count: bool = True
    unwanted: frozenset[tuple[NoticeKind, Channel]] = frozenset()


USUAL = Preferences()
