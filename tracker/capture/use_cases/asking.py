"""What must be known to read when something is due: when and where it was said, and how dates are written there."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts.records import Team
from tracker.capture.rules.due.grammar import Asked
from tracker.capture.rules.line.dues import without_seconds
from tracker.kernel.people import Viewer
from tracker.worktime.zones import local

MONTH_FIRST = frozenset({"US"})
"""Countries in which the month stands before the day."""


def asked_by(session: Session, viewer: Viewer, said_at: datetime, language: str) -> Asked:
    """Return how the words of somebody of ours are to be read."""
    team = session.get_one(Team, viewer.team_id)
    wall = wall_of(said_at, viewer.time_zone)
    return Asked(language, wall, viewer.zone, month_first=team.country in MONTH_FIRST)


def wall_of(said_at: datetime, zone: str) -> datetime:
    """Return what the clocks of a zone show, as grammars are asked."""
    return without_seconds(local(said_at, zone)).replace(tzinfo=None)
