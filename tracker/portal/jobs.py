"""Noting what became of confirmations that were sent to customers."""

import logging
from datetime import timedelta

from tracker.alerts.jobs.sweeping import read
from tracker.alerts.jobs.upkeep import IsStopping, Task
from tracker.kernel import clock
from tracker.kernel.extensions import transaction
from tracker.portal.queries.confirmations import to_note
from tracker.portal.use_cases.confirming import note_arrival

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200


def note_arrivals(is_stopping: IsStopping = lambda: False) -> None:
    """Note each on its own; what is left waits for the next run."""
    for confirmation_id in read(lambda session: to_note(session, MOST_AT_ONCE)):
        if is_stopping():
            return
        try:
            with transaction() as session:
                note_arrival(session, confirmation_id, clock.now())
        except Exception:
            log.exception("what became of confirmation %s could not be noted", confirmation_id)


TASKS = (Task("note_confirmations", timedelta(minutes=1), note_arrivals),)
