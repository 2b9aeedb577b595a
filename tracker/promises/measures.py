"""How well promises are kept: one definition for every page, report, API and export. Pure.

All of it is judged at a moment. What was settled later was still open then; the agreed dates are
those known today. Lateness is clock time between the agreed due and being kept, of promises kept late.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import floor, sqrt
from statistics import NormalDist

from tracker.promises.rules import State

FEW = 10
"""Below so many a share is said as "7 of 8", never as a percentage."""

Z_95 = NormalDist().inv_cdf(0.975)
"""How many standard deviations a 95 % interval reaches to either side: 1.96."""


LEAD_STEPS = tuple(timedelta(hours=hours) for hours in (4, 24, 72, 168, 336))
"""Lead times are told apart in steps: under four hours, a day, three days, a week, two weeks, and longer."""


LATE_BANDS = tuple(timedelta(hours=hours) for hours in (1, 4, 24, 72, 168))
"""Lateness is shown in bands: under an hour, four hours, a day, three days, a week, and longer."""


class Verdict(StrEnum):
    """What a promise counts as at a moment."""

    KEPT_ON_TIME = "kept_on_time"
    KEPT_LATE = "kept_late"
    PARTLY_KEPT = "partly_kept"
    BROKEN = "broken"
    OPEN_OVERDUE = "open_overdue"
    OPEN_AHEAD = "open_ahead"
    WITHDRAWN = "withdrawn"


JUDGED = frozenset({Verdict.KEPT_ON_TIME, Verdict.KEPT_LATE, Verdict.PARTLY_KEPT, Verdict.BROKEN, Verdict.OPEN_OVERDUE})
"""The verdicts that make up the denominator of every rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How one promise went, as far as measures ask. All moments are aware; only a draft may lack its dues."""

    state: State
    due_at: datetime | None
    first_due_at: datetime | None
    tolerance: timedelta = timedelta(0)
    kept_at: datetime | None = None
    settled_at: datetime | None = None
    first_informed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole that may be empty."""

    part: int
    whole: int

    @property
    def rate(self) -> float | None:
        """The part as a fraction of 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The Wilson score interval at 95 %, within 0 and 1; None of nothing.

        Formula: Wilson, Journal of the American Statistical Association 22 (1927), page 209.
        """
        if not self.whole:
            return None
        n, p, z = self.whole, self.part / self.whole, Z_95
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        reach = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        low = 0.0 if self.part == 0 else max(0.0, middle - reach)
        return low, 1.0 if self.part == n else min(1.0, middle + reach)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The counts of the promises due in a period, and what follows from them."""

    kept_on_time: int = 0
    kept_late: int = 0
    partly_kept: int = 0
    broken: int = 0
    open_overdue: int = 0
    open_ahead: int = 0
    withdrawn: int = 0
    as_first_promised: int = 0
    informed_in_time: int = 0
    lateness_median: float | None = None
    lateness_p90: float | None = None

    @property
    def judged(self) -> int:
        """How many can be judged: the denominator of the rates."""
        return self.kept_on_time + self.kept_late + self.partly_kept + self.broken + self.open_overdue

    @property
    def due(self) -> int:
        """How many fall due in the period, those still ahead included, withdrawn ones left out."""
        return self.judged + self.open_ahead

    @property
    def kept_rate(self) -> Share:
        """Kept on time, of all that can be judged."""
        return Share(self.kept_on_time, self.judged)

    @property
    def kept_as_first_promised(self) -> Share:
        """Kept at or before the first due, without tolerance, of all that can be judged."""
        return Share(self.as_first_promised, self.judged)

    @property
    def informed_before_due(self) -> Share:
        """The customer was told before the first due, of those not kept as first promised."""
        return Share(self.informed_in_time, self.judged - self.as_first_promised)


def verdict(course: Course, moment: datetime) -> Verdict | None:
    """Return what a promise counts as at the moment; None for a draft, which is not measured."""
    if course.state is State.DRAFT or course.due_at is None:
        return None
    last_moment = course.due_at + course.tolerance
    if course.state is State.OPEN or (course.settled_at is not None and course.settled_at > moment):
        return Verdict.OPEN_OVERDUE if moment > last_moment else Verdict.OPEN_AHEAD
    if course.state is not State.KEPT:
        return Verdict(course.state.value)
    is_on_time = course.kept_at is not None and course.kept_at <= last_moment
    return Verdict.KEPT_ON_TIME if is_on_time else Verdict.KEPT_LATE


def was_kept_as_first_promised(course: Course, moment: datetime) -> bool:
    """Whether a promise, as known at the moment, was kept at or before its first due, without tolerance."""
    if verdict(course, moment) not in {Verdict.KEPT_ON_TIME, Verdict.KEPT_LATE}:
        return False
    return course.kept_at is not None and course.first_due_at is not None and course.kept_at <= course.first_due_at


def was_informed_before_due(course: Course, moment: datetime) -> bool:
    """Whether the customer was told how things stand before the first due, as known at the moment."""
    told, first_due = course.first_informed_at, course.first_due_at
    return told is not None and first_due is not None and told < first_due and told <= moment


def lateness(course: Course) -> timedelta | None:
    """Return the clock time from the agreed due to being kept; negative when it was early."""
    return None if course.kept_at is None or course.due_at is None else course.kept_at - course.due_at


def measure(courses: Iterable[Course], moment: datetime) -> Measures:
    """Return the measures of these promises at the moment."""
    judged = [(course, found) for course in courses if (found := verdict(course, moment)) is not None]
    counts = Counter(found for _, found in judged)
    late = sorted(_seconds_late(course) for course, found in judged if found is Verdict.KEPT_LATE)
    return Measures(
        **{name.value: counts[name] for name in Verdict},
        as_first_promised=sum(was_kept_as_first_promised(course, moment) for course, _ in judged),
        informed_in_time=sum(_was_informed_instead(course, moment) for course, found in judged if found in JUDGED),
        lateness_median=percentile(late, 0.5),
        lateness_p90=percentile(late, 0.9),
    )


def _was_informed_instead(course: Course, moment: datetime) -> bool:
    return not was_kept_as_first_promised(course, moment) and was_informed_before_due(course, moment)


def _seconds_late(course: Course) -> float:
    late = lateness(course)
    return 0.0 if late is None else late.total_seconds()


def percentile(ordered: Sequence[float], share: float) -> float | None:
    """Return the value below which a share of the ordered values lies; None of nothing.

    Between two ranks it interpolates linearly (definition 7 of Hyndman and Fan 1996, as
    PERCENTILE_CONT and spreadsheets have it), so that 0.5 gives the usual median.
    """
    if not ordered:
        return None
    lower, upper, weight = ranks(len(ordered), share)
    return between(ordered[lower], ordered[upper], weight)


def ranks(count: int, share: float) -> tuple[int, int, float]:
    """Return between which two ranks (from 0) of `count` values a percentile lies, and how far on the way."""
    place = round((count - 1) * share, 9)
    lower = floor(place)
    return lower, min(lower + 1, count - 1), place - lower


def between(lower: float, upper: float, weight: float) -> float:
    """Return the value that lies so far on the way from lower to upper, to a tenth."""
    return round(lower + (upper - lower) * weight, 1)
