"""Calendar files as entries of whole days. Pure: bytes in, facts out, whatever is in the bytes.

Only the lines that say when and what are given to the library: the guests, pictures and time zones of a private
calendar are most of its bulk, and none of our business.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from icalendar import Event

from tracker.daysoff.entries import Entry, Unclear, entry_of
from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_

MOST_BYTES = 2_000_000
MOST_EVENTS = 2000
MOST_KEPT = 500_000
"""How many bytes of the wanted lines the library is given: it takes about four seconds for a million."""
FOLD = re.compile(rb"\r?\n[ \t]")
NAME = re.compile(rb"[A-Za-z-]+")
BEGINNING, ENDING = b"BEGIN:VCALENDAR", b"END:VCALENDAR"
EVENT_BEGINS, EVENT_ENDS = b"BEGIN:VEVENT", b"END:VEVENT"
WANTED = {
    *(b"UID", b"DTSTART", b"DTEND", b"DURATION", b"SUMMARY", b"STATUS", b"TRANSP"),
    *(b"RRULE", b"RDATE", b"EXDATE", b"RECURRENCE-ID", b"X-MICROSOFT-CDO-BUSYSTATUS"),
}


@dataclass(frozen=True, slots=True)
class Read:
    """What a file held. `unclear` counts the entries that could not be understood."""

    entries: Sequence[Entry]
    unclear: int


def read(content: bytes, zone: str) -> Read:
    """Return the entries of whole days in a calendar file, as somebody in that zone sees them. Raises Invalid."""
    if BEGINNING not in content[:1000].upper():
        raise Invalid(N_("This is no calendar file."))
    if ENDING not in content[-1000:].upper():
        raise Invalid(N_("The end of the calendar is missing. Get it once more."))
    events = list(_sifted(content))
    if len(content) > MOST_BYTES or len(events) > MOST_EVENTS or sum(map(len, events)) > MOST_KEPT:
        raise Invalid(N_("The calendar is too large. Export a shorter time."))
    read_ones = [_attempt(event, zone) for event in events]
    entries = [one for one in read_ones if isinstance(one, Entry)]
    return Read(entries, sum(isinstance(one, Unclear) for one in read_ones))


def _sifted(content: bytes) -> Iterator[bytes]:
    """Yield each event by itself, with the wanted lines alone: one that is broken harms no other."""
    event: list[bytes] | None = None
    within = 0
    for line in FOLD.sub(b"", content).splitlines():
        mark = line.strip().upper()
        if mark == EVENT_BEGINS:
            event, within = [], 0
        elif event is None:
            continue
        elif mark == EVENT_ENDS:
            yield b"\r\n".join((EVENT_BEGINS, *event, EVENT_ENDS, b""))
            event = None
        elif mark.startswith((b"BEGIN:", b"END:")):
            within += 1 if mark.startswith(b"BEGIN:") else -1
        elif not within and _is_wanted(line):
            event.append(line)


def _is_wanted(line: bytes) -> bool:
    name = NAME.match(line)
    return name is not None and name[0].upper() in WANTED


def _attempt(lines: bytes, zone: str) -> Entry | Unclear | None:
    """Return the entry, None for one that is not over whole days. The library raises what it likes."""
    try:
        event: Any = Event.from_ical(lines)
        return Unclear() if event.errors else entry_of(event, zone)
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError):
        return Unclear()
