"""Keeping what is counted true: how often was asked and granted, and on what scales numbers are measured."""

from datetime import UTC
from typing import Any, cast

from sqlalchemy import Date, Integer, Table, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.precedents.records import Decision, DecisionCount, SituationScale
from tracker.precedents.rules import schema
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.scales import NEWEST, is_outgrown, scales_of

COUNT = cast(Table, DecisionCount.__table__)
SCALE = cast(Table, SituationScale.__table__)
KEY = ("situation_id", "rule_key", "zone", "team_id", "day")
COUNTED = (Decision.state == "decided", Decision.extends_id.is_(None))


def count_in(session: Session, decision: Decision) -> None:
    """Count a decision, and make the scales of its situation anew where it has outgrown them.

    An extension is not counted: it was asked and granted once, and nobody extends by refusing.
    """
    if decision.extends_id is not None:
        return
    _add_to(session, COUNT, _cell(decision, 1), ("asked", "granted"))
    _add_to(session, SCALE, {"situation_id": decision.situation_id, "decided": 1}, ("decided",))
    scale = session.get_one(SituationScale, decision.situation_id, populate_existing=True)
    if is_outgrown(scale.decided, scale.scaled_at):
        scale_anew(session, decision.situation_id)


def scale_anew(session: Session, situation_id: int) -> None:
    """Make the scales of a situation of the decisions that there are now."""
    scale = session.get_one(SituationScale, situation_id, populate_existing=True)
    scale.points, scale.scaled_at = schema.scales_to_json(_scales(session, situation_id)), scale.decided
    session.flush()


def count_out(session: Session, decision: Decision) -> None:
    """Take a decision out of the counts again; a count of nothing is forgotten."""
    if decision.extends_id is not None:
        return
    cell = _cell(decision, 1)
    here = [COUNT.c[name] == cell[name] for name in KEY]
    left = {name: COUNT.c[name] - cell[name] for name in ("granted", "asked")}
    session.execute(update(COUNT).where(*here).values(left))
    session.execute(delete(COUNT).where(*here, COUNT.c.asked == 0))
    fewer = update(SCALE).where(SCALE.c.situation_id == decision.situation_id)
    session.execute(fewer.values(decided=SCALE.c.decided - 1))


def recount(session: Session) -> int:
    """Put a full recount of all decisions in the place of the counts; return how many of them were wrong."""
    must_be = {tuple(row) for row in session.execute(recounted(session))}
    wrong = {tuple(row) for row in session.execute(select(COUNT))} ^ must_be
    session.execute(delete(COUNT))
    session.execute(insert(COUNT).from_select([*KEY, "asked", "granted"], recounted(session)))
    decided = select(func.count()).where(Decision.situation_id == SCALE.c.situation_id, *COUNTED)
    session.execute(update(SCALE).values(decided=decided.scalar_subquery()))
    return len({cell[: len(KEY)] for cell in wrong})


def recounted(session: Session) -> Any:
    """Return the question what the counts must be."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    day = func.date(Decision.decided_at if is_sqlite else func.timezone("UTC", Decision.decided_at), type_=Date)
    granted = func.sum(func.cast(Decision.outcome != Outcome.REFUSED, Integer))
    key = (Decision.situation_id, Decision.rule_key, Decision.zone, Decision.team_id, day)
    asked = select(*key, func.count(), granted)
    return asked.where(*COUNTED).group_by(*key)


def _cell(decision: Decision, many: int) -> dict[str, Any]:
    is_grant = Outcome(decision.outcome).is_grant
    cell = {name: getattr(decision, name) for name in KEY if name != "day"}
    return {
        **cell,
        "day": decision.decided_at.astimezone(UTC).date(),
        "asked": many,
        "granted": many if is_grant else 0,
    }


def _add_to(session: Session, table: Table, row: dict[str, Any], counted: tuple[str, ...]) -> None:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    adding = dialect.insert(table).values(row)
    sums = {name: table.c[name] + adding.excluded[name] for name in counted}
    key = [column.name for column in table.primary_key]
    session.execute(adding.on_conflict_do_update(index_elements=key, set_=sums))


def _scales(session: Session, situation_id: int) -> dict[str, Any]:
    asked = (
        select(Decision.facts)
        .where(Decision.situation_id == situation_id, *COUNTED)
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(NEWEST)
    )
    return scales_of(map(schema.facts_from_json, session.scalars(asked)))
