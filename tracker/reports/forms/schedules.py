"""The form of a report by mail: what it is called, how often and when it comes, about which time, as what file."""

from datetime import time
from urllib.parse import urlencode

from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from tracker.reports.forms.wishes import PERIODS, Wish
from tracker.reports.records import ScheduledExport
from tracker.reports.rules.rhythms import Rhythm, Timetable
from tracker.reports.saying import RHYTHMS
from tracker.reports.use_cases.scheduling import Wanted
from tracker.web.forms import LineField, PageForm, needed

MINUTES_AN_HOUR = 60
SEVEN = 7 * MINUTES_AN_HOUR
MATCHING = {Rhythm.DAILY: "yesterday", Rhythm.WEEKLY: "last_week", Rhythm.MONTHLY: "last_month"}
"""Which period has just ended when a mail of a rhythm comes."""


def rhythms() -> list[SelectChoice]:
    """Return how often it may come."""
    return [SelectChoice(each.value, str(words)) for each, words in RHYTHMS.items()]


def weekdays() -> list[SelectChoice]:
    """Return the days of the week, Monday first."""
    locale = get_locale()
    names = locale.days["format"]["wide"] if locale else {}
    return [SelectChoice(str(day), name) for day, name in sorted(names.items())]


def periods() -> list[SelectChoice]:
    """Return the periods that move on with the day."""
    return [SelectChoice(key, str(words)) for key, words in PERIODS]


def formats() -> list[SelectChoice]:
    """Return the sorts of files."""
    return [SelectChoice("xlsx", gettext("XLSX, a workbook")), SelectChoice("csv", gettext("CSV, for any program"))]


class ScheduleForm(PageForm):
    """What comes when; the filters are those of the report that it was opened from."""

    name = LineField(_l("Name"), [needed(_l("Give it a name.")), Length(max=60)])
    rhythm = SelectField(_l("How often"), choices=rhythms)
    weekday = SelectField(_l("On which day, if every week"), choices=weekdays)
    at = TimeField(_l("At"), [needed(_l("At what time?"))], format=["%H:%M", "%H:%M:%S"])
    period = SelectField(_l("About"), choices=periods)
    file_format = RadioField(_l("File"), choices=formats)

    def propose(self, wish: Wish, name: str) -> None:
        """Fill in what fits a report that was looked at: on Monday about the week before, unless it says more."""
        self.name.data, self.rhythm.data, self.weekday.data = name, Rhythm.WEEKLY.value, "0"
        self.at.data, self.file_format.data = _as_time(SEVEN), "xlsx"
        self.period.data = wish.relative or MATCHING[Rhythm.WEEKLY]

    def fill(self, export: ScheduledExport, wish: Wish) -> None:
        """Show what is stored."""
        self.name.data, self.rhythm.data, self.at.data = export.name, export.rhythm, _as_time(export.minute)
        self.weekday.data = str(export.weekday or 0)
        self.period.data, self.file_format.data = wish.relative, export.file_format

    def wanted(self, wish: Wish) -> Wanted:
        """Return what was chosen, once it is valid, about a report with these filters."""
        rhythm, at = Rhythm(self.rhythm.data), self.at.data
        weekday = int(self.weekday.data) if rhythm is Rhythm.WEEKLY else None
        address = {name: value for name, value in wish.address().items() if name not in {"since", "until"}}
        return Wanted(
            name=self.name.data or "",
            query=urlencode(address | {"period": self.period.data}),
            file_format=self.file_format.data,
            timetable=Timetable(rhythm=rhythm, minute=at.hour * MINUTES_AN_HOUR + at.minute, weekday=weekday),
        )


def _as_time(minute: int) -> time:
    return time(*divmod(minute, MINUTES_AN_HOUR))
