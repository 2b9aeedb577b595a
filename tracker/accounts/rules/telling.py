"""Of which teams figures are told to somebody by themselves, and of which together: those of few people. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from tracker.kernel.crowds import FEWEST_PEOPLE, of, told_alone
from tracker.kernel.people import Viewer


@dataclass(frozen=True, slots=True)
class Told:
    """The teams that are shown `alone`, those that are only counted `together`; whether everybody's may be shown.

    `few` are those among the latter that are too small themselves: the others stand with them, so that nobody can tell
    them by what is left of the whole. `by_person` are the teams whose people are told apart for this viewer.
    """

    alone: frozenset[int]
    together: frozenset[int]
    few: frozenset[int]
    is_whole_told: bool
    by_person: frozenset[int]

    @classmethod
    def among(cls, people: Mapping[int, int], who: Viewer, *, with_persons: bool = False) -> Self:
        """Judge the teams that exist for somebody; `people` says of how many each is of which anything is counted.

        Where one of them has to stand with the others, it is none that they manage. A manager whose only team would not
        be shown, for nothing but small ones is beside it, sees that team in place of everybody's: from both the small
        ones could be reckoned. `with_persons`, managers see the people of their teams told apart, where these are shown
        by themselves: what the people add up to is the team.
        """
        seen = {team_id: many for team_id, many in people.items() if who.may_see(team_id)}
        managed = who.managed_team_ids & seen.keys()
        alone = frozenset(told_alone(seen, managed))
        is_in_place_of_all = not alone and len(managed) == 1 and of(seen, managed) >= FEWEST_PEOPLE
        alone = managed if is_in_place_of_all else alone
        few = frozenset(team_id for team_id, many in seen.items() if many < FEWEST_PEOPLE)
        is_whole_told = not is_in_place_of_all and (not seen or of(seen, seen) >= FEWEST_PEOPLE)
        by_person = alone & managed if with_persons else frozenset[int]()
        return cls(alone, frozenset(seen) - alone, few, is_whole_told, by_person)

    def tells(self, team_id: int | None) -> bool:
        """Whether figures of a team, or without one everybody's, are told."""
        return self.is_whole_told if team_id is None else team_id in self.alone
