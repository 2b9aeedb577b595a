"""What a change of ladders or hours would do to the alerts that are planned. Reads only."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendar_of
from tracker.alerts.queries import ladders as queries
from tracker.alerts.queries import planning
from tracker.alerts.rules.ladders import About, LadderFacts, RungFacts, most_specific
from tracker.alerts.rules.moving import Moments, Moves, moves, to_come
from tracker.alerts.rules.planning import Schedule, plan
from tracker.alerts.use_cases.configuring import LadderWish, RungWish
from tracker.worktime.calendar import WorkCalendar

MOST = 2000
"""How many open promises are reckoned through; of more, those that are due last are told of."""


def moves_by_ladder(session: Session, ladder_id: int | None, wish: LadderWish, now: datetime) -> Moves:
    """Return what would move if a ladder became as wished."""
    if wish.about is not About.PROMISE:
        return moves([])
    before = planning.all_ladders(session)
    stored = None if ladder_id is None else queries.ladder(session, ladder_id)
    others = before if stored is None else [each for each in before if not _is(each, stored.team_id, stored.kind_id)]
    after = [*others, _facts(wish)]
    teams = {wish.team_id} | ({stored.team_id} if stored else set())
    team_ids = None if None in teams else {each for each in teams if each is not None}
    return moves(_pairs(session, team_ids, (before, after), now))


def moves_by_hours(session: Session, team_id: int, calendar: WorkCalendar, now: datetime) -> Moves:
    """Return what would move if a team had other hours."""
    ladders, true = planning.all_ladders(session), calendar_of(session, team_id)
    found = queries.open_schedules(session, {team_id}, None, MOST)
    return moves(
        (_moments(schedule, rungs, true, now), _moments(schedule, rungs, calendar, now))
        for team, kind, _owner_team, schedule in found
        for rungs in [most_specific(ladders, team, kind)]
    )


def _pairs(
    session: Session,
    team_ids: Collection[int] | None,
    ladders: tuple[Sequence[LadderFacts], Sequence[LadderFacts]],
    now: datetime,
) -> Iterator[tuple[Moments, Moments]]:
    calendars: dict[int, WorkCalendar] = {}
    for team, kind, owner_team, schedule in queries.open_schedules(session, team_ids, None, MOST):
        if owner_team not in calendars:
            calendars[owner_team] = calendar_of(session, owner_team)
        before, after = (most_specific(each, team, kind) for each in ladders)
        if before != after:
            calendar = calendars[owner_team]
            yield _moments(schedule, before, calendar, now), _moments(schedule, after, calendar, now)


def _moments(schedule: Schedule, rungs: Sequence[RungFacts], calendar: WorkCalendar, now: datetime) -> Moments:
    return to_come(plan(schedule, rungs, calendar), now)


def _is(ladder: LadderFacts, team_id: int | None, kind_id: int | None) -> bool:
    return (ladder.team_id, ladder.kind_id) == (team_id, kind_id)


def _facts(wish: LadderWish) -> LadderFacts:
    rungs = tuple(_rung(each, number) for number, each in enumerate(wish.rungs, start=1))
    return LadderFacts(team_id=wish.team_id, kind_id=wish.kind_id, rungs=rungs)


def _rung(wish: RungWish, number: int) -> RungFacts:
    return RungFacts(
        id=wish.id or -number,
        offset=wish.offset,
        in_office_time=wish.in_office_time,
        audience=wish.audience,
        channels=wish.channels,
        repeat=wish.repeat,
        repeat_most=wish.repeat_most,
        is_urgent=wish.is_urgent,
        is_mandatory=wish.is_mandatory,
    )
