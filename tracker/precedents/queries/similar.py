"""The decisions among which cases like one are looked for: the newest ones, however large the archive is."""

from collections.abc import Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from tracker.kernel.people import Viewer
from tracker.precedents.queries.checking import of_teams_seen
from tracker.precedents.records import Decision, Situation
from tracker.precedents.rules.cases import Outcome

MOST_LOOKED_AT = 1_000


def newest(
    session: Session, viewer: Viewer, situation_id: int | None, outcome: Outcome | None
) -> Sequence[Row[int, str, str, str, str, str]]:
    """Return number, words, facts and both titles of the situation of the newest decisions, of one or of all."""
    titles = (Situation.title_de, Situation.title_en)
    asked = select(Decision.id, Decision.request, Decision.reason, Decision.facts, *titles)
    asked = asked.join(Situation, Situation.id == Decision.situation_id)
    asked = asked.where(Decision.state == "decided", *of_teams_seen(viewer))
    if situation_id is not None:
        asked = asked.where(Decision.situation_id == situation_id)
    if outcome is not None:
        asked = asked.where(Decision.outcome == outcome.value)
    newest_first = asked.order_by(Decision.decided_at.desc(), Decision.id.desc())
    return session.execute(newest_first.limit(MOST_LOOKED_AT)).all()
