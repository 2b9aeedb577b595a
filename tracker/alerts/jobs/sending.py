"""Sending what waits: claim, guard, send with no transaction open, acknowledge each one."""

import logging
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flask import current_app
from sqlalchemy.exc import OperationalError

from tracker.alerts.channels import send_by
from tracker.alerts.jobs.sweeping import read
from tracker.alerts.messages import message_of
from tracker.alerts.queries.delivering import Claim, Taker, is_waiting
from tracker.alerts.rules.delivering import LEASE, Attempt, Outcome, Result
from tracker.alerts.rules.ladders import Channel
from tracker.alerts.use_cases import delivering
from tracker.alerts.use_cases.delivering import Ready
from tracker.kernel import clock
from tracker.kernel.extensions import transaction

log = logging.getLogger(__name__)

CHANNELS: tuple[Channel, ...] = tuple(channel for channel in Channel if channel is not Channel.APP)
"""What is sent. Notices in the application are there as soon as they are written."""

BATCH = 5
"""How many deliveries are claimed at once; few, for one thread sends them one after the other."""
ONCE_MORE_S = 0.5
"""After how long it is tried again to write down what came of a message."""


def send_waiting(taker: Taker, pause: Callable[[float], bool], time: Callable[[], datetime] = clock.now) -> int:
    """Send a batch of what waits on a channel, and return how many deliveries were claimed.

    `pause` waits for some seconds and returns whether to stop; it is asked before every message. `time` tells how late
    it is, or ends the batch by raising something.
    """
    now = time()
    if not read(lambda session: is_waiting(session, taker.channel, now)):
        return 0
    with transaction() as session:
        claims = delivering.claim_deliveries(session, taker, now, BATCH)
    for done, claim in enumerate(claims):
        if pause(0):
            with transaction() as session:
                delivering.release(session, claims[done:], clock.now())
            break
        _deliver(claim, pause, time())
    return len(claims)


def _deliver(claim: Claim, pause: Callable[[float], bool], now: datetime) -> None:
    ready = _begun(claim, now)
    if ready is None:
        return
    began = clock.now()
    result = _sent(ready)
    attempt = Attempt(started_at=began, ended_at=clock.now(), result=result)
    ends_at = clock.steady_s() + LEASE.total_seconds()
    while not _noted(ready, attempt):
        if clock.steady_s() > ends_at or pause(ONCE_MORE_S):
            return


def _begun(claim: Claim, now: datetime) -> Ready | None:
    """Pass the guard. What cannot even be gathered is put off; that the database is away ends the round."""
    try:
        with transaction() as session:
            return delivering.begin_delivery(session, claim, now, current_app.extensions["gatherers"])
    except OperationalError:
        raise
    except Exception as fault:
        log.exception("what delivery %s has to say cannot be gathered", claim.id)
        result = Result(outcome=Outcome.TRANSIENT, said=f"{type(fault).__name__}: {fault}")
    attempt = Attempt(started_at=now, ended_at=now, result=result)
    with transaction() as session:
        delivering.put_off(session, claim, attempt, random.random())  # noqa: S311 - spreads load
    return None


def _noted(ready: Ready, attempt: Attempt) -> bool:
    """Write down what came of a message; False where the database is away, has no room, or is locked.

    The message is out: as long as it is ours, noting it is tried again rather than the message sent again.
    """
    try:
        with transaction() as session:
            if not delivering.finish_delivery(session, ready, attempt, random.random()):  # noqa: S311 - spreads load
                log.warning("delivery %s was sent by two workers: the first was too slow", ready.claim.id)
    except OperationalError as fault:
        log.warning("what came of delivery %s cannot be noted yet: %s", ready.claim.id, fault.orig)
        return False
    return True


def _sent(ready: Ready) -> Result:
    """Send one message. Whatever goes wrong becomes an outcome: it must not end the worker."""
    try:
        message = message_of(ready.content, clock.now(), is_possible_repeat=ready.is_possible_repeat)
        return send_by(replace(ready.parcel, to=ready.content.to), message)
    except Exception as fault:
        log.exception("delivery %s failed in a way nobody foresaw", ready.claim.id)
        return Result(outcome=Outcome.TRANSIENT, said=f"{type(fault).__name__}: {fault}")
