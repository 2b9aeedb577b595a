"""Who stands how high: those who answer customers, the manager of their team, and the manager above that one."""

from enum import StrEnum


class Rank(StrEnum):
    """How high somebody stands over a team, the lowest first. The names are those of roles, as far as there are any."""

    AGENT = "agent"
    MANAGER = "manager"
    ABOVE = "above"
    """The manager of the team to which the manager belongs, or of one further up."""


_HEIGHT = {rank.value: height for height, rank in enumerate(Rank)}


def reaches(role: str | None, needed: str) -> bool:
    """Whether somebody of a role stands at least as high as another one. A role from elsewhere reaches itself alone."""
    if role in _HEIGHT and needed in _HEIGHT:
        return _HEIGHT[role] >= _HEIGHT[needed]
    return role == needed
