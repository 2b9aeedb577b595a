"""The red line on every page while alerts are late. It may not cost more than one small question now and then."""

from datetime import datetime, timedelta
from threading import Lock

from flask import current_app
from sqlalchemy.orm import Session

from tracker.alerts.queries.health import waiting_since
from tracker.alerts.rules.health import LATE_AFTER, NOTHING, lag

ASKED_EVERY = timedelta(seconds=5)


class Alarm:
    """What this process last heard about the lag of the alerts."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked_at: datetime | None = None
        self._since: datetime | None = None

    def since(self, session: Session, now: datetime) -> datetime | None:
        """Return since when the first thing to do has been waiting, as it was some seconds ago."""
        with self._lock:
            is_fresh = self._asked_at is not None and abs(now - self._asked_at) < ASKED_EVERY
            self._asked_at = self._asked_at if is_fresh else now
        if not is_fresh:
            self._since = waiting_since(session)
        return self._since


def serious_lag(session: Session, now: datetime) -> timedelta:
    """Return by how much alerts are late; nothing while that is little."""
    alarm: Alarm = current_app.extensions.setdefault("alarm", Alarm())
    late = lag(alarm.since(session, now), now)
    return late if late > LATE_AFTER else NOTHING
