"""Customers whom the words of a line name.

The search of the customers' room orders and pages what it finds. A line is read with every pause of somebody who types:
it asks for a few, in no order, with statements that are built once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import BindParameter, Select, bindparam, column, or_, select, table
from sqlalchemy.orm import Session

from tracker.capture.rules.line.things import Asks
from tracker.customers.queries.conditions import LAST_SIGN
from tracker.customers.records import Customer
from tracker.customers.rules.names import COMPANY_FORMS, alike_key
from tracker.customers.rules.searching import SHORTEST_PART, sought
from tracker.kernel.folding import fold
from tracker.kernel.people import Viewer

MOST_FOUND = 30
MOST_WORDS, MOST_PLACES, MOST_TRIED = 6, 8, 3
PUNCTUATION = " .,;:!?()"
_NAME_WORD = re.compile(r"[^\W_]+|&")


@dataclass(frozen=True, slots=True)
class Named:
    """A customer who may be meant, with what tells them apart."""

    id: int
    name: str
    reference: str
    region: str


Found = tuple[Sequence[Named], int]
"""Who may be meant, and how many words say so."""
NOBODY: Found = ((), 0)


def named_from(session: Session, viewer: Viewer, words: Sequence[str]) -> Found:
    """Return whom the first of these words name; each further word must be a whole one of their names."""
    if not words or not fold(words[0].strip(PUNCTUATION)):
        return NOBODY
    found, used = _found(session, viewer, words[0].strip(PUNCTUATION)), 1
    for count in range(2, min(len(words), MOST_WORDS) + 1 if found else 0):
        typed = " ".join(words[:count]).strip(PUNCTUATION)
        narrower = [each for each in _found(session, viewer, typed) if _is_word_of(words[count - 1], each.name)]
        if not narrower:
            break
        found, used = narrower, count
    return found, used


def named_among(
    session: Session, viewer: Viewer, words: Sequence[str], things: Mapping[int, Asks]
) -> tuple[Found, int]:
    """Return whom any of these words names as a whole word of a name, and at which word that begins.

    Words with which names begin go first, and of these the one that says most. `things` are words of which more
    is asked, by their number.
    """
    telling = [at for at, word in enumerate(words) if _is_telling(word)]
    told = [at for at in telling if at not in things][:MOST_PLACES]
    begun = [at for at in told if _begins_a_name(session, viewer, fold(words[at].strip(PUNCTUATION)))]
    places = begun or [at for at in told if words[at][:1].isupper()] or told
    tried = [(_whole(named_from(session, viewer, words[at:]), words[at]), at) for at in places[:MOST_TRIED]]
    bound = [at for at in telling if at in things and (things[at] is Asks.ALL or at + 1 in telling)][:MOST_TRIED]
    tried += [(_as_asked(things[at], named_from(session, viewer, words[at:]), words[at]), at) for at in bound]
    return max(tried, key=lambda each: (each[0][1], -each[1]), default=(NOBODY, 0))


def _as_asked(asks: Asks, found: Found, word: str) -> Found:
    """Leave out those of whom less is said than was asked."""
    whole = _whole(found, word)
    if whole[1] != 1:
        return whole
    named = [each for each in whole[0] if asks is Asks.ALL and alike_key(each.name) == alike_key(word)]
    return (named, 1) if named else NOBODY


def _whole(found: Found, word: str) -> Found:
    """Leave out those of whose name the first word is only a piece."""
    whole = [each for each in found[0] if _is_word_of(word, each.name)]
    return (whole, found[1]) if whole else NOBODY


def _is_telling(word: str) -> bool:
    bare = fold(word.strip(PUNCTUATION))
    return len(bare) >= SHORTEST_PART and bare not in COMPANY_FORMS and any(map(str.isalpha, bare))


def _is_word_of(word: str, name: str) -> bool:
    said = _NAME_WORD.findall(fold(word))
    return bool(said) and set(said) <= set(_NAME_WORD.findall(fold(name)))


def _begins_a_name(session: Session, viewer: Viewer, word: str) -> bool:
    """Whether some customer's name begins with this very word."""
    one = {"start": word, "end": f"{word} {LAST_SIGN}", "hidden": sorted(viewer.hidden_team_ids)}
    return any(fold(row.name).split()[0] == word for row in session.execute(_BY_NAME, one))


def _found(session: Session, viewer: Viewer, text: str) -> list[Named]:
    """Return some of the customers whose name or reference begins so, then some that contain these words."""
    looked_for, hidden = sought(text), sorted(viewer.hidden_team_ids)
    start, upper = looked_for.start, looked_for.start.upper()
    names = {"start": start, "end": start + LAST_SIGN, "hidden": hidden}
    references = {"start": upper, "end": upper + LAST_SIGN, "hidden": hidden}
    rows = [*session.execute(_BY_NAME, names), *session.execute(_BY_REFERENCE, references)]
    for part in looked_for.parts if len(rows) < MOST_FOUND else ():
        rows += session.execute(*_by_words(session, part, hidden))
    return list(dict.fromkeys(Named(*row) for row in rows))


_WHO = (Customer.id, Customer.name, Customer.reference, Customer.region)
_START: BindParameter[str] = bindparam("start")
_END: BindParameter[str] = bindparam("end")
_LISTED = (
    Customer.merged_into_id.is_(None),
    Customer.erased_at.is_(None),
    or_(Customer.team_id.is_(None), Customer.team_id.not_in(bindparam("hidden", expanding=True))),
)
"""The conditions of `customers.queries.visible`, for whoever asks."""
_BY_NAME = (
    select(*_WHO)
    .where(Customer.sort_key >= _START, Customer.sort_key < _END, *_LISTED)
    .order_by(Customer.sort_key, Customer.id)
    .limit(MOST_FOUND)
)
_BY_REFERENCE = (
    select(*_WHO)
    .where(Customer.reference >= _START, Customer.reference < _END, *_LISTED)
    .order_by(Customer.reference)
    .limit(MOST_FOUND)
)


Row = tuple[int, str, str, str]
Statement = tuple[Select[*Row], Mapping[str, object]]
"""A statement and its values."""


def _by_words(session: Session, words: Sequence[str], hidden: Sequence[int]) -> Statement:
    """Return what asks the trigram index for customers with all of these words, and its values."""
    telling = [word for word in words if len(word) >= SHORTEST_PART]
    if session.get_bind().dialect.name == "sqlite":
        return _in_index(), {"query": " AND ".join(map(_quoted, telling)), "hidden": hidden}
    return _in_text(len(telling)), {"hidden": hidden} | {f"word{n}": _pattern(word) for n, word in enumerate(telling)}


@cache
def _in_index() -> Select[*Row]:
    index = table("customer_search", column("rowid"), column("search_text"))
    matching = select(index.c.rowid).where(index.c.search_text.match(bindparam("query")))
    return select(*_WHO).where(Customer.id.in_(matching), *_LISTED).limit(MOST_FOUND)


@cache
def _in_text(count: int) -> Select[*Row]:
    has_words = (Customer.search_text.like(bindparam(f"word{n}"), escape="/") for n in range(count))
    return select(*_WHO).where(*has_words, *_LISTED).limit(MOST_FOUND)


def _quoted(word: str) -> str:
    """Return a word that the full-text query language takes literally."""
    return '"' + word.replace('"', '""') + '"'


def _pattern(word: str) -> str:
    escaped = word.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return f"%{escaped}%"
