"""The sweep: changed hours ask for new plans, unanswered hand-overs come back, plans are made, due alerts fire."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tracker.alerts.queries import firing, planning
from tracker.alerts.use_cases import replanning
from tracker.alerts.use_cases.firing import fire_alerts
from tracker.alerts.use_cases.offices import Offices
from tracker.alerts.use_cases.planning import plan_alerts
from tracker.kernel import clock
from tracker.kernel.extensions import db, transaction
from tracker.promises.use_cases.handing_over import return_hand_over

log = logging.getLogger(__name__)
T = TypeVar("T")

BITE = 200
"""How many rows are looked for at once."""
BREATH_S = 0.002
"""The pause after each row: it lets those who wait to write have their turn."""
POSTPONED_FOR = timedelta(minutes=10)
"""After how much time a row that failed is tried again; the others do not wait for it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the sweep: how promises are found, what is done with each, and how one that fails is put off."""

    name: str
    find: Callable[[Session, datetime, int], list[int]]
    act: Callable[[Session, int, Offices, datetime], object]
    postpone: Callable[[Session, int, datetime, datetime], None]


def _return(session: Session, promise_id: int, _offices: Offices, now: datetime) -> object:
    return return_hand_over(session, promise_id, now)


def _replan(session: Session, team_id: int, _offices: Offices, now: datetime) -> object:
    return replanning.replan_bite(session, team_id, now)


STEPS = (
    Step("replan", replanning.teams_to_replan, _replan, replanning.postpone_team),
    Step("return", planning.expired_offers, _return, planning.postpone_offer),
    Step("plan", planning.promises_to_plan, plan_alerts, planning.postpone_promise),
    Step("fire", firing.promises_to_alert, fire_alerts, firing.postpone_alerts),
)


def sweep(breathe: Callable[[float], bool], time: Callable[[], datetime] = clock.now) -> int:
    """Do everything that is due now, and return how many rows that were.

    `breathe` pauses for some seconds and returns whether to stop; it is asked after every row. `time` tells how late it
    is, or ends the sweep by raising something.
    """
    db.session.rollback()  # nothing may be looked for in an older snapshot
    done = 0
    for step in STEPS:
        found = _found(step, time())
        # Read after the rows: a team made amid a long sweep must not be planned for by the usual ladder.
        offices = read(Offices.read)
        for promise_id in found:
            _take(step, promise_id, offices, time())
            done += 1
            if breathe(BREATH_S):
                return done
    return done


def next_moment() -> datetime | None:
    """Return when the sweep has something to do again, as far as is known."""
    return read(planning.next_moment)


def next_firing() -> datetime | None:
    """Return when the next planned alert is due."""
    return read(planning.next_firing)


def read(question: Callable[[Session], T]) -> T:
    """Ask the database, and keep no transaction open afterwards."""
    try:
        return question(db.session())
    finally:
        db.session.rollback()


def _found(step: Step, now: datetime) -> list[int]:
    return read(lambda session: step.find(session, now, BITE))


def _take(step: Step, promise_id: int, offices: Offices, now: datetime) -> None:
    """Do one row in a transaction of its own; one that fails is put off, a database that fails ends the round."""
    try:
        with transaction() as session:
            step.act(session, promise_id, offices, now)
    except OperationalError:
        raise
    except Exception:
        log.exception("step %s failed for promise %s, which is put off", step.name, promise_id)
        with transaction() as session:
            step.postpone(session, promise_id, now, now + POSTPONED_FOR)
