"""Sending the form that logs a promise, alone and with four people at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from benchmarks import report, servers, yardstick
from benchmarks.browsers import SEE_OTHER, Browser, Inside, Remote, hidden, sign_in
from benchmarks.places import Place
from benchmarks.report import Figure, median, percentile, timed
from tracker.demo.people import PEOPLE
from tracker.kernel.people import Role

ROUNDS, WARM_UP = 80, 10
CLIENTS, POSTS_EACH = 4, 40
LIMIT, AIM = 6, 4
AGENTS = [person.email for person in PEOPLE if person.role is Role.AGENT]


def measure(place: Place) -> list[Figure]:
    """Return how much slower logging is than the yardstick, and what four clients at once saw."""
    return [_over_a_connection(place), _inside(place), _four_at_once(place)]


def _over_a_connection(place: Place) -> Figure:
    bare = place.environment | {"DATABASE_URL": _beside(place)}
    with (
        servers.pages("wsgi:app", place.environment) as port,
        servers.pages("benchmarks.yardstick:from_environment()", bare) as bare_port,
    ):
        return _compared(place, "log a promise, real server", Remote(port), Remote(bare_port))


def _inside(place: Place) -> Figure:
    bare = yardstick.create_app(_beside(place))
    return _compared(place, "log a promise, inside the process", Inside(place.app), Inside(bare))


def _compared(place: Place, what: str, ours: Browser, bare: Browser) -> Figure:
    """Take turns, so that whatever else the machine does slows both."""
    sign_in(ours, AGENTS[0])
    pairs = []
    for _ in range(WARM_UP + ROUNDS):
        fields = form(ours)
        pairs.append((timed(log, ours, fields), timed(bare.post, "/", {})))
    ours_ms, yard_ms = (median(times) for times in zip(*pairs[WARM_UP:], strict=True))
    how = f"{ours_ms:.1f} ms against {yard_ms:.1f} ms; aim {AIM}"
    return report.show(
        Figure(database=place.database, what=what, value=ours_ms / yard_ms, unit="times", limit=LIMIT, how=how)
    )


def _four_at_once(place: Place) -> Figure:
    with servers.pages_and_worker(place.environment) as port, ThreadPoolExecutor(CLIENTS) as pool:
        work = pool.map(lambda email: _work(port, email), AGENTS[:CLIENTS])
        outcomes = list(chain.from_iterable(work))
    times = [spent for spent, _ in outcomes]
    return report.show(
        Figure(
            database=place.database,
            what=f"{CLIENTS} clients at once: failed posts",
            value=sum(status != SEE_OTHER for _, status in outcomes),
            unit="failed",
            limit=0,
            how=f"{len(times)} posts: p50 {median(times):.0f} ms, p95 {percentile(times, 0.95):.0f} ms",
        )
    )


def _work(port: int, email: str) -> list[tuple[float, int]]:
    """Log promise after promise; return how long each took, and what was answered."""
    browser = Remote(port)
    sign_in(browser, email)
    outcomes = []
    for _ in range(POSTS_EACH):
        fields = form(browser)
        began = time.perf_counter()
        status = log(browser, fields)
        outcomes.append(((time.perf_counter() - began) * 1000, status))
    return outcomes


def form(browser: Browser) -> dict[str, str]:
    """Open the form, as each promise has its own, and fill it in: a customer found before, due in some office hours."""
    page = browser.get("/promises/new?customer=1").text
    return {
        "csrf_token": hidden(page, "csrf_token"),
        "started": hidden(page, "started"),
        "statement": "I will call you back about invoice 4711.",
        "customer": hidden(page, "customer_asked"),
        "customer_asked": hidden(page, "customer_asked"),
        "customer_id": "1",
        "kind": "1",
        "due_count": "4",
        "due_unit": "office-hours",
        "channel": "phone",
        "scope": "customer",
        "visible_to_customer": "y",
    }


def log(browser: Browser, fields: dict[str, str]) -> int:
    """Send the form; return what was answered."""
    return browser.post("/promises/new", fields).status


def _beside(place: Place) -> str:
    """Return where the yardstick inserts: the same server, or a file of its own beside the database."""
    return place.url.replace(".db", ".yardstick.db")
