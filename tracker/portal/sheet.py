"""Promises as their customer reads them: in their zone, in words of theirs, worked out once for page and paper."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import LazyString, gettext
from sqlalchemy.orm import Session

from tracker.portal.queries import promises as queries
from tracker.portal.queries.promises import Information, NewDate, Said, Told
from tracker.portal.rules import OPEN, SAME_AGAIN, Word, words_on
from tracker.portal.words import ADDITIONS, BUTTONS, SAID, STANDINGS, learning
from tracker.promises.rules import Standing, standing
from tracker.web.languages import locale_in_force
from tracker.web.moments import clock_time, dated_day

Facts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Reader:
    """On whose clock moments are read. Days are named in full: the page may be printed, or read much later."""

    zone: ZoneInfo

    def when(self, at: datetime | date | None) -> str:
        """Return `Fri 27 Nov 2026, 14:00`; a whole day without a time."""
        locale = locale_in_force()
        if not isinstance(at, datetime):
            return "" if at is None else dated_day(at, locale)
        return f"{dated_day(at.astimezone(self.zone).date(), locale)}, {clock_time(at, self.zone, locale)}"


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened on the way: what changed, or what the customer was told."""

    at: datetime
    what: str
    icon: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One promise as its customer reads it."""

    id: int
    standing: Standing
    badge: str
    word: LazyString
    statement: str
    facts: Facts
    lines: list[Line] = field(default_factory=list)
    buttons: list[tuple[Word, LazyString]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether the customer still waits for it."""
        return self.standing in OPEN

    @property
    def is_late(self) -> bool:
        """Whether it should have been done by now."""
        return self.standing is Standing.OVERDUE


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSheet:
    """The record of promises, as its page and its PDF both show it."""

    organisation: str
    name: str
    first: str
    last: str
    at: datetime
    as_of: str
    entries: list[Entry]
    is_cut: bool

    @property
    def title(self) -> str:
        """What it is called in lists of windows and files."""
        return gettext("Record of promises: %(name)s", name=self.name)

    @property
    def remarks(self) -> list[str]:
        """What has to be said about how much there is."""
        if not self.entries:
            return [gettext("Nothing was promised in this period.")]
        cut = gettext("Only the first 500 promises of this period are shown. Choose a shorter one.")
        return [cut] if self.is_cut else []


def entries(session: Session, told: Sequence[Told], reader: Reader, now: datetime) -> list[Entry]:
    """Return promises with everything that happened to them as far as the customer took part in it."""
    numbers = [each.facts.id for each in told]
    moved = queries.new_dates(session, numbers)
    informed = queries.informations(session, numbers)
    said = queries.said_about(session, numbers)
    lines = {
        number: [
            *(_moved(each, reader) for each in moved.get(number, [])),
            *(_informed(each, reader) for each in informed.get(number, [])),
            *(_said(each, reader, now) for each in said.get(number, [])),
        ]
        for number in numbers
    }
    known = {number: {each.word for each in said.get(number, []) if now - each.at < SAME_AGAIN} for number in numbers}
    return [
        replace(
            entry(each, reader, now, known[each.facts.id]),
            lines=sorted(lines[each.facts.id], key=lambda line: line.at),
        )
        for each in told
    ]


def entry(told: Told, reader: Reader, now: datetime, known: Collection[Word] = ()) -> Entry:
    """Return one promise as it stands; to what is known already something can be added."""
    stands = standing(told.facts, now)
    badge, word = STANDINGS[stands]
    return Entry(
        id=told.facts.id,
        standing=stands,
        badge=badge,
        word=word,
        statement=told.statement,
        facts=_facts(told, reader),
        buttons=[(each, (ADDITIONS if each in known else BUTTONS)[each]) for each in words_on(stands)],
    )


def _facts(told: Told, reader: Reader) -> Facts:
    facts = told.facts
    due = reader.when(told.due_day or facts.due_at)
    first = reader.when(told.first_due_day or facts.first_due_at)
    return [
        (gettext("Promised"), reader.when(facts.made_at)),
        (gettext("First agreed for"), first if first != due else ""),
        (gettext("Agreed for"), due),
        (gettext("On condition"), told.conditions),
        (gettext("Done"), reader.when(facts.kept_at)),
    ]


def _moved(new: NewDate, reader: Reader) -> Line:
    before, after = reader.when(new.old_due_day or new.old_due_at), reader.when(new.new_due_day or new.new_due_at)
    what = gettext(
        "%(when)s: new date agreed, %(after)s instead of %(before)s.",
        when=reader.when(new.at),
        after=after,
        before=before,
    )
    return Line(new.at, what, "repeat-2")


def _informed(told: Information, reader: Reader) -> Line:
    return Line(told.at, gettext("%(when)s: we told you.", when=reader.when(told.at)), "message-square", told.words)


def _said(said: Said, reader: Reader, now: datetime) -> Line:
    """Return what was said, and when somebody will know, while nobody can: nothing is promised that nobody knows of."""
    written = gettext("You wrote: %(words)s", words=said.words) if said.words else ""
    waits = said.told_from is not None and said.told_from > now
    told = learning(reader.when(said.told_from)) if waits else ""
    return Line(said.at, f"{reader.when(said.at)}: {SAID[said.word]}", "check", " ".join(filter(None, [written, told])))
