"""Which teams a report shows to somebody by themselves, and which together, for they are of few people. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self

from tracker.kernel.crowds import FEWEST_PEOPLE, of, told_alone


@dataclass(frozen=True, slots=True)
class Told:
    """The teams that are shown `alone`, those that are only counted `together`; whether there are enough people at all.

    `few` are those among the latter that are too small themselves: the others stand with them, so that nobody can tell
    them by what is left of the whole. `by_person` are the teams whose people are told apart for this viewer.
    """

    alone: frozenset[int]
    together: frozenset[int]
    few: frozenset[int]
    is_whole_told: bool
    by_person: frozenset[int]

    @classmethod
    def among(cls, people: Mapping[int, int], hidden: Collection[int], by_person: Collection[int] = ()) -> Self:
        """Judge the teams that exist for somebody; `people` says of how many each is of which anything is counted.

        Of `by_person`, teams in which persons may be told apart, these are left that are shown by themselves: what
        its people add up to is the team.
        """
        seen = {team_id: many for team_id, many in people.items() if team_id not in hidden}
        alone = frozenset(told_alone(seen))
        few = frozenset(team_id for team_id, many in seen.items() if many < FEWEST_PEOPLE)
        is_whole_told = not seen or of(seen, seen) >= FEWEST_PEOPLE
        return cls(alone, frozenset(seen) - alone, few, is_whole_told, alone & frozenset(by_person))
