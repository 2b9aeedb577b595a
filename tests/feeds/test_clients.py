"""Real calendar programs subscribe to a running server."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import Store
from tests.support.builders import a_customer, a_promise, an_agent
from tests.support.calendars import a_feed, run_program
from tests.support.clock import MOMENT, FrozenClock
from tracker.promises.rules import Due
from tracker.promises.use_cases.renegotiating import RenegotiatePromise, renegotiate_promise

VDIRSYNCER = """
[general]
status_path = "{folder}/status/"

[pair promises]
a = "here"
b = "there"
collections = null
conflict_resolution = "b wins"

[storage here]
type = "filesystem"
path = "{folder}/calendar/"
fileext = ".ics"

[storage there]
type = "http"
url = "{address}"
"""

KHAL = """
[calendars]
[[promises]]
path = {folder}/calendar
readonly = True

[sqlite]
path = {folder}/khal.db

[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = Europe/Berlin
local_timezone = Europe/Berlin
"""


@dataclass
class Desk:
    """A computer with vdirsyncer and khal, subscribed to one feed."""

    folder: Path

    def sync(self) -> str:
        """Fetch the feed; return what vdirsyncer says about it."""
        return self.run("vdirsyncer", "-c", "vdirsyncer.conf", "sync")

    def listed(self) -> list[str]:
        """Return what khal lists for the weeks after MOMENT."""
        how = "{start-date} {start-time}-{end-time} {title} [{categories}]"
        told = self.run("khal", "-c", "khal.conf", "list", "-df", "", "-f", how, "2026-03-01", "40d")
        return [line for line in told.splitlines() if line]

    def files(self) -> dict[str, tuple[int, bytes]]:
        """Return everything that is stored here, and when it was written."""
        stored = (self.folder / "calendar").iterdir()
        return {file.name: (file.stat().st_mtime_ns, file.read_bytes()) for file in stored}

    def run(self, program: str, *arguments: str) -> str:
        """Run one of the programs as if this were the only thing ever set up here."""
        return run_program(self.folder, program, *arguments)


@pytest.fixture
def desk_for(tmp_path: Path, site: str) -> Callable[[str], Desk]:
    """Return what subscribes a desk to a feed, under either name of the loopback host."""

    def desk_for(feed: str) -> Desk:
        address = site.replace("127.0.0.1", "localhost") + feed
        (tmp_path / "calendar").mkdir()
        (tmp_path / "vdirsyncer.conf").write_text(VDIRSYNCER.format(folder=tmp_path, address=address))
        (tmp_path / "khal.conf").write_text(KHAL.format(folder=tmp_path))
        desk = Desk(tmp_path)
        desk.run("vdirsyncer", "-c", "vdirsyncer.conf", "discover")
        return desk

    return desk_for


def test_khal_and_vdirsyncer_follow_a_renegotiation(
    store: Store, desk_for: Callable[[str], Desk], clock: FrozenClock
) -> None:
    with store() as session:
        ann, sommer = an_agent(session), a_customer(session, "Bäckerei Sommer")
        promise = a_promise(session, ann, statement="Write; C:\\New\u2028and 👋", customer_id=sommer.id)
        a_promise(session, ann, statement="The same", customer_id=sommer.id)
        a_promise(session, ann, statement="The same", customer_id=sommer.id)
        feed = a_feed(session, ann)
    desk = desk_for(feed)

    desk.sync()
    first, listed = desk.files(), desk.listed()
    clock.advance(timedelta(hours=2))
    desk.sync()
    second = desk.files()
    with store() as session:
        later = Due(MOMENT + timedelta(days=28))
        agreed = RenegotiatePromise(
            promise_id=promise.id, actor=ann, seen_version=1, due=later, reason="Parts are late.", informed=None
        )
        renegotiate_promise(session, agreed, clock.moment)
    desk.sync()

    write = "Write; C:\\New and 👋 · Bäckerei Sommer [Callback]"
    same = "2026-03-03 08:45-09:00 The same · Bäckerei Sommer [Callback]"
    assert sorted(listed) == sorted([f"2026-03-03 08:45-09:00 {write}", same, same])
    assert second == first
    assert sorted(desk.listed()) == sorted([f"2026-03-30 09:45-10:00 {write}", same, same])
