"""What a customer says about a promise is written down. The promise itself stays exactly as it is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import NotFound
from tracker.portal import rules
from tracker.portal.queries import links
from tracker.portal.queries.promises import one_promise
from tracker.portal.records import CustomerWord
from tracker.portal.rules import SaidFacts, Word
from tracker.promises.rules import standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """The holder of a link says one word about a promise, with words of their own or without."""

    token_hash: str
    promise_id: int
    word: Word
    words: str = ""


def say(session: Session, said: Say, now: datetime) -> int | None:
    """Write down what a customer said and return its number; None where there is nothing new in it.

    Raises NotFound for a promise that the page does not show, Gone for a link that does not hold, TooMany.
    """
    opened = links.opened_for_update(session, said.token_hash)
    if opened is None:
        raise NotFound(links.NO_SUCH_LINK)
    rules.check_holds(opened.link.facts(), now)
    told = one_promise(session, opened.customer, said.promise_id)
    rules.check_may_say(said.word, standing(told.facts, now))
    before = links.said_lately(session, opened.link.id, now)
    facts = SaidFacts(promise_id=said.promise_id, word=said.word, at=now, words=said.words)
    if rules.is_said_already(facts, before):
        return None
    rules.check_not_too_much(before, now)
    return _write_down(session, said, opened.link.id, now)


def note_telling(session: Session, number: int, told_from: datetime | None) -> None:
    """Keep from when on somebody can know of a word that was written down; None for at once."""
    session.get_one(CustomerWord, number).told_from = told_from


def _write_down(session: Session, said: Say, link_id: int, now: datetime) -> int:
    word = CustomerWord(link_id=link_id, promise_id=said.promise_id, kind=said.word.value, at=now, words=said.words)
    session.add(word)
    session.flush()
    happening = Happening(
        kind=f"customer_{said.word}",
        subject_type="promise",
        subject_id=said.promise_id,
        actor_id=None,
        words={"words": said.words} if said.words else {},
    )
    record(session, happening, now)
    return word.id
