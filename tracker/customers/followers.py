"""What rooms above must hear before a customer becomes one team's own business: they object where it would hide things.

They append themselves here when they are loaded.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

MoveCheck = Callable[[Session, int, int], None]
"""Asked with the numbers of a customer and of a team. Raises Invalid for field `team_id`."""

MOVE_CHECKS: list[MoveCheck] = []


def check_move(session: Session, customer_id: int, team_id: int) -> None:
    """Ask whether a customer can become the business of a closed team. Raises Invalid for field `team_id`."""
    for ask in MOVE_CHECKS:
        ask(session, customer_id, team_id)
