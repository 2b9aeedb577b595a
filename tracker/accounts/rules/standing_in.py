"""Who answers for somebody on a day."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Presence:
    """One person on one day: who stands in, which team they are of, and who manages it.

    `is_away` includes closed accounts, which alone are not `is_here`.
    """

    account_id: int
    is_away: bool
    deputy_id: int | None
    manager_id: int | None
    team_id: int = 0
    is_agent: bool = False
    is_here: bool = True


def responsible(person: Presence, others: Mapping[int, Presence]) -> int:
    """Return who answers: the person, else the deputy, else the team's manager.

    Somebody always answers: with nobody else there it stays with the person.
    """
    if not person.is_away:
        return person.account_id
    deputy = others.get(person.deputy_id or 0)
    if deputy is not None and not deputy.is_away:
        return deputy.account_id
    return person.manager_id or person.account_id
