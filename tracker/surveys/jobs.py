"""Asking those of whom nothing was heard, by daylight and one after the other."""

import logging
from collections.abc import Iterator, Sequence
from datetime import timedelta

from tracker.alerts.jobs.sweeping import read
from tracker.alerts.jobs.upkeep import IsStopping, Task
from tracker.customers.records import Tier
from tracker.kernel import clock
from tracker.kernel.extensions import transaction
from tracker.surveys.letters import compose
from tracker.surveys.queries import silent
from tracker.surveys.use_cases.asking import ask

log = logging.getLogger(__name__)

BITE = 200
MOST_A_RUN = 200
"""So many are asked in an hour: answers come to people, who have other things to do as well."""


def ask_the_silent(is_stopping: IsStopping = lambda: False) -> None:
    """Ask each on its own, some an hour; whoever is left waits for the next run."""
    asked = 0
    for customer_id in _silent():
        if is_stopping() or asked >= MOST_A_RUN:
            return
        asked += _is_asked(customer_id)


def _is_asked(customer_id: int) -> bool:
    """Ask one, and return whether a mail goes out; one that fails holds up nobody behind."""
    try:
        with transaction() as session:
            return ask(session, customer_id, compose, clock.now()) is not None
    except Exception:
        log.exception("customer %s could not be asked", customer_id)
        return False


def _silent() -> Iterator[int]:
    """Yield whom to ask, tier by tier. Whom no mail reaches is passed by."""
    now = clock.now()
    zones = read(lambda session: silent.zones_to_ask_in(session, now))
    for tier in read(silent.asking_tiers) if zones else ():
        after_id = 0
        while found := _some(tier, zones, after_id):
            yield from found
            after_id = found[-1]


def _some(tier: Tier, zones: Sequence[str], after_id: int) -> Sequence[int]:
    now = clock.now()
    return read(lambda session: silent.silent_customers(session, tier, zones, after_id=after_id, now=now, most=BITE))


TASKS = (Task("ask_the_silent", timedelta(hours=1), ask_the_silent),)
