"""A manager whose large team kept some promises last week, and a report of it by mail every Monday at nine."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.accounts.records import Account, Team
from tracker.kernel.people import Viewer
from tracker.promises.rules import Due, Settlement, State
from tracker.promises.use_cases.settling import SettlePromise, settle_promise
from tracker.reports.records import ScheduledExport
from tracker.reports.rules.rhythms import Rhythm, Timetable
from tracker.reports.use_cases.scheduling import Wanted, schedule_export

FRIDAY = MOMENT - timedelta(days=3)
MONDAY_NINE = MOMENT
"""When the mail comes: nine in the morning in Berlin."""
WEEKLY = Timetable(rhythm=Rhythm.WEEKLY, minute=9 * 60, weekday=0)
WANTED = Wanted(name="Service, weekly", query="by=kind&period=last_week", file_format="xlsx", timetable=WEEKLY)


@dataclass(frozen=True)
class Reported:
    """Who is there: a manager with a report by mail, and a team of six."""

    manager: Viewer
    agent: Viewer
    team: Team
    export: ScheduledExport


def a_kept_promise(session: Session, owner: Viewer, **given: object) -> None:
    """Let somebody have kept a promise on Friday."""
    promise = b.a_promise(session, owner, now=FRIDAY - timedelta(days=1), due=Due(FRIDAY), **given)
    kept = Settlement(outcome=State.KEPT, kept_at=FRIDAY - timedelta(hours=1))
    settle = SettlePromise(promise_id=promise.id, actor=owner, seen_version=promise.row_version, settlement=kept)
    settle_promise(session, settle, FRIDAY)


def a_reported_team(session: Session, **differently: object) -> Reported:
    """Make the team, three promises that it kept, and the report; `differently` is what is wanted of it."""
    team = b.a_team(session, "Service")
    manager, agent = b.a_manager(session, "Marie", of=team), b.an_agent(session, "Ann", team=team)
    for _ in range(4):
        b.an_agent(session, team=team)
    for _ in range(3):
        a_kept_promise(session, agent)
    given = {name: str(value).format(team=team.id) if name == "query" else value for name, value in differently.items()}
    export = schedule_export(session, manager, replace(WANTED, **given), FRIDAY)  # type: ignore[arg-type]
    return Reported(manager=manager, agent=agent, team=team, export=export)


def account_of(session: Session, who: Viewer) -> Account:
    """Return somebody's account, to change it."""
    return session.get_one(Account, who.id)
