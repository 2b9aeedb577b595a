"""Which days of a calendar are offered: those that are to come, and are not known here yet."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.daysoff.entries import Entry
from tracker.daysoff.recurrence import DAY, Repeats, days
from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_

AHEAD = timedelta(days=2 * 365)
"""Days further away are left out: such plans change."""
MOST_OFFERED = 200
MOST_WORK = 1_000_000
"""How many days all repeated entries of a calendar together may be asked about; two seconds of reckoning."""
POSITION_COSTS = 31


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Days one after the other, first and last included, and what the calendar calls them."""

    first: date
    last: date
    title: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be entered, the next ones first. `known` counts days that are here already."""

    stretches: Sequence[Stretch]
    known: int
    is_cut: bool = False


def stretches(entries: Sequence[Entry], today: date) -> list[Stretch]:
    """Return whatever the entries cover from today on, in order; what is cancelled or moved is not there any more.

    Raises Invalid for a calendar that would take too long to reckon.
    """
    last = today + AHEAD
    entries = _there(entries)
    if sum(_work(entry, today, last) for entry in entries) > MOST_WORK:
        raise Invalid(N_("The calendar is too large. Export a shorter time."))
    found = (
        Stretch(max(first, today), min(first + (entry.length - 1) * DAY, last), entry.title)
        for entry in entries
        for first in _beginnings(entry, today - (entry.length - 1) * DAY, last)
    )
    return sorted(found)


def busy(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that block their days; a free one still takes the place of the repeated one it stands for."""
    return [entry for entry in _there(entries) if entry.is_busy]


def closing_days(found: Iterable[Stretch], is_closed: Callable[[date], bool]) -> Offer:
    """Return each day by itself, once, under the first name it goes by."""
    names: dict[date, str] = {}
    for day, title in _each_day(found):
        names[day] = names.get(day) or title
    new = [Stretch(day, day, names[day]) for day in sorted(names) if not is_closed(day)]
    return _offer(new, known=len(names) - len(new))


def absences(found: Iterable[Stretch], is_away: Callable[[date], bool]) -> Offer:
    """Return the days that nobody has entered yet, joined where they touch."""
    titles: dict[date, list[str]] = defaultdict(list)
    for day, title in _each_day(found):
        titles[day].append(title)
    new = [day for day in sorted(titles) if not is_away(day)]
    return _offer(list(_joined(new, titles)), known=len(titles) - len(new))


def _offer(new: Sequence[Stretch], known: int) -> Offer:
    return Offer(new[:MOST_OFFERED], known, is_cut=len(new) > MOST_OFFERED)


def _each_day(found: Iterable[Stretch]) -> Iterator[tuple[date, str]]:
    for stretch in found:
        for number in range((stretch.last - stretch.first).days + 1):
            yield stretch.first + number * DAY, stretch.title


def _joined(new: Sequence[date], titles: dict[date, list[str]]) -> Iterator[Stretch]:
    begins = 0
    for number, day in enumerate(new):
        if number + 1 == len(new) or new[number + 1] != day + DAY:
            named = (title for each in new[begins : number + 1] for title in titles[each] if title)
            yield Stretch(new[begins], day, ", ".join(dict.fromkeys(named)))
            begins = number + 1


def _there(entries: Iterable[Entry]) -> list[Entry]:
    """Take out of repeated entries the days that others stand for, then whatever was cancelled or is by the hour."""
    kept = list(entries)
    replaced: dict[str, set[date]] = defaultdict(set)
    for entry in kept:
        if entry.instead_of is not None:
            replaced[entry.uid].add(entry.instead_of)
    return [
        replace(entry, left_out=entry.left_out | replaced[entry.uid]) if entry.instead_of is None else entry
        for entry in kept
        if entry.length and not entry.is_cancelled
    ]


def _beginnings(entry: Entry, first: date, last: date) -> Collection[date]:
    """Return the days, in reach, on which the entry begins."""
    regular = days(entry.repeats, entry.first, first, last) if entry.repeats else [entry.first]
    return {day for day in (*regular, *entry.added) if first <= day <= last} - entry.left_out


def _work(entry: Entry, today: date, last: date) -> int:
    rule: Repeats | None = entry.repeats
    if rule is None:
        return entry.length if entry.first <= last else 0
    begins = entry.first if rule.count is not None else max(entry.first, today - entry.length * DAY)
    return max((last - begins).days, 0) * max(POSITION_COSTS if rule.position else 1, entry.length)
