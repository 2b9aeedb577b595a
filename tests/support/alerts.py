"""What tests of alerts do again and again: let the sweep run, and read what came of it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support.builders import a_manager, a_team, an_agent
from tracker.accounts.records import Account, OfficeSlot
from tracker.alerts.jobs.sending import CHANNELS, send_waiting
from tracker.alerts.jobs.sweeping import sweep
from tracker.alerts.queries.delivering import Taker
from tracker.alerts.records import Alert, Delivery, Ladder, Notice, Rung
from tracker.alerts.rules.ladders import Channel
from tracker.kernel.people import Viewer

PEOPLE = 5


class Told(NamedTuple):
    """A line in somebody's inbox."""

    name: str
    kind: str
    at: datetime


def a_prompt_team(
    session: Session,
    slots: Sequence[OfficeSlot],
    rungs: Sequence[tuple[int, bool]] = ((0, False),),
    *,
    name: str = "",
    zone: str = "Europe/Berlin",
    channel: Channel = Channel.MAIL,
) -> list[Viewer]:
    """Make a team with a manager and five people, whose ladder tells owners in the app and outside; return the five.

    Each rung is so many seconds after the due, in office hours or by the clock; there is one at the due without others.
    """
    team = a_team(session, name, time_zone=zone)
    team.slots.clear()
    session.flush()
    team.slots = list(slots)
    a_manager(session, "Max", of=team)
    ladder = Ladder(name="Owners", team_id=team.id)
    ladder.rungs = [
        Rung(position=n, offset_s=s, in_office_time=is_office, audience="owner", channels=f"app,{channel}")
        for n, (s, is_office) in enumerate(rungs, 1)
    ]
    session.add(ladder)
    return [an_agent(session, team=team) for _ in range(PEOPLE)]


def run_sweep() -> None:
    """Do everything that is due, as a worker would."""
    while sweep(lambda _seconds: False):
        pass


def run_senders(*channels: Channel) -> None:
    """Send everything that waits, as a worker would; on these channels or on all."""
    for channel in channels or reversed(CHANNELS):
        while send_waiting(Taker("worker", channel), lambda _seconds: False):
            pass


def planned(session: Session, promise_id: int) -> list[tuple[str, datetime]]:
    """Return what is planned for a promise: rung and moment."""
    asked = select(Alert.rung_key, Alert.fire_at).where(Alert.promise_id == promise_id, Alert.state == "planned")
    return [(row.rung_key, row.fire_at) for row in session.execute(asked.order_by(Alert.fire_at, Alert.id))]


def states(session: Session, promise_id: int) -> Counter[str]:
    """Return how many alerts of a promise are in each state."""
    return Counter(session.scalars(select(Alert.state).where(Alert.promise_id == promise_id)))


def told(session: Session) -> list[Told]:
    """Return every notice in the order in which they were written."""
    asked = select(Account.name, Notice.kind, Notice.at).join(Account, Account.id == Notice.account_id)
    return [Told(*row) for row in session.execute(asked.order_by(Notice.id))]


def deliveries(session: Session) -> list[Delivery]:
    """Return every delivery as it is stored now."""
    return list(session.scalars(select(Delivery).order_by(Delivery.id).execution_options(populate_existing=True)))
