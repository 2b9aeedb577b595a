"""What is looked at by itself: whether exceptions have become the rule, and who grants otherwise than others."""

from datetime import timedelta

from flask import current_app

from config import Settings
from tracker.alerts.jobs.sweeping import read
from tracker.alerts.jobs.upkeep import IsStopping, Task
from tracker.kernel import clock
from tracker.kernel.extensions import transaction
from tracker.precedents.rules.flags import FlagType
from tracker.precedents.standing_out import agreeing, drifting, leaning
from tracker.precedents.use_cases.flagging import forget_persons, take_up
from tracker.precedents.use_cases.noting import note_consistency


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


TASKS = (
    Task("flag_drift", timedelta(hours=1), flag_drift),
    Task("flag_grant_rates", timedelta(days=1), flag_grant_rates),
    Task("note_agreement", timedelta(days=1), note_agreement),
)
