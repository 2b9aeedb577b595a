"""Reading a text that somebody pasted: what our side promised in it, to whom, and until when."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendar_of
from tracker.capture.queries.naming import Named
from tracker.capture.rules import policy
from tracker.capture.rules.due.grammar import Asked
from tracker.capture.rules.line.dues import due_in
from tracker.capture.rules.policy import Moment, Office, Promised
from tracker.capture.rules.promises.facts import Weighed
from tracker.capture.rules.promises.finding import OTHER_KIND, condition_in, kind_of
from tracker.capture.rules.texts.turns import language_of, promises_of_ours
from tracker.capture.use_cases.asking import asked_by, wall_of
from tracker.kernel.bounds import is_within_reach
from tracker.kernel.people import Viewer
from tracker.promises.queries import choices
from tracker.promises.records import Kind
from tracker.promises.rules import Channel, Due
from tracker.promises.use_cases.logging import LogPromise
from tracker.worktime.zones import from_local

AROUND = 300
"""So many characters of the text before and after a promise are kept with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPromise:
    """A promise in a text: the sentence, when it was said, its kind, when it is due, and what stood around it."""

    sentence: Weighed
    said_at: datetime
    kind: Kind
    promised: Promised | None
    source: str

    @property
    def moment(self) -> Moment | None:
        """When it is due, as far as that is said."""
        return self.promised.moment if self.promised else None

    @property
    def is_sure(self) -> bool:
        """Whether it holds without a condition, and more than an attempt is promised."""
        return not self.sentence.is_conditional and not self.sentence.is_weak

    def is_complete(self, customer: Named | None, now: datetime) -> bool:
        """Whether it can be promised as it stands; otherwise it is a draft."""
        return customer is not None and self.moment is not None and self.moment.at > now

    def command(self, actor: Viewer, customer: Named | None, *, channel: Channel) -> LogPromise:
        """Return what is to be logged, as it was said then."""
        return LogPromise(
            actor=actor,
            statement=self.sentence.words,
            kind_id=self.kind.id,
            customer_id=customer.id if customer else None,
            due=Due(self.moment.at, self.moment.day) if self.moment else None,
            zone=actor.time_zone,
            channel=channel,
            conditions=condition_in(self.sentence.words) if self.sentence.is_conditional else "",
            made_at=self.said_at,
            source=self.source,
        )


@dataclass(frozen=True, slots=True)
class ReadText:
    """What our side promised in a text, in its order, and how much more than was asked for."""

    promises: tuple[ReadPromise, ...]
    left_out: int


def read_text(session: Session, text: str, viewer: Viewer, said_at: datetime, *, most: int) -> ReadText:
    """Return the first promises of our side in a text, at most so many.

    Dues are those of the moment when each was said: as the text says itself, or else `said_at`.
    """
    asked = asked_by(session, viewer, said_at, language_of(text))
    names = [each.name for each in choices.owners_near(session, viewer)]
    found = promises_of_ours(text, names, month_first=asked.month_first)
    kinds = {kind.key: kind for kind in choices.kinds(session)}
    other = kinds.get(OTHER_KIND) or next(iter(kinds.values()))
    office = Office(calendar_of(session, viewer.team_id), viewer.time_zone, said_at)
    read = tuple(
        ReadPromise(
            sentence=sentence,
            said_at=(when := _said_at(sentence, said_at, viewer)),
            kind=kinds.get(kind_of(sentence.words), other),
            promised=_promised(sentence.words, asked, replace(office, now=when)),
            source=_around(text, sentence),
        )
        for sentence in found[:most]
    )
    return ReadText(read, len(found) - len(read))


def _said_at(sentence: Weighed, said_at: datetime, viewer: Viewer) -> datetime:
    """Return when a sentence was said: as the label beside it says, unless that is later than the whole text."""
    if sentence.wall is None or not is_within_reach(sentence.wall.date()):
        return said_at
    return min(from_local(sentence.wall, viewer.time_zone), said_at)


def _promised(quote: str, asked: Asked, office: Office) -> Promised | None:
    """Return what a sentence promises, as it was meant when it was said: that is when the office counts from."""
    due = due_in(quote, replace(asked, reference=wall_of(office.now, office.zone)))
    if due.span is None or (due.due is not None and not is_within_reach(due.due.date())):
        return None
    return policy.promised(due, office)


def _around(text: str, sentence: Weighed) -> str:
    """Return a promise with what stood before and after it."""
    start, end = max(0, sentence.start - AROUND), min(len(text), sentence.end + AROUND)
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
