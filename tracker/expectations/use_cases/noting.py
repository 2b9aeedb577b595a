"""Writing down what a customer expects, and that they complain about it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.expectations import rules
from tracker.expectations.queries import register
from tracker.expectations.records import Expectation
from tracker.expectations.rules import Answer, Source
from tracker.kernel.errors import ChangedMeanwhile, Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises.queries.finding import customer_of_promise
from tracker.promises.rules import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteExpectation:
    """What a customer counts on. Whoever corrected it in the same breath says what was `said`."""

    actor: Viewer
    customer_id: int
    topic_id: int
    source: Source
    words: str = ""
    complains: bool = False
    said: str = ""
    channel: Channel = Channel.PHONE
    decision_id: int | None = None


def note_expectation(session: Session, note: NoteExpectation, now: datetime) -> Expectation:
    """Write an expectation down, with its correction if there was one. Raises Invalid for one that is open already."""
    rules.check_may_note(note.actor)
    customer = customer_of_promise(session, note.actor, note.customer_id)
    topic = register.topic(session, note.topic_id)
    if not topic.active or register.is_open_already(session, customer.id, topic.id):
        raise Invalid(N_("This is in the register already, and open: answer it there."), field="topic")
    expectation = _noted(note, now)
    if note.said:
        correct(expectation, note.actor, said=note.said, channel=note.channel, now=now)
    session.add(expectation)
    session.flush()
    tell(session, expectation, "expectation_noted", actor=note.actor, now=now)
    return expectation


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWord:
    """What a customer wrote themselves, and who is in charge of them."""

    customer_id: int
    in_charge_id: int
    words: str


def note_own_word(session: Session, word: OwnWord, now: datetime) -> Expectation:
    """Write down what a customer says they expect: of no topic yet, from experience, open. It is no promise.

    What they wrote before and nobody answered yet becomes one entry with it.
    """
    topic = register.topic_of_nothing_else(session)
    expectation = register.open_for_update(session, word.customer_id, topic.id)
    if expectation is None:
        expectation = Expectation(
            customer_id=word.customer_id,
            topic_id=topic.id,
            source=Source.EXPERIENCE.value,
            words=word.words,
            answer=Answer.OPEN.value,
            noted_at=now,
            noted_by_id=word.in_charge_id,
            is_own_word=True,
        )
        session.add(expectation)
    else:
        expectation.words = "\n\n".join(filter(None, [expectation.words, word.words]))
    session.flush()
    tell(session, expectation, "expectation_noted", actor=None, now=now)
    return expectation


def note_complaint(
    session: Session, actor: Viewer, expectation_id: int, *, seen_version: int, now: datetime
) -> Expectation:
    """Write down that the customer complains about it; the first complaint counts."""
    expectation = held(session, actor, expectation_id, seen_version)
    if expectation.complained_at is None:
        expectation.complained_at = now
        tell(session, expectation, "expectation_disappointed", actor=actor, now=now)
    return expectation


def held(session: Session, actor: Viewer, expectation_id: int, seen_version: int) -> Expectation:
    """Return an entry that this person may change and has seen as it is. Raises Forbidden, ChangedMeanwhile."""
    rules.check_may_note(actor)
    expectation = register.expectation_for_update(session, actor, expectation_id)
    if expectation.row_version != seen_version:
        raise ChangedMeanwhile(N_("Somebody else has changed this meanwhile. Look at it once more."))
    return expectation


def correct(expectation: Expectation, actor: Viewer, *, said: str, channel: Channel, now: datetime) -> None:
    """Let an entry be corrected: what was said, when, how, by whom."""
    expectation.answer, expectation.said, expectation.channel = Answer.CORRECTED.value, said, channel.value
    expectation.answered_at, expectation.answered_by_id = now, actor.id


def tell(session: Session, expectation: Expectation, kind: str, *, actor: Viewer | None, now: datetime) -> None:
    """Tell the history what became of an entry; without an actor it was the customer."""
    told = {name: getattr(expectation, name) for name in ("topic_id", "source", "words", "said", "promise_id")}
    happening = Happening(
        kind=kind,
        subject_type="expectation",
        subject_id=expectation.id,
        actor_id=actor.id if actor else None,
        changes={"answer": (None, expectation.answer)},
        words={"customer_id": expectation.customer_id, **{name: value for name, value in told.items() if value}},
    )
    record(session, happening, now)


def _noted(note: NoteExpectation, now: datetime) -> Expectation:
    return Expectation(
        customer_id=note.customer_id,
        topic_id=note.topic_id,
        source=note.source.value,
        words=note.words,
        answer=Answer.OPEN.value,
        noted_at=now,
        noted_by_id=note.actor.id,
        complained_at=now if note.complains else None,
        decision_id=note.decision_id,
    )
