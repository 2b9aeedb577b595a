"""Reading a text that somebody pasted: what our side promised in it, to whom, and until when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendar_of
from tracker.capture.queries.naming import Named
from tracker.capture.rules import policy
from tracker.capture.rules.due.grammar import Asked
from tracker.capture.rules.line.dues import due_in
from tracker.capture.rules.policy import Moment, Office, Promised
from tracker.capture.rules.promises.facts import Weighed
from tracker.capture.rules.promises.finding import condition_in, kind_of
from tracker.capture.rules.texts.turns import language_of, promises_of_ours
from tracker.capture.use_cases.asking import asked_by
from tracker.kernel.bounds import is_within_reach
from tracker.kernel.people import Viewer
from tracker.promises.queries import choices
from tracker.promises.records import Kind
from tracker.promises.rules import Channel, Due
from tracker.promises.use_cases.logging import LogPromise

AROUND = 300
"""So many characters of the text before and after a promise are kept with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPromise:
    """A promise in a text: the sentence, its kind, when it is due, and what stood around it."""

    sentence: Weighed
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

    def command(self, actor: Viewer, customer: Named | None, *, channel: Channel, said_at: datetime) -> LogPromise:
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
            made_at=said_at,
            source=self.source,
        )


def count_promises(session: Session, text: str, viewer: Viewer) -> int:
    """Return how many promises our side made in a text."""
    return len(_of_ours(session, text, viewer))


def _of_ours(session: Session, text: str, viewer: Viewer) -> list[Weighed]:
    return promises_of_ours(text, [each.name for each in choices.owners_near(session, viewer)])


def read_text(
    session: Session, text: str, viewer: Viewer, said_at: datetime, *, most: int | None = None
) -> list[ReadPromise]:
    """Return what our side promised in a text, in its order; dues are those of the moment when it was said.

    Those beyond `most` are left out.
    """
    kinds = {kind.key: kind for kind in choices.kinds(session)}
    other = kinds.get("other") or next(iter(kinds.values()))
    office = Office(calendar_of(session, viewer.team_id), viewer.time_zone, said_at)
    asked = asked_by(session, viewer, said_at, language_of(text))
    return [
        ReadPromise(
            sentence=sentence,
            kind=kinds.get(kind_of(sentence.words), other),
            promised=_promised(sentence.words, asked, office),
            source=_around(text, sentence),
        )
        for sentence in _of_ours(session, text, viewer)[:most]
    ]


def _promised(quote: str, asked: Asked, office: Office) -> Promised | None:
    due = due_in(quote, asked)
    if due.span is None or (due.due is not None and not is_within_reach(due.due.date())):
        return None
    return policy.promised(due, office)


def _around(text: str, sentence: Weighed) -> str:
    """Return a promise with what stood before and after it."""
    start, end = max(0, sentence.start - AROUND), min(len(text), sentence.end + AROUND)
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
