"""Alerts that a real worker sends to a real mail server: how late, how long many at once take, what logging pays."""

import re
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from benchmarks import report, servers
from benchmarks.browsers import SEE_OTHER, Remote, sign_in
from benchmarks.logging_posts import AGENTS, form, log
from benchmarks.places import Place
from benchmarks.report import Figure, median, percentile, timed
from tests.support.alerts import a_prompt_team
from tests.support.builders import a_customer, a_promise
from tests.support.smtp_sink import SmtpSink, serving
from tracker.accounts.records import OfficeSlot
from tracker.alerts.queries import planning
from tracker.alerts.queries.health import vitals
from tracker.alerts.use_cases.replanning import teams_to_replan
from tracker.kernel.clock import read
from tracker.kernel.extensions import db, transaction
from tracker.promises.rules import Due

ONE_BY_ONE, APART, LATEST_S = 100, timedelta(seconds=0.3), 1.5
AT_ONCE, AT_ONCE_WITHIN_S, BITE = 1_000, 20, 100
BLOCKS, BLOCK, WARM_UP, MOST_TIMES = 4, 30, 10, 1.15
PATIENCE_S, SETTLED_WITHIN_S, HOUR, AHEAD = 120, 1_800, timedelta(hours=1), timedelta(seconds=90)
ABOUT = re.compile(rb"^Message-ID: <p(\d+)\.v", re.MULTILINE)


class Letterbox(SmtpSink):
    """A mail server that notes when the first mail about each promise came."""

    def __init__(self) -> None:
        super().__init__()
        self.came: dict[int, float] = {}

    def _keep(self, content: bytes) -> None:
        about = ABOUT.search(content)
        if about is not None:
            self.came.setdefault(int(about[1]), time.time())


def measure(usual: Place, large: Place) -> list[Figure]:
    """Return how late single alerts are, how long a thousand take among many promises, and what a worker costs."""
    for place in {usual.url: usual, large.url: large}.values():
        _settle(place)
    return [_lateness(usual), _at_once(large), _cost(usual)]


def _settle(place: Place) -> None:
    """Let a worker plan what it finds, and begin what it does once a day: neither belongs to what is measured."""
    ends_at = time.monotonic() + SETTLED_WITHIN_S
    with servers.worker(place.environment), place.app.app_context():
        _wait_for_worker(place)
        while waiting := _to_be_planned():
            if time.monotonic() > ends_at:
                raise RuntimeError(f"after {SETTLED_WITHIN_S} s there is still something to plan: {waiting}")
            time.sleep(1)


def _to_be_planned() -> list[int]:
    """Return teams or promises that a worker has yet to plan."""
    session, moment = db.session(), read()
    try:
        return planning.promises_to_plan(session, moment, 1) or teams_to_replan(session, moment, 1)
    finally:
        session.rollback()


def _lateness(place: Place) -> Figure:
    late = _told(place, [n * APART for n in range(ONE_BY_ONE)])
    return report.show(
        Figure(
            database=place.database,
            what=f"{ONE_BY_ONE} alerts one by one: p99 late",
            value=percentile(late, 0.99),
            unit="s",
            limit=LATEST_S,
            how=f"median {median(late):.2f} s, earliest {min(late):.2f} s; among {place.promises:,} promises",
        )
    )


def _at_once(place: Place) -> Figure:
    late = _told(place, [timedelta()] * AT_ONCE)
    return report.show(
        Figure(
            database=place.database,
            what=f"{AT_ONCE:,} alerts at once: the last",
            value=max(late),
            unit="s",
            limit=AT_ONCE_WITHIN_S,
            how=f"median {median(late):.1f} s; one worker, among {place.promises:,} promises",
        )
    )


def _told(place: Place, apart: Sequence[timedelta]) -> list[float]:
    """Let a worker tell of promises by mail; return by how many seconds each was late.

    They fall due when the worker has had time to plan them, and to do what it does only once a day. Raises
    RuntimeError if one is lost.
    """
    with serving(Letterbox()) as box, servers.worker(place.environment | {"MAIL_URL": box.url}):
        _wait_for_worker(place)
        begin = read() + AHEAD
        promised = _promised(place, [begin + each for each in apart])
        ends_at = time.monotonic() + PATIENCE_S + (AHEAD + apart[-1]).total_seconds()
        while not promised.keys() <= box.came.keys():
            if time.monotonic() > ends_at:
                raise RuntimeError(f"{len(promised.keys() - box.came.keys())} alerts did not arrive")
            time.sleep(0.1)
    return [box.came[number] - due.timestamp() for number, due in promised.items()]


def _promised(place: Place, dues: Sequence[datetime]) -> dict[int, datetime]:
    """Log a promise for each due, in a team that works around the clock; return them by number."""
    with place.app.app_context():
        with transaction() as session:
            slots = [OfficeSlot(weekday=day, opens_minute=0, closes_minute=1440) for day in range(7)]
            people = a_prompt_team(session, slots, name=f"Around the clock, from {dues[0]:%H:%M:%S}")
            customer_id = a_customer(session).id
        promised: dict[int, datetime] = {}
        for start in range(0, len(dues), BITE):
            with transaction() as session:
                for n, due in enumerate(dues[start : start + BITE]):
                    owner = people[n % len(people)]
                    promise = a_promise(session, owner, now=due - HOUR, due=Due(due), customer_id=customer_id)
                    promised[promise.id] = due
    return promised


def _wait_for_worker(place: Place) -> None:
    """Wait until a worker that was just started shows that it lives."""
    since, ends_at = read(), time.monotonic() + PATIENCE_S
    with place.app.app_context():
        while True:
            beaten_at = vitals(db.session(), read()).beaten_at
            db.session.rollback()
            if beaten_at is not None and beaten_at > since:
                return
            if time.monotonic() > ends_at:
                raise RuntimeError("the worker does not begin")
            time.sleep(0.1)


def _cost(place: Place) -> Figure:
    """Log in turns while a worker plans and sends, and while there is none."""
    times: dict[bool, list[float]] = {True: [], False: []}
    with servers.pages("wsgi:app", place.environment) as port:
        for turn in range(2 * BLOCKS):
            times[turn % 2 == 1] += _logged(place, port, with_worker=turn % 2 == 1)
    with_alerts, without = median(times[True]), median(times[False])
    return report.show(
        Figure(
            database=place.database,
            what="log a promise while a worker works",
            value=with_alerts / without,
            unit="times",
            limit=MOST_TIMES,
            how=f"{with_alerts:.1f} ms against {without:.1f} ms without a worker",
        )
    )


def _logged(place: Place, port: int, *, with_worker: bool) -> list[float]:
    if not with_worker:
        return _posts(port)
    with serving(Letterbox()) as box, servers.worker(place.environment | {"MAIL_URL": box.url}):
        _wait_for_worker(place)
        return _posts(port)


def _posts(port: int) -> list[float]:
    """Log some promises on a connection of their own: one that rested is closed by the server."""
    browser = Remote(port)
    sign_in(browser, AGENTS[0])
    return [timed(_posted, browser, form(browser)) for _ in range(WARM_UP + BLOCK)][WARM_UP:]


def _posted(browser: Remote, fields: dict[str, str]) -> None:
    status = log(browser, fields)
    if status != SEE_OTHER:
        raise RuntimeError(f"logging was answered with {status}")
