"""What may happen to workers. Each is played on the ground that it is given; what came of it, tests judge."""

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.context import ForkServerProcess

from tests.faults.ground import SOON, Ground
from tests.faults.traps import POINTS
from tests.faults.worker import IDLE_S, LEASE_S

SECOND = timedelta(seconds=1)
WAITING = 40
"""How many alerts are at least on their way, so that whoever is killed was at work."""
LATEST_S = 60.0
"""How late the last one may be, on a machine that does other things as well: it is held up by nobody."""
LONGER_THAN_FORGIVEN_S = 0.7
HELD_UP_S = IDLE_S * 0.75
"""Who is not held up is done long before, even on a busy machine; who is waits for the end of IDLE_S."""


def killed_at_every_step(ground: Ground, kills: int, alerts: int) -> None:
    """Three workers, two of which are killed, each time at another step of their work, and replaced.

    It goes on until there were so many kills and alerts. Some promises are settled just when they fall due.
    """
    ground.staff()
    waiting = max(WAITING, alerts // 50)
    accidents = zip(itertools.islice(itertools.cycle(POINTS), kills), itertools.cycle((1, 3, 2)), strict=False)
    made, earlier = 0, list[int]()
    with ground.mail_server(takes_s=0.005):
        ground.work()
        doomed: list[ForkServerProcess] = []
        while len(ground.ledger.read("killed")) < kills or made < alerts:
            if len(ground.wanted.moments) - ground.arrived() < waiting:
                ground.settle(earlier[::10])
                due = ground.now + SOON
                earlier = ground.promise([due + n * 0.02 * SECOND for n in range(waiting)])
                made += len(earlier)
            doomed = [each for each in doomed if each.is_alive()]
            while len(doomed) < 2:
                point, on_pass = next(accidents, ("", 1))
                doomed.append(ground.work(at=point, on_pass=on_pass))
            time.sleep(0.05)
        ground.finish()


def many_workers(ground: Ground, workers: int, alerts: int) -> None:
    """Many workers at once, and nothing else happens."""
    ground.staff()
    with ground.mail_server(takes_s=0.01):
        for _ in range(workers):
            ground.work()
        ground.wait(lambda: ground.books.workers_seen() == workers)
        first = ground.now + 2 * SOON
        ground.promise([first + n * 0.02 * SECOND for n in range(alerts)])
        ground.finish()


@contextmanager
def told_meanwhile(ground: Ground, workers: int) -> Iterator[list[ForkServerProcess]]:
    """Let something happen while workers are telling people; then everything settles."""
    ground.staff()
    with ground.mail_server(takes_s=0.02):
        busy = [ground.work() for _ in range(workers)]
        ground.wait(lambda: ground.books.workers_seen() == workers)
        ground.promise([ground.now + SOON + n * 0.05 * SECOND for n in range(WAITING)])
        ground.wait(lambda: ground.arrived() >= 3)
        yield busy
        ground.finish()
        assert all(worker.is_alive() for worker in busy)


def frozen_at(ground: Ground, point: str) -> None:
    """A worker is frozen for longer than its lease, another one takes over, and the first one goes on amid that."""
    ground.staff()
    ground.promise([ground.now - SECOND] * 5)
    with ground.mail_server(takes_s=0.2):
        first = ground.work(at=point, freezes=True)
        ground.wait(ground.frozen)
        ground.work()
        ground.wait(lambda: ground.arrived() > (point == "sent"), LEASE_S + IDLE_S + 30)
        ground.wake(first)
        ground.finish()


def frozen_while_claiming(ground: Ground) -> bool:
    """A worker is frozen while it claims; return whether another one could go on with the rest meanwhile."""
    ground.staff()
    ground.promise([ground.now - SECOND] * 15)
    with ground.mail_server():
        first = ground.work(at="in_claim", freezes=True, on_pass=1)
        ground.wait(ground.frozen)
        ground.work()
        try:
            ground.wait(lambda: ground.arrived() >= 5, HELD_UP_S)
        except AssertionError:
            return False
        finally:
            ground.wake(first)
        ground.finish()
    return True


def settled_amid_sending(ground: Ground) -> None:
    """Everything is settled just after a worker has claimed it: only what is on its way may still arrive."""
    ground.staff()
    numbers = ground.promise([ground.now - SECOND] * 5)
    with ground.mail_server(takes_s=LONGER_THAN_FORGIVEN_S):
        ground.work()
        ground.wait(ground.arrived)
        ground.settle(numbers)
        ground.finish()
