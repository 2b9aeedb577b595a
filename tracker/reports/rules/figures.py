"""Steps in which is counted, comparisons and control limits."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import accumulate
from math import exp, floor, lgamma, log, log1p, sqrt

from tracker.promises.measures import FEW, LATE_BANDS, LEAD_STEPS, Share, between, ranks

FEWEST_LATE = 5
"""Of fewer promises that were kept late no median and no percentile is said."""

LONGEST_TO_LOG = 999
"""Who takes longer than so many seconds to log a promise did something else in between."""

OUTLYING = 0.00135
"""The chance that somebody lies below a limit by chance alone: that of three standard deviations, on each side."""
FAR_OUT = 10
"""So many standard deviations below the mean nothing is left to add up."""

NOTED_STEPS = ((600, 1), (57_600, 15))
"""Lateness below so many minutes is noted in steps of so many; beyond, in days."""

LATE_STEPS = (
    *((80, 1), (160, 2), (320, 4), (600, 8)),
    *((1_200, 15), (2_400, 30), (4_800, 60), (9_600, 120), (28_800, 240), (57_600, 720)),
)
"""The same, as it is counted: some five hundred steps, however many promises there are. Noted ones are not cut."""

MINUTES_A_DAY = 1_440


def late_step(late: timedelta) -> int:
    """Return by how many minutes a promise counts as late.

    Never off by more than a fortieth, so that median and 90th percentile follow from counts.
    """
    minutes = int(late.total_seconds() // 60)
    step = _step_at(minutes)
    return minutes // step * step


def _step_at(minutes: int) -> int:
    return next((step for below, step in LATE_STEPS if minutes < below), MINUTES_A_DAY)


def at_most(counts: Mapping[int, int], share: float) -> int | None:
    """Return within how many minutes at least a share of what was kept late was late; None of fewer than FEWEST_LATE.

    `counts` says how often each step occurs. A step is counted to its end, and nothing lies between two ranks
    (definition 1 of Hyndman and Fan 1996): so the sentence is true of the promises themselves.
    """
    whole = sum(counts.values())
    if whole < FEWEST_LATE:
        return None
    steps = sorted(minutes for minutes, many in counts.items() if many > 0)
    so_far = accumulate(counts[minutes] for minutes in steps)
    reached = next(minutes for minutes, many in zip(steps, so_far, strict=True) if many >= share * whole - 1e-9)
    return reached + _step_at(reached)


def in_bands(counts: Mapping[int, int]) -> list[int]:
    """Return how many were late by each band of `measures.LATE_BANDS`, and by more; steps never lie across two."""
    bands = [0] * (len(LATE_BANDS) + 1)
    for minutes, many in counts.items():
        bands[sum(timedelta(minutes=minutes) >= end for end in LATE_BANDS)] += many
    return bands


def lead_step(lead: timedelta) -> int:
    """Return in which step of LEAD_STEPS a lead time lies."""
    return sum(lead >= step for step in LEAD_STEPS)


def percentile_of_counts(counts: Mapping[int, int], share: float) -> float | None:
    """Return the percentile (as `measures.percentile`) of values that are given by how often each occurs."""
    values = sorted(value for value, many in counts.items() if many > 0)
    if not values:
        return None
    ends = list(accumulate(counts[value] for value in values))

    def at(rank: int) -> int:
        return next(value for value, end in zip(values, ends, strict=True) if rank < end)

    lower, upper, weight = ranks(ends[-1], share)
    return between(at(lower), at(upper), weight)


def change(now: Share, before: Share) -> int | None:
    """Return by how many percentage points a rate has changed; None where either is said in numbers, not as a rate."""
    if now.rate is None or before.rate is None or min(now.whole, before.whole) < FEW:
        return None
    return round(100 * now.rate) - round(100 * before.rate)


def control_limits(rate: float, whole: int) -> tuple[float, float]:
    """Return between which rates a group of `whole` promises lies by chance alone, if it keeps them at `rate`.

    Formula: exact quantiles of the binomial, interpolated between whole numbers (Spiegelhalter, Funnel plots for
    comparing institutional performance, Statistics in Medicine 24, 2005, appendix A.1.1). A group outside is one that
    chance makes at most once among 740. The normal approximation would name every fiftieth small group of a good team.
    """
    return _lower_limit(rate, whole), 1 - _lower_limit(1 - rate, whole)


def _lower_limit(rate: float, whole: int) -> float:
    """Return below which rate chance leaves no more than OUTLYING; adds up the tail alone, some roots of `whole`."""
    if not 0 < rate < 1:
        return rate
    mean, deviation = whole * rate, sqrt(whole * rate * (1 - rate))
    kept = max(0, floor(mean - FAR_OUT * deviation))
    likely, below = _chance_of(kept, whole, rate), 0.0
    while below + likely <= OUTLYING:
        below += likely
        likely *= (whole - kept) / (kept + 1) * rate / (1 - rate)
        kept += 1
    return max(0.0, (kept - (below + likely - OUTLYING) / likely) / whole)


def _chance_of(kept: int, whole: int, rate: float) -> float:
    """Return how likely exactly so many of `whole` are kept."""
    ways = lgamma(whole + 1) - lgamma(kept + 1) - lgamma(whole - kept + 1)
    return exp(ways + kept * log(rate) + (whole - kept) * log1p(-rate))


def funnel_steps(least: int, most: int) -> Iterator[int]:
    """Return for how many promises the limits of a funnel are drawn, closer together where these bend more."""
    yield from sorted({round(least + (most - least) * (n / 20) ** 2) for n in range(21)})
