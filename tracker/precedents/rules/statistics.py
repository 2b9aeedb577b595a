"""The few statistics by which practice is judged. Pure, without a library."""

from collections.abc import Sequence
from math import comb, erfc, log, sqrt
from statistics import NormalDist, median

Z_90 = NormalDist().inv_cdf(0.95)
Z_95 = NormalDist().inv_cdf(0.975)
Z_998 = NormalDist().inv_cdf(0.999)
"""How many standard deviations an interval of 90, 95 and 99.8 % reaches to either side."""
MAD_TO_SIGMA = 1.4826


def wilson(part: float, whole: float, z: float = Z_95) -> tuple[float, float]:
    """Return the Wilson score interval of a share, within 0 and 1.

    Formula: Wilson, Journal of the American Statistical Association 22 (1927), page 209.
    """
    if whole <= 0:
        return 0.0, 1.0
    share = part / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    reach = z / (1 + z * z / whole) * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def fisher(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return how likely two shares (part, whole) differ at least so much by chance: Fisher's exact test, two-sided."""
    part, whole = one[0] + other[0], one[1] + other[1]
    ways = comb(whole, part)

    def chance(of_one: int) -> float:
        return comb(one[1], of_one) * comb(other[1], part - of_one) / ways

    seen = chance(one[0]) * (1 + 1e-9)
    least, most = max(0, part - other[1]), min(part, one[1])
    return min(1.0, sum(each for each in map(chance, range(least, most + 1)) if each <= seen))


def two_sided(z: float) -> float:
    """Return how likely a standard deviation of at least this size is by chance."""
    return erfc(abs(z) / sqrt(2))


def discoveries(chances: Sequence[float], rate: float = 0.1) -> list[bool]:
    """Return which findings stand when at most this rate of them may be chance.

    Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995).
    """
    order = sorted(range(len(chances)), key=chances.__getitem__)
    last = max((rank for rank, place in enumerate(order, 1) if chances[place] <= rate * rank / len(order)), default=0)
    standing = set(order[:last])
    return [place in standing for place in range(len(chances))]


def spread_of_logarithms(values: Sequence[float]) -> float:
    """Return the standard deviation of the logarithms, as their median distance from the median tells it."""
    logarithms = [log(value) for value in values if value > 0]
    if not logarithms:
        return 0.0
    middle = median(logarithms)
    return MAD_TO_SIGMA * median(abs(each - middle) for each in logarithms)


def winsorised(values: Sequence[float], share: float = 0.1) -> list[float]:
    """Return the values with the outermost share at either end pulled in to the last one that is not."""
    ordered = sorted(values)
    cut = int(len(ordered) * share)
    if not cut:
        return list(values)
    low, high = ordered[cut], ordered[-cut - 1]
    return [min(max(value, low), high) for value in values]
