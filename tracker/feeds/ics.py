"""Open promises as an iCalendar file. Pure: facts in, bytes out; the same facts give the same bytes.

What each property is there for, and which calendar program broke without it, is told in
docs/decisions/calendar-feeds.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from icalendar import Alarm, Calendar, Event, vText

from tracker.feeds.rules import Detail, Entry, Look
from tracker.web.texts import clean_line, clean_text

LEAD = timedelta(minutes=15)
"""A deadline is drawn as the quarter of an hour before it: without a length clients guess one or hide it."""

APPOINTMENT = timedelta(minutes=30)
ALARM_BEFORE = timedelta(minutes=-15)
ALARM_ON_THE_DAY = timedelta(hours=9)
"""An all-day entry begins at midnight, when nobody wants to be reminded."""

LONGEST_SUMMARY = 200
MOST_BYTES = 900_000
END = b"END:VCALENDAR\r\n"


class PlainText(vText):
    r"""A text whose backslashes stay what they are: icalendar itself makes a line break of `\N`."""

    def to_ical(self) -> bytes:
        """Escape by RFC 5545, 3.3.11; there are no line ends but `\n` in cleaned texts."""
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What a calendar says beside its entries; `when_empty` is what it shows when there are none.

    Programs refuse a calendar without entries, so the empty one has a single entry of the day it was made.
    """

    name: str
    when_empty: str
    made_at: datetime
    changed_at: datetime


def calendar(cover: Cover, entries: Sequence[Entry], look: Look) -> bytes:
    """Return the file. Of entries that make it too large the last given are left out; it is ordered by due."""
    written = sorted(_that_fit(entries, look), key=lambda pair: (pair[0].due_at, pair[0].id))
    parts = [part for _, part in written] or [_placeholder(cover, look.host)]
    return b"".join((_head(cover.name), *parts, END))


def _that_fit(entries: Sequence[Entry], look: Look) -> Iterator[tuple[Entry, bytes]]:
    size = 0
    for entry in entries:
        part = written_entry(entry, look)
        size += len(part)
        if size > MOST_BYTES:
            return
        yield entry, part


@lru_cache(maxsize=8192)
def written_entry(entry: Entry, look: Look) -> bytes:
    """Return one VEVENT. What it shows is the key under which it is remembered: a stale one cannot exist."""
    event = _event(f"promise-{entry.id}@{look.host}", entry.created_at, entry.changed_at)
    summary = PlainText(_summary(entry, look))
    event["SUMMARY"] = summary
    event["DESCRIPTION"] = PlainText(_description(entry, look.detail))
    event.add("URL", f"{look.base_url}/promises/{entry.id}")
    if look.detail is not Detail.REFERENCE:
        event["CATEGORIES"] = PlainText(clean_line(entry.kind))
    _place(event, entry)
    if look.with_alarm:
        event.add_component(_alarm(entry, summary))
    return bytes(event.to_ical())


def _event(uid: str, created_at: datetime, changed_at: datetime) -> Event:
    """Return an event that takes up nobody's time.

    Its SEQUENCE is the seconds between making and last change: it grows whenever LAST-MODIFIED does.
    """
    created, changed = created_at.replace(microsecond=0), changed_at.replace(microsecond=0)
    event = Event()
    event["UID"] = PlainText(uid)
    event.add("DTSTAMP", changed)
    event.add("LAST-MODIFIED", changed)
    event.add("CREATED", created)
    event.add("SEQUENCE", max(int((changed - created).total_seconds()), 0))
    event["STATUS"] = PlainText("CONFIRMED")
    event["TRANSP"] = PlainText("TRANSPARENT")
    event["X-MICROSOFT-CDO-BUSYSTATUS"] = PlainText("FREE")
    return event


def _place(event: Event, entry: Entry) -> None:
    """Put the event where people look for it: deadlines end at the due, appointments begin there."""
    if entry.due_day is not None:
        event.add("DTSTART", entry.due_day)
        event.add("DTEND", entry.due_day + timedelta(days=1))
        return
    due = entry.due_at.astimezone(UTC).replace(microsecond=0)
    event.add("DTSTART", due if entry.is_appointment else due - LEAD)
    event.add("DTEND", due + APPOINTMENT if entry.is_appointment else due)


def _alarm(entry: Entry, words: PlainText) -> Alarm:
    alarm = Alarm()
    alarm["ACTION"] = PlainText("DISPLAY")
    alarm["DESCRIPTION"] = words
    alarm.add("TRIGGER", ALARM_BEFORE if entry.due_day is None else ALARM_ON_THE_DAY)
    return alarm


def _summary(entry: Entry, look: Look) -> str:
    """Return the line that calendars show; a long statement is cut so that the customer stays."""
    if look.detail is Detail.REFERENCE:
        return f"{look.promise_word} #{entry.id}"
    if look.detail is Detail.INITIALS:
        return f"{clean_line(entry.kind)} · {_initials(entry.customer)}"
    ending = f" · {_cut(clean_line(entry.customer), LONGEST_SUMMARY // 2)}"
    return _cut(clean_line(entry.statement), LONGEST_SUMMARY - len(ending)) + ending


def _description(entry: Entry, detail: Detail) -> str:
    """Return the words beside the line. The number tells apart promises that are the same in all else."""
    number = f"#{entry.id}"
    if detail is not Detail.FULL:
        return number
    customer = f"{clean_line(entry.customer)} ({clean_line(entry.customer_reference)})"
    return f"{clean_text(entry.statement)}\n\n{customer}\n{clean_line(entry.kind)}\n{number}"


def _initials(name: str) -> str:
    return " ".join(f"{word[0]}." for word in clean_line(name).split())


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _placeholder(cover: Cover, host: str) -> bytes:
    event = _event(f"nothing-open@{host}", cover.made_at, cover.changed_at)
    event["SUMMARY"] = PlainText(cover.when_empty)
    event.add("DTSTART", cover.made_at.date())
    event.add("DTEND", cover.made_at.date() + timedelta(days=1))
    return bytes(event.to_ical())


@lru_cache(maxsize=64)
def _head(name: str) -> bytes:
    """Return what comes before the entries. No METHOD and no VTIMEZONE: all times are UTC."""
    head = Calendar()
    head["VERSION"] = PlainText("2.0")
    head["PRODID"] = PlainText("-//Promise Tracker//Feed 1//EN")
    head["CALSCALE"] = PlainText("GREGORIAN")
    head["NAME"] = head["X-WR-CALNAME"] = PlainText(name)
    head.add("REFRESH-INTERVAL", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    head["X-PUBLISHED-TTL"] = PlainText("PT1H")
    return bytes(head.to_ical()).removesuffix(END)
