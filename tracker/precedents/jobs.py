"""What is looked at by itself: whether exceptions have become the rule, and who grants otherwise than others."""

import logging
from datetime import timedelta

from flask import current_app

from config import Settings
from tracker.alerts.jobs.sweeping import read
from tracker.alerts.jobs.upkeep import IsStopping, Task
from tracker.alerts.use_cases.offices import Offices
from tracker.kernel import clock
from tracker.kernel.extensions import transaction
from tracker.precedents.judging import Judged, judged
from tracker.precedents.queries.approvals import waiting_ids
from tracker.precedents.queries.histories import next_waiting
from tracker.precedents.rules.flags import FlagType
from tracker.precedents.standing_out import agreeing, drifting, leaning
from tracker.precedents.use_cases.ending import tell_of_ending, tell_of_grants_ending
from tracker.precedents.use_cases.flagging import forget_persons, take_up
from tracker.precedents.use_cases.histories import note_judged
from tracker.precedents.use_cases.noting import note_consistency
from tracker.precedents.use_cases.reminding import remind
from tracker.precedents.use_cases.stranding import tell_of_stranded

log = logging.getLogger(__name__)


def flag_drift(_is_stopping: IsStopping = lambda: False) -> None:
    """Flag where exceptions have become the rule."""
    now = clock.now()
    found = read(lambda session: drifting(session, now))
    with transaction() as session:
        take_up(session, FlagType.DRIFT, found, now)


def flag_grant_rates(_is_stopping: IsStopping = lambda: False) -> None:
    """Flag different grant rates of teams, and of persons where the organisation wants to know them."""
    settings: Settings = current_app.extensions["settings"]
    now, persons = clock.now(), settings.rates_of_persons
    found = read(lambda session: leaning(session, now, persons=persons))
    with transaction() as session:
        if not persons:
            forget_persons(session)
        take_up(session, FlagType.LEANING, found, now)


def note_agreement(_is_stopping: IsStopping = lambda: False) -> None:
    """Note how consistent decisions are, for the report."""
    now = clock.now()
    found = read(lambda session: agreeing(session, now))
    with transaction() as session:
        note_consistency(session, found, now)


def judge_histories(is_stopping: IsStopping = lambda: False) -> None:
    """Judge the histories that were brought, the longest waiting first; one that fails stops none of the others."""
    settings: Settings = current_app.extensions["settings"]
    while not is_stopping():
        waiting = read(next_waiting)
        if waiting is None:
            return
        history_id, archive = waiting
        try:
            found = judged(archive, persons=settings.rates_of_persons)
        except Exception:
            log.exception("history %s cannot be judged", history_id)
            found = Judged(fault="the program failed; its log says more")
        with transaction() as session:
            note_judged(session, history_id, found, clock.now())


def remind_of_approvals(is_stopping: IsStopping = lambda: False) -> None:
    """Tell of every request that waits what its ladder says, each on its own: few wait at any time."""
    for approval_id in read(waiting_ids):
        if is_stopping():
            return
        try:
            with transaction() as session:
                remind(session, approval_id, Offices.read(session), clock.now())
        except Exception:
            log.exception("nobody could be reminded of approval %s", approval_id)


def tell_of_ends(_is_stopping: IsStopping = lambda: False) -> None:
    """Tell who wrote a policy, or granted something, that it ends soon."""
    with transaction() as session:
        offices, now = Offices.read(session), clock.now()
        tell_of_ending(session, offices, now)
        tell_of_grants_ending(session, offices, now)


def tell_where_nobody_settles(_is_stopping: IsStopping = lambda: False) -> None:
    """Tell of flags that nobody may settle."""
    with transaction() as session:
        tell_of_stranded(session, Offices.read(session), clock.now())


TASKS = (
    Task("remind_of_approvals", timedelta(minutes=1), remind_of_approvals),
    Task("tell_where_nobody_settles", timedelta(hours=1), tell_where_nobody_settles),
    Task("tell_of_ends", timedelta(hours=1), tell_of_ends),
    Task("flag_drift", timedelta(hours=1), flag_drift),
    Task("flag_grant_rates", timedelta(days=1), flag_grant_rates),
    Task("note_agreement", timedelta(days=1), note_agreement),
    Task("judge_histories", timedelta(minutes=1), judge_histories),
)
