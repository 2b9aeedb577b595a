"""Calendar feeds in tests: making one, and reading what a program would read."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path
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


def run_program(folder: Path, program: str, *arguments: str) -> str:
    """Run a calendar program as if the folder were the only thing ever set up here; return what it says."""
    done = subprocess.run(
        [Path(sys.executable).parent / program, *arguments],
        cwd=folder,
        env={"HOME": str(folder), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
