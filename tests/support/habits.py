"""How a team has kept its promises so far."""

from datetime import timedelta

from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.kernel.people import Viewer
from tracker.promises.rules import Due, Settlement, State
from tracker.promises.use_cases.settling import SettlePromise, settle_promise
from tracker.reports.use_cases.folding import fold_changes

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MANY = 60


def an_agent_of_a_hasty_team(session: Session) -> Viewer:
    """Return somebody of a team that keeps what it promises within four days, and one in three for half a day later.

    Sixty callbacks have ended, half of them of each sort; one more is due in half a day.
    """
    team = b.a_team(session)
    agent, *_others = [b.an_agent(session, team=team) for _ in range(5)]
    for number in range(MANY):
        has_time = number % 2 == 1
        _ended(session, agent, has_time=has_time, is_kept=has_time or number % 3 == 0, days_ago=1 + number % 5)
    fold_changes(session)
    b.a_promise(session, agent, due=Due(MOMENT + DAY / 2))
    return agent


def _ended(session: Session, agent: Viewer, *, has_time: bool, is_kept: bool, days_ago: int) -> None:
    due = MOMENT - days_ago * DAY
    promise = b.a_promise(session, agent, now=due - (4 * DAY if has_time else DAY / 2), due=Due(due))
    kept_at = due - HOUR if is_kept else due + 4 * HOUR
    ending = Settlement(outcome=State.KEPT, kept_at=kept_at, cause_id=None if is_kept else b.cause_id(session))
    settle = SettlePromise(promise_id=promise.id, actor=agent, seen_version=promise.row_version, settlement=ending)
    settle_promise(session, settle, MOMENT)
