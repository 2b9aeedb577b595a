"""A due as somebody enters it: a day, a day with a time, or a span of office time. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_
from tracker.promises.rules import Due
from tracker.worktime.calendar import WorkCalendar
from tracker.worktime.due_offsets import DueOffset, resolve
from tracker.worktime.zones import ClockChange, clock_change, end_of_day, from_local


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredDue:
    """What stands in the fields of a form; times are those on the clocks of `zone`."""

    zone: str
    day: date | None = None
    time_of_day: time | None = None
    offset: DueOffset | None = None

    def due(self, now: datetime, calendar: Callable[[], WorkCalendar]) -> Due | None:
        """Return what it means, None if nothing was entered. Raises Invalid for what cannot be meant.

        The calendar is only asked for when office time is to be counted.
        """
        if self.offset is not None and self.day is not None:
            raise Invalid(N_("Either a day or a span, not both."), field="due")
        if self.offset is not None:
            return Due(resolve(self.offset, now, calendar()))
        if self.day is None and self.time_of_day is not None:
            raise Invalid(N_("Say on which day."), field="due")
        return self._of_day()

    def clock_change(self) -> ClockChange | None:
        """Whether the clocks skip or repeat the time that was entered."""
        if self.day is None or self.time_of_day is None:
            return None
        return clock_change(datetime.combine(self.day, self.time_of_day), self.zone)

    def _of_day(self) -> Due | None:
        if self.day is None:
            return None
        if self.time_of_day is None:
            return Due(end_of_day(self.day, self.zone), self.day)
        return Due(from_local(datetime.combine(self.day, self.time_of_day), self.zone))
