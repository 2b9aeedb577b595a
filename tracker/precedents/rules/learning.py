"""What the ends of flags teach: which factor is missing from the comparison, and how often each type was right."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

from tracker.precedents.rules.flags import FlagState, FlagType
from tracker.promises.measures import Share

OFTEN = 3
LOOKED_BACK = timedelta(days=180)
"""A factor that told cases apart so often in so many days is worth comparing by."""
SETTLED_BY_FACTOR = (FlagState.JUSTIFIED, FlagState.NOT_COMPARABLE)
REAL = (FlagState.CORRECTED, FlagState.JUSTIFIED, FlagState.POLICY_CHANGED, FlagState.ACCEPTED_ONCE)
SETTLED = (*REAL, FlagState.NOT_COMPARABLE)
"""How somebody who looked into a flag ended it. What expired, passed or lost its evidence nobody judged."""


def precision(ended: Mapping[tuple[FlagType, FlagState], int]) -> dict[FlagType, Share]:
    """Return how right each type was, given how many flags ended how; types of which none was settled are left out."""
    found = {}
    for kind in FlagType:
        settled = sum(ended.get((kind, state), 0) for state in SETTLED)
        if settled:
            found[kind] = Share(sum(ended.get((kind, state), 0) for state in REAL), settled)
    return found


def telling_factors(named: Iterable[tuple[int, str]]) -> list[tuple[int, str, int]]:
    """Return the situations and factors that were named often, with how often, the most often first."""
    counted = Counter(named)
    return [(*each, times) for each, times in counted.most_common() if times >= OFTEN]
