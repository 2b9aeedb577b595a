"""How late what was kept late was: a bar for each band of lateness, and two sentences that are true of as many."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from tracker.reports.charts import Step, in_order
from tracker.reports.rules.figures import MINUTES_A_DAY, at_most, in_bands

BANDS = (
    _l("under 1 hour"),
    _l("1 to 4 hours"),
    _l("4 to 24 hours"),
    _l("1 to 3 days"),
    _l("3 days to a week"),
    _l("a week and more"),
)
QUARTER, AN_HOUR, HALF_A_DAY = 15, 60, 720


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """How many were kept late, by how much in bands, and within what half and nine of ten of them lie.

    `half` and `nine_of_ten` are None of so few that neither says anything.
    """

    many: int
    bands: list[Step]
    half: str | None
    nine_of_ten: str | None


def lateness(counts: Mapping[int, int]) -> Lateness | None:
    """Return how late promises were, from how often each step of lateness in minutes occurs; None if none was."""
    many = sum(counts.values())
    if not many:
        return None
    half, most = at_most(counts, 0.5), at_most(counts, 0.9)
    return Lateness(
        many=many,
        bands=in_order(list(zip(map(str, BANDS), in_bands(counts), strict=True))),
        half=None if half is None else rounded_up(half),
        nine_of_ten=None if most is None else rounded_up(most),
    )


def rounded_up(minutes: int) -> str:
    """Return a span that is never too short: minutes, from an hour on quarters of it, then hours, then days."""
    if minutes > 2 * MINUTES_A_DAY:
        return ngettext("%(num)d day", "%(num)d days", -(-minutes // MINUTES_A_DAY))
    step = 1 if minutes < AN_HOUR else QUARTER if minutes <= HALF_A_DAY else AN_HOUR
    hours, minutes = divmod(-(-minutes // step) * step, AN_HOUR)
    if hours and minutes:
        return gettext("%(h)s h %(m)s min", h=hours, m=minutes)
    return gettext("%(h)s h", h=hours) if hours else gettext("%(m)s min", m=minutes)
