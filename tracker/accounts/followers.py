"""What rooms above must hear before an account or a team changes: in the same transaction they follow, or object.

What an account owns lies in rooms that this one does not know. They append themselves here when they are loaded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.kernel.people import Role, Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMove:
    """What becomes of an account, as far as that decides about what it owns."""

    account_id: int
    is_active: bool
    role: Role
    team_id: int
    team_before: int

    @property
    def may_own(self) -> bool:
        """Whether the account can still own what was promised."""
        return self.is_active and self.role is not Role.ADMIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """A room above. `hold` locks what an account owns, before the account itself: everybody locks in this order.

    `follow` and `close` let things follow an account that moves and a team that is closed to others. They raise
    Invalid, naming the field, where nothing can.
    """

    hold: Callable[[Session, int], None]
    follow: Callable[[Session, AccountMove, Viewer, datetime], None]
    close: Callable[[Session, int, str], None]


FOLLOWERS: list[Follower] = []


def hold(session: Session, account_id: int) -> None:
    """Lock what this account owns."""
    for each in FOLLOWERS:
        each.hold(session, account_id)


def follow(session: Session, move: AccountMove, actor: Viewer, now: datetime) -> None:
    """Let everything follow an account. Raises Invalid."""
    for each in FOLLOWERS:
        each.follow(session, move, actor, now)


def close(session: Session, team_id: int, field: str) -> None:
    """Ask whether a team can be closed to everybody who is no part of it. Raises Invalid for `field`."""
    for each in FOLLOWERS:
        each.close(session, team_id, field)
