"""Finding customers, as fast among hundreds of thousands as among ten.

A search first walks a short way along the sorted customers: whatever is common turns up there at once, in
order. Only what is rare is then asked of the index that fits it, where it means few rows to sort. Neither
way alone would do: an index gives no order, so a common word means sorting half of the table, and along
the order a rare word means reading all of it.
"""

from collections.abc import Sequence
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, column, select, table, union
from sqlalchemy.orm import Session, aliased

from tracker.customers.queries.conditions import Filters, Key, Question, begins
from tracker.customers.queries.reading import complete
from tracker.customers.queries.visible import is_listed
from tracker.customers.records import Customer
from tracker.customers.rules.searching import SHORTEST_PART, Sought, sought
from tracker.kernel.people import Viewer

WALK = 2000
"""So many customers are looked at in order before an index is asked."""
SUGGESTIONS = 8
NO_FILTERS = Filters()

Columns = TypeVarTuple("Columns")


def search(
    session: Session,
    viewer: Viewer,
    text: str = "",
    *,
    filters: Filters = NO_FILTERS,
    after: Key | None = None,
    limit: int = 51,
) -> Sequence[Customer]:
    """Return up to `limit` customers that exist for the viewer, by name, with tier, contact points and tags.

    `after` is the (sort_key, id) of the last customer of the page before.
    """
    question = Question(viewer, sought(text), filters, after)
    ids = session.scalars(_walk(question, limit)).all()
    if len(ids) < limit:
        ids = session.scalars(_gather(session, question, limit)).all()
    return _loaded(session, ids)


def suggest(session: Session, viewer: Viewer, text: str) -> Sequence[Customer]:
    """Return the few customers that are most likely meant: first those whose name begins so, then all others.

    Loaded as in `search`. Nothing typed, nothing suggested.
    """
    looked_for = sought(text)
    if not looked_for:
        return []
    starts = sought(text).start or " ".join(looked_for.parts[0])
    first = _in_order(select(Customer.id).where(begins(Customer.sort_key, starts), *is_listed(viewer)))
    ids = list(session.scalars(first.limit(SUGGESTIONS)))
    if len(ids) < SUGGESTIONS:
        ids += [each.id for each in search(session, viewer, text, limit=SUGGESTIONS) if each.id not in ids]
    by_id = {each.id: each for each in _loaded(session, ids[:SUGGESTIONS])}
    return [by_id[each] for each in ids[:SUGGESTIONS]]


def _loaded(session: Session, ids: Sequence[int]) -> Sequence[Customer]:
    asked = complete(select(Customer).where(Customer.id.in_(ids))).order_by(Customer.sort_key, Customer.id)
    return session.scalars(asked).all() if ids else []


def _in_order(asked: Select[*Columns]) -> Select[*Columns]:
    return asked.order_by(Customer.sort_key, Customer.id)


def _walk(question: Question, limit: int) -> Select[int]:
    """Ask for what is found among the next customers in order."""
    near = select(Customer).where(*question.behind()).order_by(Customer.sort_key, Customer.id).limit(WALK)
    who = aliased(Customer, near.subquery("near"))
    return select(who.id).where(*question.conditions(who)).order_by(who.sort_key, who.id).limit(limit)


def _gather(session: Session, question: Question, limit: int) -> Select[int, str]:
    """Ask for what the indexes find, which is then sorted; only for what is rare."""
    if question.sought.start:
        return _beginning(question, limit)
    found = [*question.conditions(), *question.behind()]
    if question.sought.parts and session.get_bind().dialect.name == "sqlite":
        found.append(_in_trigram_index(question.sought))
    return _fenced(found).limit(limit)


def _beginning(question: Question, limit: int) -> Select[int, str]:
    """Ask each of the two indexes for its own beginnings, and take the first of both."""
    rest = [*question.conditions(), *question.behind()]
    start = question.sought.start
    names = _in_order(select(Customer.id, Customer.sort_key).where(begins(Customer.sort_key, start), *rest)).limit(
        limit
    )
    references = _fenced([begins(Customer.reference, start.upper()), *rest]).limit(limit)
    both = union(select(names.subquery()), select(references.subquery())).subquery("both")
    return select(both.c.id, both.c.sort_key).order_by(both.c.sort_key, both.c.id).limit(limit)


def _fenced(conditions: list[ColumnElement[bool]]) -> Select[int, str]:
    """Ask for all that fit, and sort them afterwards.

    OFFSET 0 keeps planners from walking along the order instead, where little is found and much is read.
    """
    hit = select(Customer.id, Customer.sort_key).where(*conditions).offset(0).subquery("hit")
    return select(hit.c.id, hit.c.sort_key).order_by(hit.c.sort_key, hit.c.id)


def _in_trigram_index(looked_for: Sought) -> ColumnElement[bool]:
    """Return the condition that SQLite's full-text index knows; PostgreSQL's finds LIKE by itself."""
    index = table("customer_search", column("rowid"), column("search_text"))
    parts = (" AND ".join(_quoted(word) for word in part if len(word) >= SHORTEST_PART) for part in looked_for.parts)
    words = " OR ".join(f"({part})" for part in parts)
    return Customer.id.in_(select(index.c.rowid).where(index.c.search_text.match(words)))


def _quoted(word: str) -> str:
    """Return a word that the full-text query language takes literally."""
    return '"' + word.replace('"', '""') + '"'
