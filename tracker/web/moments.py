"""How moments and spans of time are put into words. Pure: the moment, the zone and the locale are arguments."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_name
from flask_babel import gettext, ngettext

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FEW = 3
"""Up to this many hours or days the next smaller unit is named too."""
DATE_PATTERNS = {
    "de": ("EEE d.M.", "EEE d.M.y"),
    "en": ("EEE d MMM", "EEE d MMM y"),
}


def day_in_words(day: date, today: date, locale: Locale) -> str:
    """Return `today`, `tomorrow`, `yesterday`, else the weekday and date, with the year if it is another one."""
    near = {0: gettext("today"), 1: gettext("tomorrow"), -1: gettext("yesterday")}
    return near.get((day - today).days) or calendar_day(day, today, locale)


def calendar_day(day: date, today: date, locale: Locale) -> str:
    """Return the weekday and date, `Fri 27 Nov`; the year only if it is another one."""
    this_year, other_year = DATE_PATTERNS["de" if locale.language == "de" else "en"]
    pattern = this_year if day.year == today.year else other_year
    return format_date(day, pattern, locale).replace(".,", "").replace("Sept ", "Sep ")


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
    if distance > timedelta(0):
        return gettext("in %(span)s", span=span_in_words(distance))
    return gettext("%(span)s ago", span=span_in_words(-distance))


def since_in_words(moment: datetime, now: datetime) -> str:
    """Return for how long something has been late: `for 3 h`."""
    return gettext("for %(span)s", span=span_in_words(max(now - moment, MINUTE)))


def span_in_words(span: timedelta) -> str:
    """Return a span in one or two units: `20 min`, `1 h 20 min`, `5 h`, `2 days 3 h`, `12 days`."""
    minutes = max(int(span / MINUTE), 0)
    hours, days = minutes // 60, minutes // 1440
    if hours < 1:
        return gettext("%(n)s min", n=minutes)
    if hours < FEW:
        return _two(gettext("%(n)s h", n=hours), gettext("%(n)s min", n=minutes % 60), minutes % 60)
    if days < 1:
        return gettext("%(n)s h", n=hours)
    in_days = ngettext("%(num)d day", "%(num)d days", days)
    return _two(in_days, gettext("%(n)s h", n=hours % 24), hours % 24) if days < FEW else in_days


def zone_name(moment: datetime, zone: ZoneInfo, locale: Locale) -> str:
    """Return the short name of the zone at that moment."""
    return get_timezone_name(moment.astimezone(zone), width="short", locale=locale)


def month_in_words(day: date, locale: Locale) -> str:
    """Return month and year, for headings."""
    return format_skeleton("yMMMM", day, locale=locale)


def _two(large: str, small: str, rest: int) -> str:
    return f"{large} {small}" if rest else large
