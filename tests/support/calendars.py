"""Calendar feeds in tests: making one, and reading what a program would read."""

from datetime import datetime
from typing import Any

from icalendar import Calendar
from sqlalchemy.orm import Session

from tests.support.clock import MOMENT
from tracker.feeds.rules import address
from tracker.feeds.use_cases import MakeFeed, make_feed
from tracker.kernel.people import Viewer


def a_feed(session: Session, owner: Viewer, *, now: datetime = MOMENT, with_alarm: bool = True) -> str:
    """Make a feed of somebody's open promises and return its address on this site."""
    wish = MakeFeed(account_id=owner.id, actor_id=owner.id, with_alarm=with_alarm)
    return address("", make_feed(session, wish, now).secret, "my-promises")


def events_in(body: bytes) -> dict[str, Any]:
    """Return the events of a calendar file by their UID."""
    events = Calendar.from_ical(body).walk("VEVENT")
    by_uid = {str(event["UID"]): event for event in events}
    assert len(by_uid) == len(events)
    return by_uid
