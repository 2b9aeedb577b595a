"""Open promises as an iCalendar file. Pure: facts in, bytes out; the same facts give the same bytes.

What each property is there for, and which calendar program broke without it, is told in
docs/decisions/calendar-feeds.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from icalendar import Alarm, Calendar, Component, Event, Todo, vText

from tracker.feeds.rules import Detail, Entry, Look, Sort
from tracker.web.texts import clean_line, clean_text

LEAD = timedelta(minutes=15)
"""A deadline is drawn as the quarter of an hour before it: without a length clients guess one or hide it."""

APPOINTMENT = timedelta(minutes=30)
REMINDER = timedelta(minutes=-30)
REMINDER_ON_THE_DAY = timedelta(hours=9)
"""Where no ladder reminds before the due. An all-day entry begins at midnight, when nobody wants to be reminded."""

LONGEST_SUMMARY = 200
MOST_BYTES = 900_000
END = b"END:VCALENDAR\r\n"
TASK_HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Promise Tracker//Tasks 1//EN\r\n"


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
    parts = [part for _, part in written] or [_placeholder(cover, look)]
    return b"".join((_head(cover.name), *parts, END))


def _that_fit(entries: Sequence[Entry], look: Look) -> Iterator[tuple[Entry, bytes]]:
    size = 0
    for entry in entries:
        part = written_entry(entry, look)
        size += len(part)
        if size > MOST_BYTES:
            return
        yield entry, part


def task_files(entries: Sequence[Entry], look: Look) -> list[tuple[Entry, str]]:
    """Return each task alone in a file of its own, as CalDAV has it; together not more than a calendar may hold."""
    return [(entry, (TASK_HEAD + part + END).decode()) for entry, part in _that_fit(entries, look)]


@lru_cache(maxsize=8192)
def written_entry(entry: Entry, look: Look) -> bytes:
    """Return one VEVENT or VTODO. What it shows is the key under which it is remembered: a stale one cannot exist."""
    written = _component(look.sort, f"promise-{entry.id}@{look.host}", entry.created_at, entry.changed_at)
    summary = PlainText(_summary(entry, look))
    written["SUMMARY"] = summary
    written["DESCRIPTION"] = PlainText(_description(entry, look))
    if not look.is_for_customer:
        written.add("URL", f"{look.base_url}/promises/{entry.id}")
    if entry.kind and look.detail is not Detail.REFERENCE:
        written["CATEGORIES"] = PlainText(clean_line(entry.kind))
    _place(written, entry)
    if look.with_alarm:
        written.add_component(_alarm(entry, summary, look.sort))
    return bytes(written.to_ical())


def _component(sort: Sort, uid: str, created_at: datetime, changed_at: datetime) -> Component:
    """Return an open task, or an event that takes up nobody's time.

    Its SEQUENCE is the seconds between making and last change: it grows whenever LAST-MODIFIED does.
    """
    created, changed = created_at.replace(microsecond=0), changed_at.replace(microsecond=0)
    written: Component = Todo() if sort is Sort.TASK else Event()
    written["UID"] = PlainText(uid)
    written.add("DTSTAMP", changed)
    written.add("LAST-MODIFIED", changed)
    written.add("CREATED", created)
    written.add("SEQUENCE", max(int((changed - created).total_seconds()), 0))
    for name, text in ALWAYS[sort]:
        written[name] = PlainText(text)
    return written


ALWAYS = {
    Sort.EVENT: (("STATUS", "CONFIRMED"), ("TRANSP", "TRANSPARENT"), ("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")),
    Sort.TASK: (("STATUS", "NEEDS-ACTION"),),
}


def _place(event: Component, entry: Entry) -> None:
    """Put the event where people look for it: deadlines end at the due, appointments begin there."""
    if isinstance(event, Todo):
        event.add("DUE", entry.due_day or entry.due_at.astimezone(UTC).replace(microsecond=0))
        return
    if entry.due_day is not None:
        event.add("DTSTART", entry.due_day)
        event.add("DTEND", entry.due_day + timedelta(days=1))
        return
    due = entry.due_at.astimezone(UTC).replace(microsecond=0)
    event.add("DTSTART", due if entry.is_appointment else due - LEAD)
    event.add("DTEND", due + APPOINTMENT if entry.is_appointment else due)


def _alarm(entry: Entry, words: PlainText, sort: Sort) -> Alarm:
    """Return the reminder. Of a task it is counted from the due, of an event from its beginning."""
    usual = REMINDER if entry.due_day is None else REMINDER_ON_THE_DAY
    before = usual if entry.reminder is None else entry.reminder
    alarm = Alarm()
    alarm["ACTION"] = PlainText("DISPLAY")
    alarm["DESCRIPTION"] = words
    if sort is Sort.TASK:
        alarm.add("TRIGGER", before, parameters={"RELATED": "END"})
    else:
        ends_at_due = entry.due_day is None and not entry.is_appointment
        alarm.add("TRIGGER", before + LEAD if ends_at_due else before)
    return alarm


def _summary(entry: Entry, look: Look) -> str:
    """Return the line that calendars show; a long statement is cut so that the customer stays."""
    if look.detail is Detail.REFERENCE:
        return f"{look.promise_word} #{entry.id}"
    if look.detail is Detail.INITIALS:
        return f"{clean_line(entry.kind)} · {_initials(entry.customer)}"
    ending = f" · {_cut(clean_line(entry.customer), LONGEST_SUMMARY // 2)}" if entry.customer else ""
    return _cut(clean_line(entry.statement), LONGEST_SUMMARY - len(ending)) + ending


def _description(entry: Entry, look: Look) -> str:
    """Return the words beside the line. The number tells apart promises that are the same in all else."""
    number = f"#{entry.id}"
    if look.detail is not Detail.FULL or look.is_for_customer:
        return number
    customer = f"{clean_line(entry.customer)} ({clean_line(entry.customer_reference)})"
    owner = f"\n{clean_line(entry.owner)}" if entry.owner else ""
    return f"{clean_text(entry.statement)}\n\n{customer}\n{clean_line(entry.kind)}{owner}\n{number}"


def _initials(name: str) -> str:
    return " ".join(f"{word[0]}." for word in clean_line(name).split())


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _placeholder(cover: Cover, look: Look) -> bytes:
    """Return what stands in a calendar in which nothing is open: a day, or a task that is done already."""
    written = _component(look.sort, f"nothing-open@{look.host}", cover.made_at, cover.changed_at)
    written["SUMMARY"] = PlainText(cover.when_empty)
    if look.sort is Sort.TASK:
        written["STATUS"] = PlainText("COMPLETED")
        written.add("COMPLETED", cover.made_at.replace(microsecond=0))
        written.add("PERCENT-COMPLETE", 100)
    else:
        written.add("DTSTART", cover.made_at.date())
        written.add("DTEND", cover.made_at.date() + timedelta(days=1))
    return bytes(written.to_ical())


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
