"""New dates, hand-overs and promises to make good are counted as often as they happened, with what they cost."""

from datetime import datetime, timedelta

import pytest
from alembic import command
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tests.support.databases import Database, alembic_config, application
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise
from tracker.promises.rules import Due, Settlement, State
from tracker.promises.use_cases.renegotiating import RenegotiatePromise, renegotiate_promise
from tracker.promises.use_cases.settling import SettlePromise, settle_promise
from tracker.reports.afterwards import Afterwards, afterwards
from tracker.reports.queries import counting
from tracker.reports.queries.ahead import Asked
from tracker.reports.queries.cells import Facet
from tracker.reports.queries.drifting import TALLIES, differences
from tracker.reports.rules.periods import Period
from tracker.reports.use_cases.folding import fold_changes
from tracker.worktime.zones import local_day

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY = local_day(MOMENT, "Europe/Berlin")
ASKED = Asked(period=Period(TODAY - 40 * DAY, TODAY), moment=MOMENT)


def _moved(session: Session, agent: Viewer, promise: Promise, *dues: datetime) -> None:
    for due in dues:
        new = RenegotiatePromise(
            promise_id=promise.id,
            actor=agent,
            seen_version=promise.row_version,
            due=Due(due),
            reason="More to do.",
            informed=None,
        )
        renegotiate_promise(session, new, promise.made_at + HOUR)


def _ended(session: Session, agent: Viewer, promise: Promise, outcome: State, at: datetime) -> None:
    is_kept = outcome is State.KEPT
    ending = Settlement(outcome=outcome, kept_at=at if is_kept else None, cause_id=b.cause_id(session))
    settle = SettlePromise(promise_id=promise.id, actor=agent, seen_version=promise.row_version, settlement=ending)
    settle_promise(session, settle, MOMENT)


def _followed(session: Session) -> Afterwards:
    whole = counting.total(counting.by_kind(session, ASKED).values())
    return afterwards(session, ASKED, whole, counting.by_values(session, ASKED, [Facet.MOVED, Facet.HANDED]))


@pytest.mark.parametrize("folded", [0, 2_000])
def test_new_dates_and_hand_overs_are_counted_of_what_is_due(session: Session, folded: int):
    agent = b.an_agent(session)
    made = [b.a_promise(session, agent, now=MOMENT - 9 * DAY, due=Due(MOMENT - 8 * DAY)) for _ in range(5)]
    _moved(session, agent, made[0], MOMENT - 7 * DAY, MOMENT - 6 * DAY)
    _moved(session, agent, made[1], MOMENT - 7 * DAY)
    _moved(session, agent, made[2], MOMENT - 5 * DAY)
    _moved(session, agent, made[3], MOMENT + HOUR)
    _ended(session, agent, made[0], State.KEPT, MOMENT - 6 * DAY)
    _ended(session, agent, made[1], State.KEPT, MOMENT - 6 * DAY)
    made[4].change(MOMENT, handovers=2)
    session.flush()
    fold_changes(session, most=folded)

    followed = _followed(session)

    assert (followed.moved.part, followed.moved.whole, followed.new_dates, followed.moved_again) == (4, 5, 5, 1)
    assert (followed.on_last_date.part, followed.on_last_date.whole) == (1, 3)
    assert (followed.handed, followed.handovers, followed.per_promise) == (1, 2, "0,4")
    assert (followed.amends.chains, followed.waited) == (0, None)


def test_amends_are_counted_by_chain_with_how_they_ended_and_what_they_cost(session: Session):
    agent, customer = b.an_agent(session), b.a_customer(session)
    first = b.a_promise(session, agent, now=MOMENT - 20 * DAY, due=Due(MOMENT - 19 * DAY), customer_id=customer.id)
    _ended(session, agent, first, State.BROKEN, MOMENT)
    amends = [
        b.a_promise(
            session,
            agent,
            now=MOMENT - 18 * DAY,
            due=Due(MOMENT - 9 * DAY),
            customer_id=customer.id,
            makes_good_id=first.id,
        )
        for _ in range(2)
    ]
    _moved(session, agent, amends[0], MOMENT - 8 * DAY)
    _ended(session, agent, amends[0], State.KEPT, MOMENT - 9 * DAY)

    followed = _followed(session)

    good = followed.amends
    assert (good.chains, good.repeated, good.longest) == (1, 1, 2)
    assert (good.measures.kept_on_time, good.measures.open_overdue, good.measures.due) == (1, 1, 2)
    assert (good.new_dates, good.handovers, good.kept, followed.waited) == (1, 0, 1, "10")


@pytest.mark.long
def test_what_there_was_before_is_counted_by_the_migration(spare: Database):
    app = application(spare.url)

    with app.app_context():
        with transaction() as session:
            agent = b.an_agent(session)
            for _ in range(3):
                promise = b.a_promise(session, agent, now=MOMENT - 9 * DAY, due=Due(MOMENT - 8 * DAY))
                _moved(session, agent, promise, MOMENT - 7 * DAY)
                _ended(session, agent, promise, State.KEPT, MOMENT - 8 * DAY)
            fold_changes(session, most=7)
        command.downgrade(alembic_config(app), "0116")
        command.upgrade(alembic_config(app), "head")
        drift = [each for tally in TALLIES for each in differences(db.session(), tally)]
        db.session.remove()
        db.engine.dispose()

    assert drift == []
