"""A funnel: teams by how much they decide and how often they grant, and between which rates chance alone lies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from tracker.precedents.rules.statistics import Z_95, Z_998

HEIGHT = 220
WIDEST = 92.0
FEWEST_DECISIONS = 10
FEWEST_TEAMS = 3
STEPS = 24

Line = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class TeamRate:
    """How often a team granted of what it was asked, at discretion."""

    name: str
    granted: int
    asked: int

    @property
    def rate(self) -> float:
        """The share of grants."""
        return self.granted / self.asked


@dataclass(frozen=True, slots=True)
class Dot:
    """A team in the funnel; `outside` is which limit it lies beyond, 95 or 99.8 percent, empty within both."""

    x: float
    y: float
    name: str
    outside: str
    is_left: bool


@dataclass(frozen=True, slots=True)
class Funnel:
    """The dots, where the rate of all lies, the pieces of the limits by their name, and where these end."""

    dots: tuple[Dot, ...]
    middle: float
    limits: dict[str, tuple[Line, ...]]
    ends: dict[str, float]
    most: int


LIMITS = {"95": Z_95, "99.8": Z_998}


def limits(rate: float, many: int, z: float) -> tuple[float, float]:
    """Return between which rates a team of so many decisions lies by chance, if it grants like all.

    Formula: normal approximation of the binomial, as in Spiegelhalter, Statistics in Medicine 24 (2005), page 1185.
    """
    reach = z * sqrt(rate * (1 - rate) / many)
    return max(0.0, rate - reach), min(1.0, rate + reach)


def beyond(team: TeamRate, rate: float) -> str:
    """Return which limit a team lies beyond, the widest one; empty where chance explains its rate."""
    for name in ("99.8", "95"):
        low, high = limits(rate, team.asked, LIMITS[name])
        if not low <= team.rate <= high:
            return name
    return ""


def outside(team: TeamRate, teams: Sequence[TeamRate]) -> str | None:
    """Return which limit a team lies beyond among these, as the funnel draws it; None of a team that is not in it."""
    large = _large(teams)
    return beyond(team, overall(large)) if team in large and len(large) >= FEWEST_TEAMS else None


def _large(teams: Sequence[TeamRate]) -> list[TeamRate]:
    return [each for each in teams if each.asked >= FEWEST_DECISIONS]


def funnel(teams: Sequence[TeamRate]) -> Funnel | None:
    """Return the funnel of the teams that decided enough; None where there are too few to compare."""
    large = _large(teams)
    if len(large) < FEWEST_TEAMS:
        return None
    rate, most = overall(large), max(each.asked for each in large)
    return Funnel(
        dots=tuple(_dot(each, rate, most) for each in large),
        middle=_y(rate),
        limits={name: tuple(_pieces(rate, most, z)) for name, z in LIMITS.items()},
        ends={name: _y(limits(rate, most, z)[1]) for name, z in LIMITS.items()},
        most=most,
    )


def overall(teams: Sequence[TeamRate]) -> float:
    """Return the rate of all teams together."""
    return sum(each.granted for each in teams) / sum(each.asked for each in teams)


def _dot(team: TeamRate, rate: float, most: int) -> Dot:
    x = _x(team.asked, most)
    return Dot(x, _y(team.rate), team.name, beyond(team, rate), is_left=x > WIDEST / 2)


def _pieces(rate: float, most: int, z: float) -> Iterator[Line]:
    sizes = sorted({max(FEWEST_DECISIONS, round(most * step / STEPS)) for step in range(1, STEPS + 1)})
    points = [(_x(many, most), limits(rate, many, z)) for many in sizes]
    for side in (0, 1):
        for (left, here), (right, there) in pairwise(points):
            yield left, _y(here[side]), right, _y(there[side])


def _x(many: int, most: int) -> float:
    return round(WIDEST * many / most, 2)


def _y(rate: float) -> float:
    return round(HEIGHT * (1 - rate), 1)
