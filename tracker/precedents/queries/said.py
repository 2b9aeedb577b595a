"""In which words requests were made: what situations are recognised by."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Row, func, select, union_all
from sqlalchemy.orm import Session

from tracker.precedents.records import Decision

MOST_OF_EACH = 500
MOST_NEW = 2_000


def newest_decision(session: Session) -> int:
    """Return the number of the newest decision, 0 where there is none."""
    return session.scalar(select(func.max(Decision.id))) or 0


def requests(session: Session, situation_ids: Iterable[int]) -> Sequence[Row[int, str]]:
    """Return situation and words of the newest requests of each of these situations."""
    each = [
        select(Decision.situation_id, Decision.request)
        .where(Decision.situation_id == number, Decision.state == "decided", Decision.request != "")
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(MOST_OF_EACH)
        .subquery()
        for number in situation_ids
    ]
    if not each:
        return []
    return session.execute(union_all(*(select(found.c.situation_id, found.c.request) for found in each))).all()


def requests_since(session: Session, decision_id: int) -> Sequence[Row[int, str]]:
    """Return situation and words of the requests that were decided after this one."""
    asked = select(Decision.situation_id, Decision.request)
    asked = asked.where(Decision.id > decision_id, Decision.state == "decided", Decision.request != "")
    return session.execute(asked.order_by(Decision.id).limit(MOST_NEW)).all()
