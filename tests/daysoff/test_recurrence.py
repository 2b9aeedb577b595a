"""Repeated entries fall on the days on which a general library says they do."""

from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tracker.daysoff.recurrence import WEEKDAYS, Repeats, Weekday, days, is_understood

STARTS = st.dates(date(2018, 1, 1), date(2027, 12, 31))
MONTH_DAYS = st.frozensets(st.sampled_from([1, 2, 15, 28, 29, 30, 31, -1, -2, -31]), max_size=3)
MONTHS = st.frozensets(st.integers(1, 12), max_size=3)
EACH = st.builds(Weekday, st.integers(0, 6))
NTH = st.builds(Weekday, st.integers(0, 6), st.sampled_from([1, 2, 5, -1, -5]))
SHORT = settings(max_examples=60, phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""The library searches until the year 9999 where a rule never comes true, so few are tried and none made shorter."""


def ends(draw):
    until = draw(st.none() | st.dates(date(2020, 1, 1), date(2029, 1, 1)))
    return {"until": until} if until else {"count": draw(st.none() | st.integers(1, 40))}


@st.composite
def rules(draw):
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    by_date = frequency in {"MONTHLY", "YEARLY"}
    return Repeats(
        frequency=frequency,
        interval=draw(st.integers(1, 5)),
        months=draw(MONTHS),
        month_days=draw(MONTH_DAYS) if by_date else frozenset(),
        weekdays=draw(st.frozensets(NTH if by_date and draw(st.booleans()) else EACH, max_size=3)),
        position=draw(st.sampled_from([0, 0, 1, 2, -1])) if by_date else 0,
        week_start=draw(st.sampled_from([0, 6])),
        **ends(draw),
    )


def written(rule):
    """Return the rule as calendars write it; a position needs a set to count in."""
    parts = [f"FREQ={rule.frequency}", f"INTERVAL={rule.interval}", f"WKST={WEEKDAYS[rule.week_start]}"]
    lists = {"BYMONTH": sorted(rule.months), "BYMONTHDAY": sorted(rule.month_days)}
    lists["BYDAY"] = sorted(f"{each.nth or ''}{WEEKDAYS[each.day]}" for each in rule.weekdays)
    parts += [f"{name}={','.join(map(str, values))}" for name, values in lists.items() if values]
    parts += [f"BYSETPOS={rule.position}"] if rule.position else []
    parts += [f"UNTIL={rule.until:%Y%m%d}"] if rule.until else []
    parts += [f"COUNT={rule.count}"] if rule.count else []
    return ";".join(parts)


def by_library(rule, start, first, last):
    """Ask the library for the year after `last` as well, so that it need not search on where there is nothing."""
    noon = datetime.combine(start, time(0))
    found = rrulestr(written(rule), dtstart=noon)
    return [
        each.date()
        for each in found.between(datetime.combine(first, time(0)), datetime.combine(last, time(0)), inc=True)
    ]


@SHORT
@given(rule=rules().filter(is_understood), start=STARTS, offset=st.integers(-300, 900))
def test_the_days_are_those_of_the_library(rule, start, offset):
    first = start + timedelta(days=offset)
    last = first + timedelta(days=400)
    begins_by_rule = by_library(rule, start, start, start) == [start]
    if rule.count and not begins_by_rule:
        return

    found = days(rule, start, first, last)

    expected = set(by_library(rule, start, first, last))
    is_start_in_reach = first <= start <= last and (rule.until is None or start <= rule.until)
    assert found == sorted(expected | ({start} if is_start_in_reach else set()))
