"""The hint at logging: how long its answer takes, and how much it asks."""

import time
from datetime import timedelta

from sqlalchemy import func, select

from benchmarks import report
from benchmarks.pages import statements
from benchmarks.places import Place
from benchmarks.report import Figure, median, percentile
from tracker.accounts.calendars import calendar_of
from tracker.accounts.records import Account
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.kernel.people import Role, Viewer
from tracker.promises.records import Kind, Promise
from tracker.promises.rules import Due
from tracker.reports.hints import Asked, Hint, hint
from tracker.reports.jobs import fold_everything

ROUNDS, KINDS = 60, 4
LIMIT_MS, MOST_QUERIES = 5.0, 3


def measure(place: Place) -> list[Figure]:
    """Return how long a hint keeps the processor busy for somebody in the team with most overdue, kind by kind."""
    with place.app.app_context():
        fold_everything()
        who, kinds = _busy_agent(), db.session().scalars(select(Kind.id).order_by(Kind.id).limit(KINDS)).all()
        with place.app.test_request_context():
            said = _hint(who, kinds[0])
            with statements(place) as asked:
                _hint(who, kinds[0])
            times = [_timed(who, kinds[n % KINDS]) for n in range(ROUNDS)]
    how = f"p95 {percentile(times, 0.95):.1f} ms; {said.kept if said else 'nothing known'}"
    figures = (
        Figure(database=place.database, what="a hint, CPU", value=median(times), unit="ms", limit=LIMIT_MS, how=how),
        Figure(database=place.database, what="a hint", value=len(asked), unit="queries", limit=MOST_QUERIES),
    )
    return [report.show(figure) for figure in figures]


def _hint(who: Viewer, kind_id: int) -> Hint | None:
    moment = now()
    asked = Asked(who=who, kind_id=kind_id, due=Due(moment + timedelta(days=2)), moment=moment)
    return hint(db.session(), asked, calendar_of(db.session(), who.team_id))


def _timed(who: Viewer, kind_id: int) -> float:
    began = time.process_time()
    _hint(who, kind_id)
    return (time.process_time() - began) * 1000


def _busy_agent() -> Viewer:
    late = select(Promise.team_id).where(Promise.state == "open", Promise.late_at < now()).group_by(Promise.team_id)
    team_id = db.session().scalars(late.order_by(func.count().desc(), Promise.team_id).limit(1)).one()
    in_team = select(Account).where(Account.team_id == team_id, Account.role == Role.AGENT.value).order_by(Account.id)
    account = db.session().scalars(in_team.limit(1)).one()
    return Viewer(id=account.id, name=account.name, role=Role.AGENT, team_id=account.team_id)
