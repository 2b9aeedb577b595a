"""The way up from teams, as it is stored today."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, Subquery, and_, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.accounts.queries.standing_in import present_on
from tracker.accounts.records import Account, Team
from tracker.accounts.rules.standing_in import Presence, responsible
from tracker.precedents.rules.answering import Line, Person
from tracker.worktime.zones import local_day


def line_of(session: Session, team_ids: Collection[int] | Select[int], now: datetime) -> Line:
    """Return the way up from these teams, in as many questions for one as for all of a company."""
    teams = session.execute(_way_up(team_ids)).all()
    zones = {each.id: each.time_zone for each in teams}
    days = {each.manager_id: local_day(now, zones[each.belongs_to]) for each in teams if each.belongs_to is not None}
    people, in_charge = _present(session, days)
    return Line(
        managers={each.id: each.manager_id for each in teams},
        teams={each.manager_id: each.belongs_to for each in teams if each.belongs_to is not None},
        in_charge=in_charge,
        people=people,
        closed=frozenset(each.id for each in teams if each.is_closed),
    )


def _way_up(team_ids: Collection[int] | Select[int]) -> Select[int, int | None, bool, str, int]:
    """Return the question for these teams and all above them: the team to which the manager of one belongs."""
    starts = select(Team.id.label("team_id"), Team.manager_id.label("manager_id"))
    way = starts.where(Team.id.in_(team_ids)).cte("way_up", recursive=True)
    further = select(Team.id, Team.manager_id).join(Account, Account.team_id == Team.id)
    way = way.union(further.join(way, way.c.manager_id == Account.id))
    asked = select(Team.id, Team.manager_id, Team.is_closed, Team.time_zone, Account.team_id.label("belongs_to"))
    asked = asked.outerjoin(Account, Account.id == Team.manager_id)
    return asked.where(Team.id.in_(select(way.c.team_id))).order_by(Team.id)


def _present(session: Session, days: dict[int, date]) -> tuple[dict[int, Person], dict[int, int | None]]:
    """Return what is known of managers and their deputies, and who answers for each on the day that it is for them."""
    people: dict[int, Person] = {}
    in_charge: dict[int, int | None] = {}
    for day in sorted(set(days.values())):
        found = present_on(session, [each for each, theirs in days.items() if theirs == day], day)
        people |= {number: _person(each) for number, each in found.items()}
        in_charge |= {each: responsible(found[each], found) for each, theirs in days.items() if theirs == day}
    return people, in_charge


def _person(found: Presence) -> Person:
    return Person(found.team_id, found.manager_id, is_agent=found.is_agent, is_here=found.is_here)


def _above() -> Subquery:
    team, manager, upper = aliased(Team), aliased(Account), aliased(Team)
    starts = select(team.id.label("team_id"), upper.manager_id.label("account_id"))
    starts = starts.join(manager, manager.id == team.manager_id).join(upper, upper.id == manager.team_id)
    climb = starts.where(upper.manager_id.is_not(None)).cte("climb", recursive=True)
    of, passed, beyond = aliased(Team), aliased(Account), aliased(Team)
    further = select(climb.c.team_id, beyond.manager_id).join(of, of.id == climb.c.team_id)
    further = further.join(passed, passed.id == climb.c.account_id).join(beyond, beyond.id == passed.team_id)
    climb = climb.union(further.where(beyond.manager_id.is_not(None), ~_settles(of, passed)))
    below, under, chief = aliased(Team), aliased(Account), aliased(Account)
    found = select(below.id.label("team_id"), under.id.label("manager_id"), chief.id.label("account_id"))
    found = found.add_columns((~under.active).label("has_left"))
    found = found.join(climb, climb.c.team_id == below.id).join(under, under.id == below.manager_id)
    return found.join(chief, chief.id == climb.c.account_id).where(_settles(below, chief)).subquery("above")


def _settles(team: type[Team], chief: type[Account]) -> ColumnElement[bool]:
    """Return the condition that somebody further up is not the manager as well, is here, and knows of the team."""
    return and_(chief.id != team.manager_id, chief.active, or_(~team.is_closed, chief.team_id == team.id))


ABOVE = _above()
"""Of every team above whose manager somebody stands: the manager, whether they have left, and the nearest one above.

The same as `rules.answering.settles_above`, to be asked along with other things. Built once.
"""
