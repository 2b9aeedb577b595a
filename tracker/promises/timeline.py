"""The history of a promise in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext

from tracker.audit.queries import Told
from tracker.promises.event_words import (
    BY_CUSTOMER,
    EVENTS,
    FIELDS,
    NAMED_AFTER,
    OTHER_EVENT,
    TOLD_BY_ITSELF,
    EventWords,
)
from tracker.promises.queries.naming import PEOPLE, Names
from tracker.promises.shown import due_in_words, name_of
from tracker.promises.words import CHANNELS
from tracker.web.languages import locale_in_force
from tracker.web.moments import dated_moment


@dataclass(frozen=True, slots=True)
class Line:
    """One field that changed, or one thing that was said, with its label."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event as it is shown."""

    id: int
    at: datetime
    what: str
    who: str
    icon: str
    tone: str
    before: str
    after: str
    words: str
    lines: tuple[Line, ...]


Say = Callable[[datetime | date], str]
"""How moments and days are put into words."""


def read_now(now: datetime) -> Say:
    """Return how moments are said on a page that is read now: `today 14:00`."""

    def said(at: datetime | date) -> str:
        return due_in_words(at, None, now) if isinstance(at, datetime) else due_in_words(None, at, now)

    return said


def in_full(zone: ZoneInfo) -> Say:
    """Return how moments are said on paper and in mails, which are read on other days: on the clocks of a zone."""
    return lambda at: dated_moment(at, zone, locale_in_force())


def entries(told: Iterable[Told], names: Names, say: Say) -> list[Entry]:
    """Return the events as they are shown, in the order given."""
    return [_entry(each, names, say) for each in told]


def without_undone(told: Iterable[Told]) -> list[Told]:
    """Return events, given in order, without those that were taken back, and without the taking back itself.

    What was taken back is the event before it, also where an erasure has left no word of which that was.
    """
    left: list[Told] = []
    for event in told:
        if event.kind == "undone" and left and left[-1].kind == event.words.get("event", left[-1].kind):
            left.pop()
        else:
            left.append(event)
    return left


def _entry(told: Told, names: Names, say: Say) -> Entry:
    words = EVENTS.get(told.kind, OTHER_EVENT)
    before, after = _change(told, words.main, names, say) if words.main in told.changes else ("", "")
    if told.kind in NAMED_AFTER:
        before, after = "", before
    return Entry(
        id=told.id,
        at=told.at,
        what=_what(told, words),
        who=_who(told, names),
        icon=words.icon,
        tone=words.tone,
        before=before,
        after=after,
        words=_quoted(told),
        lines=(*_changed(told, words.main, names, say), *_said(told, say)),
    )


def _who(told: Told, names: Names) -> str:
    if told.kind in BY_CUSTOMER:
        return str(BY_CUSTOMER[told.kind])
    return names.people.get(told.actor_id or 0, gettext("the tracker itself"))


def _what(told: Told, words: EventWords) -> str:
    undone = EVENTS.get(str(told.words.get("event")))
    if told.kind == "undone" and undone is not None:
        return gettext("Taken back: %(what)s", what=str(undone.what).rstrip(":"))
    return str(words.what)


def _quoted(told: Told) -> str:
    """Return what a person wrote about it."""
    return "\n".join(str(told.words[name]) for name in ("reason", "note", "words") if told.words.get(name))


def _said(told: Told, say: Say) -> list[Line]:
    """Return how and when the customer was told, and how somebody tried."""
    lines = []
    if "whom" in told.words:
        lines.append(Line(gettext("Customer, as typed"), "", str(told.words["whom"])))
    if "until" in told.words:
        until = say(datetime.fromisoformat(str(told.words["until"])))
        lines.append(Line(gettext("Until"), "", until))
    if "channel" in told.words:
        lines.append(Line(gettext("Over"), "", _channel(told.words["channel"])))
    if "informed_at" in told.words:
        at = say(datetime.fromisoformat(str(told.words["informed_at"])))
        lines.append(Line(gettext("Customer informed"), "", f"{at} · {_channel(told.words.get('informed_by'))}"))
    if "via" in told.words:
        lines.append(Line(gettext("Recorded over"), "", _channel(told.words["via"])))
    plain = {
        "subject": gettext("Subject"),
        "told": gettext("In these words"),
        "source": gettext("Where it was said"),
        "to": gettext("To"),
        "team": gettext("Team"),
        "imported_from": gettext("Imported from"),
    }
    lines += [Line(label, "", str(told.words[name])) for name, label in plain.items() if name in told.words]
    return lines


def _channel(key: object) -> str:
    return str(CHANNELS.get(str(key), key))


def _changed(told: Told, main: str, names: Names, say: Say) -> Iterable[Line]:
    hidden = TOLD_BY_ITSELF.get(told.kind, set()) | {main}
    for name, label in FIELDS.items():
        if name in told.changes and name not in hidden:
            before, after = _change(told, name, names, say)
            if before or after:
                yield Line(str(label), before, after)


def _change(told: Told, name: str, names: Names, say: Say) -> tuple[str, str]:
    before, after = told.changes[name]
    if name == "due_at":
        day_before, day_after = told.changes.get("due_day", (None, None))
        return _due(before, day_before, say), _due(after, day_after, say)
    return _value(name, before, names, say), _value(name, after, names, say)


def _due(at: object, day: object, say: Say) -> str:
    if at is None:
        return ""
    return say(date.fromisoformat(str(day)) if day else datetime.fromisoformat(str(at)))


def _value(name: str, value: object, names: Names, say: Say) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if name.endswith("_at"):
        return say(datetime.fromisoformat(str(value)))
    return _named(name, int(str(value)), names) if name.endswith("_id") else str(value)


def _named(name: str, number: int, names: Names) -> str:
    if name in PEOPLE:
        return names.people.get(number, "")
    if name == "customer_id":
        return names.customers.get(number, "")
    record = names.kinds.get(number) or names.causes.get(number) if name == "kind_id" else names.causes.get(number)
    return name_of(record) if record else ""
