"""Of how many people a group must be for its numbers to be shown: of fewer, everybody would know whose they are."""

from collections.abc import Collection, Mapping
from typing import TypeVar

FEWEST_PEOPLE = 5
"""Numbers of groups of fewer people are never shown."""

K = TypeVar("K")


def told_alone(people: Mapping[K, int], preferred: Collection[K] = ()) -> list[K]:
    """Return the groups that may be shown by themselves, given how many people each is of; the largest first.

    What is left when all of them are subtracted from the whole must not be few people either: where it would be, the
    smallest that could stand alone stands with the others, one that is `preferred` only where all are. Groups of which
    nothing is counted must not be given.
    """
    large = (key for key, many in people.items() if many >= FEWEST_PEOPLE)
    alone = sorted(large, key=lambda key: (key not in preferred, -people[key]))
    if alone and len(alone) < len(people) and of(people, set(people) - set(alone)) < FEWEST_PEOPLE:
        alone.pop()
    return alone


def of(people: Mapping[K, int], groups: Collection[K]) -> int:
    """Return of how many people some of the groups are together."""
    return sum(people[key] for key in groups)
