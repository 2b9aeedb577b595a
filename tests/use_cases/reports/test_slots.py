"""The hint at logging counts what the promises themselves say, only of groups that are large enough."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.accounts.records import Team
from tracker.kernel.people import Viewer
from tracker.promises.measures import Share
from tracker.promises.records import Promise
from tracker.promises.rules import Due, Settlement, State
from tracker.promises.use_cases.renegotiating import RenegotiatePromise, renegotiate_promise
from tracker.promises.use_cases.settling import SettlePromise, settle_promise
from tracker.reports.queries.hinting import Load, history, load
from tracker.reports.rules.realism import History, Slot
from tracker.reports.use_cases.folding import fold_changes
from tracker.worktime.zones import local_day

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def agent(session: Session) -> Viewer:
    """Somebody in a team of five."""
    return _of_team(session, b.a_team(session))


def _of_team(session: Session, team: Team, people: int = 5) -> Viewer:
    first, *_others = [b.an_agent(session, team=team) for _ in range(people)]
    return first


def _made(
    session: Session, who: Viewer, *, lead: timedelta, ago: timedelta = 10 * DAY, kind: str = "callback"
) -> Promise:
    made_at = MOMENT - ago
    return b.a_promise(session, who, now=made_at, due=Due(made_at + lead), kind_id=b.kind_id(session, kind))


def _end(session: Session, promise: Promise, who: Viewer, *, late: timedelta, outcome: State = State.KEPT) -> None:
    assert promise.due_at is not None
    is_kept = outcome is State.KEPT
    ending = Settlement(
        outcome=outcome,
        kept_at=promise.due_at + late if is_kept else None,
        cause_id=b.cause_id(session) if late > timedelta() or outcome is State.BROKEN else None,
        note="So it was.",
    )
    settle = SettlePromise(promise_id=promise.id, actor=who, seen_version=promise.row_version, settlement=ending)
    settle_promise(session, settle, MOMENT)


def _history(session: Session, who: Viewer, kind: str = "callback") -> History:
    while fold_changes(session):
        pass
    ground = load(session, who, None, MOMENT)
    return history(session, who, b.kind_id(session, kind), ground=ground, moment=MOMENT)


def _weekday(promise: Promise) -> int:
    assert promise.due_at is not None
    return local_day(promise.due_at, "Europe/Berlin").weekday()


def test_what_ended_is_counted_by_lead_time_and_weekday(session: Session, agent: Viewer):
    leads = [2 * HOUR, 5 * HOUR, 2 * DAY, 2 * DAY, 8 * DAY]
    promises = [_made(session, agent, lead=lead) for lead in leads]
    for number, promise in enumerate(promises):
        _end(session, promise, agent, late=-HOUR if number % 2 else 30 * HOUR)

    found = _history(session, agent)

    slots = [Slot(step, _weekday(promise)) for step, promise in zip([0, 1, 2, 2, 4], promises, strict=True)]
    assert Counter({slot: kept.whole for slot, kept in found.items()}) == Counter(slots)
    assert found[slots[0]] == Share(0, 1)
    assert found[slots[1]] == Share(1, 1)
    assert found[slots[2]] == Share(1, 2)


def test_a_date_that_was_moved_was_not_realistic_and_what_is_overdue_was_not_either(session: Session, agent: Viewer):
    moved, _overdue = _made(session, agent, lead=2 * DAY), _made(session, agent, lead=2 * DAY)
    new = RenegotiatePromise(
        promise_id=moved.id,
        actor=agent,
        seen_version=moved.row_version,
        due=Due(MOMENT + DAY),
        reason="More to do.",
        informed=None,
    )
    renegotiate_promise(session, new, MOMENT - 9 * DAY)
    _end(session, moved, agent, late=-2 * DAY)

    found = _history(session, agent)

    assert sum(kept.whole for kept in found.values()) == 2
    assert sum(kept.part for kept in found.values()) == 0


def test_withdrawn_ones_open_ones_other_kinds_and_old_ones_do_not_count(session: Session, agent: Viewer):
    _end(session, _made(session, agent, lead=DAY), agent, late=timedelta(), outcome=State.WITHDRAWN)
    _end(session, _made(session, agent, lead=DAY, kind="refund"), agent, late=-HOUR)
    _end(session, _made(session, agent, lead=DAY, ago=500 * DAY), agent, late=-HOUR)
    _made(session, agent, lead=20 * DAY)

    assert _history(session, agent) == {}


def test_a_small_team_hears_of_all_teams_and_a_small_company_of_nothing(session: Session, agent: Viewer):
    small = _of_team(session, b.a_team(session), people=1)
    _end(session, _made(session, small, lead=DAY), small, late=-HOUR)
    _end(session, _made(session, agent, lead=DAY), agent, late=-HOUR)

    assert sum(kept.whole for kept in _history(session, agent).values()) == 1
    assert sum(kept.whole for kept in _history(session, small).values()) == 2
    assert history(session, small, b.kind_id(session), ground=Load(1, 4, 0, 0), moment=MOMENT) == {}


def test_a_small_team_hears_nothing_of_a_closed_one(session: Session, agent: Viewer):
    closed = b.a_team(session, is_closed=True)
    insider = _of_team(session, closed)
    _end(session, _made(session, insider, lead=DAY), insider, late=-HOUR)
    _end(session, _made(session, agent, lead=DAY), agent, late=-HOUR)
    _made(session, insider, lead=DAY)
    small = b.an_account(session)

    found = _history(session, b.viewer_of(small, hidden=(closed,)))

    assert sum(kept.whole for kept in found.values()) == 1


def test_the_load_is_what_is_open_that_day(session: Session, agent: Viewer):
    colleague = b.viewer_of(b.an_account(session, team=session.get_one(Team, agent.team_id)))
    day = local_day(MOMENT, "Europe/Berlin") + 2 * DAY
    for who in (agent, agent, colleague):
        b.a_promise(session, who, due=Due(MOMENT + 2 * DAY))
    b.a_promise(session, agent, due=Due(MOMENT + 3 * DAY))

    found = load(session, agent, day, MOMENT)

    assert (found.of_team, found.due_in_team, found.due_for_viewer) == (6, 3, 2)
    assert load(session, agent, None, MOMENT).due_in_team == 0
