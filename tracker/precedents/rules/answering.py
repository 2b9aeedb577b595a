"""Who answers requests for approval, and when they are reminded of it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from tracker.alerts.rules.ladders import RungFacts
from tracker.alerts.rules.moments import repeat_moment, rung_moment
from tracker.precedents.rules.ranks import Rank
from tracker.worktime.calendar import WorkCalendar

NOBODY = 0
MOST_REPEATS = 1000
"""A rung that repeats without end ends here: what has waited so long is on every list."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may come to answer: of which team, who manages that one, and whether they are still here."""

    team_id: int
    manager_id: int | None
    is_agent: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The way up from teams.

    `managers` says who manages each team, `teams` to which team each manager belongs, `in_charge` who answers for a
    manager today: themselves, or who stands in for them; None where both are away. `people` is what is known of all of
    these, `closed` which teams exist only for their own people.
    """

    managers: Mapping[int, int | None]
    teams: Mapping[int, int]
    in_charge: Mapping[int, int | None]
    people: Mapping[int, Person] = field(default_factory=dict)
    closed: frozenset[int] = frozenset()


class Steps(NamedTuple):
    """Who answers for a team, step by step up the line, and who of them stands above its manager.

    Where nobody does (`is_last`), the manager stands highest: all steps. Not where that is who asked.
    """

    all: list[list[int]]
    above: list[list[int]]
    is_last: bool

    def put_to(self, approver: str) -> list[list[int]]:
        """Return who answers what somebody of this rank has to answer at least."""
        return self.above if approver == Rank.ABOVE else self.all


def steps_of(line: Line, team_id: int, asked_by_id: int) -> Steps:
    """Return who answers what somebody asked in a team: of the line those who are here, and for whom the team exists.

    What managers ask for themselves no agent of theirs answers, for whomever that one stands in.
    """

    def seen(steps: list[list[int]]) -> list[list[int]]:
        those = ([each for each in step if _answers(line, team_id, asked_by_id, each)] for step in steps)
        return [step for step in those if step]

    asked = seen(answerers(line, team_id, asked_by_id))
    is_last = not seen(above(line, team_id, NOBODY))
    return Steps(asked, asked if is_last else seen(above(line, team_id, asked_by_id)), is_last)


def is_listed(steps: list[list[int]], account_id: int, *, is_late: bool) -> bool:
    """Whether a request stands on somebody's list: of the first step, and once it is late of the next one up, too."""
    return any(account_id in step for step in steps[: 2 if is_late else 1])


def is_passed_up(steps: list[list[int]], account_id: int, *, is_late: bool) -> bool:
    """Whether it stands there only because nobody answered in time who was to."""
    return is_late and is_listed(steps, account_id, is_late=True) and not is_listed(steps, account_id, is_late=False)


def settles_above(line: Line, team_id: int) -> int | None:
    """Return who settles what is found against the manager of a team: the nearest one above who is here.

    By the line alone: nobody stands in for that. The query `queries.lines.ABOVE` says the same of every team.
    """
    higher = _managers(line, team_id)[1:]
    return next((each for each in higher if _answers(line, team_id, NOBODY, each)), None)


def _answers(line: Line, team_id: int, asked_by_id: int, account_id: int) -> bool:
    person = line.people.get(account_id)
    if person is None:
        return True
    is_elsewhere = person.team_id != team_id and line.managers.get(team_id) != account_id
    is_their_agent = person.is_agent and person.manager_id == asked_by_id
    return person.is_here and not (team_id in line.closed and is_elsewhere) and not is_their_agent


def answerers(line: Line, team_id: int, asked_by_id: int) -> list[list[int]]:
    """Return who may answer a request, step by step up the line: the manager, after who stands in for them if away.

    Never who asked, nor who only stands in for them: what managers ask for themselves goes up. Nobody twice, and no
    step without anybody.
    """
    return _steps(line, _managers(line, team_id), asked_by_id)


def above(line: Line, team_id: int, asked_by_id: int) -> list[list[int]]:
    """Return who of them stands above the manager of a team: by the line, not by who stands in for whom today.

    So whoever is above stays there while they stand in for the manager, who rises by no absence.
    """
    nearest, higher = _managers(line, team_id)[:1], _managers(line, team_id)[1:]
    steps = ([each for each in step if each not in nearest] for step in _steps(line, higher, asked_by_id))
    return [step for step in steps if step]


def _managers(line: Line, team_id: int) -> list[int]:
    """Return the managers up the line, each once; it may lead in circles."""
    found: list[int] = []
    seen: set[int] = set()
    team: int | None = team_id
    while team is not None and team not in seen:
        seen.add(team)
        manager = line.managers.get(team)
        if manager is None:
            break
        found.append(manager)
        team = line.teams.get(manager)
    return list(dict.fromkeys(found))


def _steps(line: Line, managers: Iterable[int], asked_by_id: int) -> list[list[int]]:
    steps: list[list[int]] = []
    for manager in managers:
        before = {asked_by_id, *(each for step in steps for each in step)}
        meant = () if manager == asked_by_id else (line.in_charge.get(manager), manager)
        step = [each for each in meant if each is not None and each not in before]
        steps += [list(dict.fromkeys(step))] if step else []
    return steps


class Passed(NamedTuple):
    """A rung whose moment has passed, or one of its repeats."""

    moment: datetime
    rung: RungFacts
    occurrence: int


def passed(
    rungs: Iterable[RungFacts], answer_by: datetime, since: datetime, now: datetime, *, calendar: WorkCalendar
) -> list[Passed]:
    """Return the rungs whose moment lies after `since` and not after `now`, each with its last repeat, in order."""
    found = [_last(rung, answer_by, now, calendar) for rung in rungs]
    return sorted((each for each in found if each is not None and each.moment > since), key=lambda each: each.moment)


def _last(rung: RungFacts, answer_by: datetime, now: datetime, calendar: WorkCalendar) -> Passed | None:
    """Return the last moment of a rung that is not after `now`; moments of repeats only grow, so they are halved."""
    first_at = rung_moment(rung, answer_by, answer_by, calendar)
    if first_at > now:
        return None
    low, high = 0, 0 if rung.repeat is None else min(rung.repeat_most or MOST_REPEATS, MOST_REPEATS)
    moment = first_at
    while low < high:
        middle = (low + high + 1) // 2
        at = repeat_moment(rung, middle, first_at, calendar)
        if at is not None and at <= now:
            low, moment = middle, at
        else:
            high = middle - 1
    return Passed(moment, rung, low)
