"""How cases like one at hand were answered, also where that sets no precedent, or was under another rule."""

from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, exists
from sqlalchemy.orm import Session

from tracker.kernel.people import Viewer
from tracker.precedents.queries.checking import MOST_COMPARED, Ground, of_teams_seen
from tracker.precedents.queries.reading import CASE, CASES, IN_ANY_CELL, NEWEST_FIRST, read
from tracker.precedents.records import Decision
from tracker.precedents.rules.cases import Case
from tracker.precedents.rules.likeness import difference

EXTENSION = cast(Table, Decision.__table__).alias("extension").c
GOES_ON = exists().where(EXTENSION.extends_id == CASES.id, EXTENSION.countable)
STANDS = (CASES.state == "decided", CASES.overruled_by_id.is_(None), CASES.extends_id.is_(None), ~GOES_ON)
"""What was neither taken back nor decided anew, nor given up as a practice. A grant that goes on is told once."""
NO_PRECEDENT = (
    CASE.where(CASES.rule_key == bindparam("rule_key"), CASES.zone == bindparam("zone"), ~CASES.countable, *STANDS)
    .order_by(*NEWEST_FIRST)
    .limit(MOST_COMPARED)
)
UNDER_ANOTHER_RULE = (
    IN_ANY_CELL.where(CASES.rule_key != bindparam("rule_key"), *STANDS).order_by(*NEWEST_FIRST).limit(MOST_COMPARED)
)


def without_precedent(session: Session, ground: Ground, case: Case, *, viewer: Viewer) -> list[Case]:
    """Return the newest cases alike that were answered under this rule without binding anybody."""
    cell = {"rule_key": ground.rule_key, "zone": case.zone.value}
    return _alike(session, ground, case, asked=_seen(NO_PRECEDENT, viewer), cell=cell)


def before_the_rule(session: Session, ground: Ground, case: Case, *, viewer: Viewer) -> list[Case]:
    """Return the newest cases alike that were answered under another rule than the one in force."""
    asked = _seen(UNDER_ANOTHER_RULE, viewer)
    return _alike(session, ground, case, asked=asked, cell={"rule_key": ground.rule_key})


def _alike(session: Session, ground: Ground, case: Case, *, asked: Any, cell: dict[str, str]) -> list[Case]:
    since = case.decided_at - timedelta(days=ground.situation.window_days)
    within = {"situation_id": ground.situation_id, "since": since, "until": case.decided_at}
    rows, than = read(session, asked, {**within, **cell}, ground.yardstick), ground.yardstick.measure(case.facts)
    others = [each for each in rows if each.row.id not in {case.corrects, case.extends}]
    alike = [each for each in others if difference(than, each.strengths).is_near()]
    known = (cell["rule_key"], cell["zone"]) if "zone" in cell else ()
    return [each.measured(ground.situation.key, known).case for each in alike]


def _seen(asked: Select[Any], viewer: Viewer) -> Select[Any]:
    return asked.where(*of_teams_seen(viewer)) if viewer.hidden_team_ids else asked
