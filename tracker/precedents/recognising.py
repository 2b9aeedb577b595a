"""Recognising situations by words: what each process has learned from titles, starter words and past requests."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.precedents.queries import said
from tracker.precedents.queries.situations import situations
from tracker.precedents.records import Situation
from tracker.precedents.rules import recognising as rules
from tracker.precedents.rules.recognising import Suggestion
from tracker.precedents.rules.wording import Vocabulary, runs

KEPT_FOR = timedelta(hours=1)
"""So long what was erased or taken back may still tell situations apart; no word can be read from it."""

Version = tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Learned:
    """What was learned of a database, from which situations and up to which decision."""

    version: Version
    at: datetime
    newest: int
    vocabulary: Vocabulary = field(default_factory=Vocabulary)


_memory: dict[Engine, _Learned] = {}
_learning = Lock()


def suggestions(session: Session, words: str, now: datetime) -> list[tuple[Situation, Suggestion]]:
    """Return the situations that a request in these words is about, the likeliest first, three at most."""
    known = _by_key(session)
    if not words.strip() or not known:
        return []
    found = rules.suggested(_vocabulary(session, list(known.values()), now), words, list(known))
    return [(known[each.key], each) for each in found]


def sounds_like(session: Session, words: str, situation: Situation, now: datetime) -> Situation | None:
    """Return the other situation for which a request clearly speaks; None where it may be what it is taken for."""
    known = _by_key(session)
    if not words.strip():
        return None
    found = rules.another(_vocabulary(session, list(known.values()), now), words, list(known), situation.key)
    return None if found is None else known[found]


def _by_key(session: Session) -> dict[str, Situation]:
    return {each.key: each for each in situations(session, only_active=True)}


def _vocabulary(session: Session, known: Sequence[Situation], now: datetime) -> Vocabulary:
    """Return what is learned so far, with what was decided since; all is learned anew when situations change."""
    engine, newest = session.get_bind().engine, said.newest_decision(session)
    version = tuple((each.id, each.row_version) for each in known)
    keys = {each.id: each.key for each in known}
    with _learning:
        learned = _memory.get(engine)
        if learned is None or learned.version != version or not _is_fresh(learned, newest, now):
            learned = _memory[engine] = _learn(session, known, _Learned(version, now, newest))
        elif newest > learned.newest:
            for situation_id, request in said.requests_since(session, learned.newest):
                _take(learned, keys.get(situation_id), request)
            learned.newest = newest
        return learned.vocabulary


def _is_fresh(learned: _Learned, newest: int, now: datetime) -> bool:
    return learned.newest <= newest <= learned.newest + said.MOST_NEW and abs(now - learned.at) < KEPT_FOR


def _learn(session: Session, known: Sequence[Situation], learned: _Learned) -> _Learned:
    keys = {each.id: each.key for each in known}
    for each in known:
        for text in (each.title_de, each.title_en, *each.words.splitlines()):
            _take(learned, each.key, text)
    for situation_id, request in said.requests(session, keys):
        _take(learned, keys[situation_id], request)
    return learned


def _take(learned: _Learned, key: str | None, text: str) -> None:
    if key is not None and (found := runs(text)):
        learned.vocabulary.learn(key, found)
