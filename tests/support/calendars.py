"""Calendar feeds in tests: making one, and reading what a program would read."""

from datetime import datetime
from typing import Any

from icalendar import Calendar
from sqlalchemy.orm import Session

from tests.support.clock import MOMENT
from tracker.accounts.queries.viewers import viewer_of
from tracker.feeds.rules import MINE, Detail, Subject, address
from tracker.feeds.use_cases.feeds import MakeFeed, Style, make_feed
from tracker.kernel.people import Viewer


def a_feed(
    session: Session,
    owner: Viewer,
    subject: Subject = MINE,
    *,
    now: datetime = MOMENT,
    with_alarm: bool = True,
    detail: Detail = Detail.FULL,
) -> str:
    """Make a feed, of somebody's open promises unless told otherwise, and return its address on this site."""
    style = Style(with_alarm=with_alarm, detail=detail)
    wish = MakeFeed(owner=viewer_of(session, owner.id), subject=subject, style=style)
    return address("", make_feed(session, wish, now).secret, "my-promises")


def events_in(body: bytes, component: str = "VEVENT") -> dict[str, Any]:
    """Return the events of a calendar file by their UID, or its tasks."""
    events = Calendar.from_ical(body).walk(component)
    by_uid = {str(event["UID"]): event for event in events}
    assert len(by_uid) == len(events)
    return by_uid
