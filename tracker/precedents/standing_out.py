"""What stands out beyond one decision: exceptions that have become the rule, and different grant rates.

The same rules judge here that judge a history from elsewhere.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.precedents.archive import by_cell
from tracker.precedents.queries import checking, practice, units
from tracker.precedents.queries.situations import situations
from tracker.precedents.rules.consistency import Agreement, agreement
from tracker.precedents.rules.drift import judged
from tracker.precedents.rules.leanings import leanings
from tracker.precedents.rules.practice import Measured
from tracker.precedents.rules.units import Unit, UnitFinding, of_drift, of_leaning


def drifting(session: Session, now: datetime) -> list[UnitFinding]:
    """Return where exceptions have become the rule."""
    numbers = {each.key: each.id for each in situations(session)}
    found = []
    for drift in judged(practice.all_exceptions(session, now)):
        key, team_id = drift.unit
        unit = Unit(team_id=team_id, situation_id=numbers[key])
        found.append(of_drift(drift, unit, units.grants_ruled_out(session, unit, now)))
    return found


def leaning(session: Session, now: datetime, *, persons: bool) -> list[UnitFinding]:
    """Return the teams, and where that is wanted the persons, who grant otherwise than others in cases like theirs.

    They are judged by how they answer at first: setting right what others decided says nothing of them.
    Nobody is judged in a team of so few people that its rate would be that of persons.
    """
    homes = units.homes(session)
    lately = [each for one in situations(session) for each in _lately(session, one.id, now, at_first=True)]
    by_teams = [_by_team(each) for each in lately if each.case.team_id in set(homes.values())]
    found = [(each, Unit(team_id=each.agent_id)) for each in leanings(by_cell(by_teams))]
    if persons:
        by_persons = [each for each in lately if each.case.agent_id in homes]
        people = leanings(by_cell(by_persons))
        found += [(each, Unit(team_id=homes[each.agent_id], account_id=each.agent_id)) for each in people]
    moments = {each.case.id: each.case.decided_at for each in lately}
    return [of_leaning(each, unit, moments) for each, unit in found if each.stands_out]


def agreeing(session: Session, now: datetime) -> dict[int, Agreement]:
    """Return how consistent the decisions of each situation lately were."""
    return {each.id: agreement(by_cell(_lately(session, each.id, now))) for each in situations(session)}


def _lately(session: Session, situation_id: int, now: datetime, *, at_first: bool = False) -> Sequence[Measured]:
    _, ground = checking.ground(session, situation_id, now)
    return checking.at_discretion(session, ground, now, at_first=at_first)


def _by_team(each: Measured) -> Measured:
    """Return a decision as if its team were one person: judged by how the others decided."""
    return each._replace(case=replace(each.case, agent_id=each.case.team_id))
