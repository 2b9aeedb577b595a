"""Letting customers' calendars follow the appointments to which they were invited."""

import logging
from datetime import timedelta

from tracker.alerts.jobs.sweeping import read
from tracker.alerts.jobs.upkeep import IsStopping, Task
from tracker.feeds.invitation_mails import composing
from tracker.feeds.queries.invitations import behind
from tracker.feeds.use_cases.invitations import follow
from tracker.kernel import clock
from tracker.kernel.extensions import transaction

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200


def follow_appointments(is_stopping: IsStopping = lambda: False) -> None:
    """Send what customers' calendars have to know, each invitation on its own; what is left waits for the next run."""
    for promise_id in read(lambda session: behind(session, MOST_AT_ONCE, clock.now())):
        if is_stopping():
            return
        try:
            with transaction() as session:
                follow(session, promise_id, composing(clock.now()), clock.now())
        except Exception:
            log.exception("the invitation to promise %s could not follow it", promise_id)


TASKS = (Task("follow_appointments", timedelta(minutes=1), follow_appointments),)
