"""How moments and spans of time are put into words. Pure: the moment, the zone and the locale are arguments."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_name
from flask_babel import gettext, ngettext

MINUTE = timedelta(minutes=1)
HOURS_WITH_MINUTES = 3
HOURS_UNTIL_DAYS = 48
DAYS_OF_WEEKS = 27 * 7
"""So long a period is shown in weeks; longer ones in months."""
DATE_PATTERNS = {
    "de": ("ccc d.M.", "ccc d.M.y"),
    "en": ("ccc d MMM", "ccc d MMM y"),
}


def day_in_words(day: date, today: date, locale: Locale) -> str:
    """Return `today`, `tomorrow`, `yesterday`, else the weekday and date, with the year if it is another one."""
    near = {0: gettext("today"), 1: gettext("tomorrow"), -1: gettext("yesterday")}
    return near.get((day - today).days) or calendar_day(day, today, locale)


def calendar_day(day: date, today: date, locale: Locale) -> str:
    """Return the weekday and date, `Fri 27 Nov`; the year only if it is another one."""
    this_year, other_year = DATE_PATTERNS["de" if locale.language == "de" else "en"]
    pattern = this_year if day.year == today.year else other_year
    return format_date(day, pattern, locale)


def dated_day(day: date, locale: Locale) -> str:
    """Return the weekday and date with the year, `Fri 27 Nov 2026`, for paper."""
    return format_date(day, DATE_PATTERNS["de" if locale.language == "de" else "en"][1], locale)


def dated_moment(at: datetime | date, zone: ZoneInfo, locale: Locale) -> str:
    """Return `Fri 27 Nov 2026, 14:00`, the same whenever it is read; a date without a time of day stays one."""
    if not isinstance(at, datetime):
        return dated_day(at, locale)
    return f"{dated_day(at.astimezone(zone).date(), locale)}, {clock_time(at, zone, locale)}"


def long_day(day: date, locale: Locale) -> str:
    """Return weekday and date in full, for headings: `Monday 23 November`."""
    return format_date(day, "cccc, d. MMMM" if locale.language == "de" else "cccc d MMMM", locale)


def clock_time(moment: datetime, zone: ZoneInfo, locale: Locale) -> str:
    """Return hours and minutes on the 24-hour clock of the zone."""
    return format_time(moment, "HH:mm", tzinfo=zone, locale=locale)


def moment_in_words(moment: datetime, now: datetime, zone: ZoneInfo, locale: Locale) -> str:
    """Return the absolute moment as read by somebody in the zone: `today 14:00`."""
    day = day_in_words(moment.astimezone(zone).date(), now.astimezone(zone).date(), locale)
    return f"{day} {clock_time(moment, zone, locale)}"


def exact_moment(moment: datetime, zone: ZoneInfo, locale: Locale) -> str:
    """Return date, time with seconds, and zone, for logs and for print."""
    day = format_date(moment.astimezone(zone).date(), "dd.MM.y" if locale.language == "de" else "dd/MM/y", locale)
    return f"{day} {format_time(moment, 'HH:mm:ss', tzinfo=zone, locale=locale)} {zone_name(moment, zone, locale)}"


def relative_in_words(moment: datetime, now: datetime) -> str:
    """Return how far away the moment is: `in 2 h`, `3 h ago`, `now`."""
    distance = moment - now
    if abs(distance) < MINUTE:
        return gettext("now")
    return _ahead(distance) if distance > timedelta(0) else _ago(-distance)


def since_in_words(moment: datetime, now: datetime) -> str:
    """Return for how long something has been late: `for 3 h`."""
    days, hours, minutes = _units(max(now - moment, MINUTE))
    if days:
        return ngettext("for %(num)d day", "for %(num)d days", days)
    if hours and minutes:
        return gettext("for %(h)s h %(m)s min", h=hours, m=minutes)
    return gettext("for %(h)s h", h=hours) if hours else gettext("for %(m)s min", m=minutes)


def span_in_words(span: timedelta) -> str:
    """Return a span: `20 min`, `1 h 20 min`, `5 h`, `12 days`."""
    days, hours, minutes = _units(span)
    if days:
        return ngettext("%(num)d day", "%(num)d days", days)
    if hours and minutes:
        return gettext("%(h)s h %(m)s min", h=hours, m=minutes)
    return gettext("%(h)s h", h=hours) if hours else gettext("%(m)s min", m=minutes)


def _ahead(span: timedelta) -> str:
    days, hours, minutes = _units(span)
    if days:
        return ngettext("in %(num)d day", "in %(num)d days", days)
    if hours and minutes:
        return gettext("in %(h)s h %(m)s min", h=hours, m=minutes)
    return gettext("in %(h)s h", h=hours) if hours else gettext("in %(m)s min", m=minutes)


def _ago(span: timedelta) -> str:
    days, hours, minutes = _units(span)
    if days:
        return ngettext("%(num)d day ago", "%(num)d days ago", days)
    if hours and minutes:
        return gettext("%(h)s h %(m)s min ago", h=hours, m=minutes)
    return gettext("%(h)s h ago", h=hours) if hours else gettext("%(m)s min ago", m=minutes)


def _units(span: timedelta) -> tuple[int, int, int]:
    """Return days, hours and minutes as people say them: whole days from two on, minutes only below three hours."""
    minutes = max(int(span / MINUTE), 0)
    hours = minutes // 60
    if hours >= HOURS_UNTIL_DAYS:
        return round(hours / 24), 0, 0
    return 0, hours, 0 if hours >= HOURS_WITH_MINUTES else minutes % 60


def zone_name(moment: datetime, zone: ZoneInfo, locale: Locale) -> str:
    """Return the short name of the zone at that moment."""
    return get_timezone_name(moment.astimezone(zone), width="short", locale=locale)


def month_in_words(day: date, locale: Locale) -> str:
    """Return month and year, for headings."""
    return format_skeleton("yMMMM", day, locale=locale)


def bar_label(first: date, days: int, locale: Locale) -> str:
    """Return what stands below a bar of a chart: `27 Nov`, or for a month `Nov 2026`."""
    if days > DAYS_OF_WEEKS:
        return format_skeleton("yMMM", first, locale=locale)
    return format_date(first, "d.M." if locale.language == "de" else "d MMM", locale)
