"""Fields for days and times, and what they mean on the clocks of the person who types."""

from datetime import date, datetime, time

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, TimeField
from wtforms.validators import NumberRange, Optional

from tracker.kernel.bounds import is_within_reach
from tracker.kernel.errors import Invalid
from tracker.promises.dues import EnteredDue
from tracker.web.forms import PageForm
from tracker.worktime.due_offsets import DueOffset, DueUnit
from tracker.worktime.zones import from_local, local

DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
"""What a native field sends, and what people type where there is none."""
TIME_FORMATS = ["%H:%M", "%H:%M:%S"]
SPANS = [(DueUnit.OFFICE_HOURS.value, _l("office hours")), (DueUnit.WORKING_DAYS.value, _l("working days"))]


class DayField(DateField):
    """A day with which one can reckon."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day. Raises ValueError, as for what is none, for one at the ends of the calendar."""
        super().process_formdata(valuelist)
        if self.data is not None and not is_within_reach(self.data):
            self.data = None
            raise ValueError(self.gettext("Not a valid date value."))


def day_field(label: object) -> DateField:
    """Return an optional field for a day."""
    return DayField(label, [Optional()], format=DAY_FORMATS)


def time_field(label: object) -> TimeField:
    """Return an optional field for a time of day."""
    return TimeField(label, [Optional()], format=TIME_FORMATS)


class MomentForm(PageForm):
    """A form with pairs of fields `…_day` and `…_time`; what a rule says about the moment is shown at its day."""

    def refuse(self, refusal: Invalid) -> None:
        """Show what a rule refused at the field it named, a moment's at its day."""
        if f"{refusal.field}_day" in self:
            refusal.field = f"{refusal.field}_day"
        super().refuse(refusal)

    def fill(self, name: str, at: datetime | None, zone: str, day: date | None = None) -> None:
        """Put a moment, or a whole day, into a pair of fields."""
        wall = local(at, zone) if at else None
        shown_day, shown_time = self[f"{name}_day"], self[f"{name}_time"]
        shown_day.data = day or (wall.date() if wall else None)
        shown_time.data = None if day or wall is None else wall.time().replace(second=0, microsecond=0)
        shown_day.raw_data = shown_time.raw_data = None

    def moment(self, name: str, zone: str, now: datetime) -> datetime | None:
        """Return the moment in a pair of fields; the minute that runs is now. A day alone is its beginning."""
        day, at = self[f"{name}_day"].data, self[f"{name}_time"].data
        if day is None:
            return None
        moment = from_local(datetime.combine(day, at or time.min), zone)
        return now if moment == now.replace(second=0, microsecond=0) else moment


class DueFields(MomentForm):
    """Until when: a day, a day with a time, or a span of office time."""

    due_day = day_field(_l("Day"))
    due_time = time_field(_l("Time"))
    due_count = IntegerField(_l("How many"), [Optional(), NumberRange(1, 999, _l("A number from 1 to 999."))])
    due_unit = SelectField(_l("Office hours or working days"), choices=SPANS, default=SPANS[0][0])

    def entered_due(self, zone: str) -> EnteredDue:
        """Return what was entered, on the clocks of the zone."""
        return EnteredDue(zone=zone, day=self.due_day.data, time_of_day=self.due_time.data, offset=self._offset())

    def _offset(self) -> DueOffset | None:
        """Return the span; None for one that cannot be meant, which its fields say themselves."""
        try:
            return DueOffset(DueUnit(self.due_unit.data), self.due_count.data or 0)
        except ValueError:
            return None
