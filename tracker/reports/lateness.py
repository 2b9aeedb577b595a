"""How late what was kept late was: a bar for each band of lateness, and two sentences that are true of as many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from flask_babel import gettext, ngettext

from tracker.promises.words import LATE_BY
from tracker.reports.charts import Step, in_order
from tracker.reports.rules.figures import FEWEST_LATE, MINUTES_A_DAY, at_most, in_bands

MINUTE = timedelta(minutes=1)
QUARTER, AN_HOUR, HALF_A_DAY = 15, 60, 720


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """How many were kept late, by how much in bands, and within what half and nine of ten of them lie.

    `half` and `nine_of_ten` are None of so few that neither says anything; `office` is both in office hours, and None
    as well where there are too many to reckon with calendars.
    """

    many: int
    bands: list[Step]
    half: str | None
    nine_of_ten: str | None
    office: tuple[str, str] | None
    is_too_many: bool


def lateness(counts: Mapping[int, int], in_office: Sequence[timedelta] | None) -> Lateness | None:
    """Return how late promises were, from how often each step of lateness in minutes occurs; None if none was.

    `in_office` is how late each was in office hours; None of too many.
    """
    many = sum(counts.values())
    if not many:
        return None
    half, most = at_most(counts, 0.5), at_most(counts, 0.9)
    return Lateness(
        many=many,
        bands=in_order(list(zip(map(str, LATE_BY), in_bands(counts), strict=True))),
        half=None if half is None else rounded_up(half),
        nine_of_ten=None if most is None else rounded_up(most),
        office=_in_office_hours(in_office or ()),
        is_too_many=in_office is None,
    )


def _in_office_hours(late: Sequence[timedelta]) -> tuple[str, str] | None:
    if len(late) < FEWEST_LATE:
        return None
    ordered = sorted(-(-each // MINUTE) for each in late)
    half, most = (ordered[ceil(share * len(ordered) - 1e-9) - 1] for share in (0.5, 0.9))
    return rounded_up(half, has_days=False), rounded_up(most, has_days=False)


def rounded_up(minutes: int, *, has_days: bool = True) -> str:
    """Return a span that is never too short: minutes, from an hour on quarters of it, then hours, then days.

    A day of office hours would be no day.
    """
    if has_days and minutes > 2 * MINUTES_A_DAY:
        return ngettext("%(num)d day", "%(num)d days", -(-minutes // MINUTES_A_DAY))
    step = 1 if minutes < AN_HOUR else QUARTER if minutes <= HALF_A_DAY else AN_HOUR
    hours, minutes = divmod(-(-minutes // step) * step, AN_HOUR)
    if hours and minutes:
        return gettext("%(h)s h %(m)s min", h=hours, m=minutes)
    return gettext("%(h)s h", h=hours) if hours else gettext("%(m)s min", m=minutes)
