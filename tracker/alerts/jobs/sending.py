"""Sending what waits: claim, guard, send with no transaction open, acknowledge each one."""

import logging
import random
from collections.abc import Callable
from dataclasses import replace

from tracker.alerts.channels import send_by
from tracker.alerts.jobs.sweeping import read
from tracker.alerts.messages import message_of
from tracker.alerts.queries.delivering import Claim, Taker, is_waiting
from tracker.alerts.rules.delivering import Attempt, Outcome, Result
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


def send_waiting(taker: Taker, is_stopping: Callable[[], bool]) -> int:
    """Send a batch of what waits on a channel, and return how many deliveries were claimed."""
    now = clock.now()
    if not read(lambda session: is_waiting(session, taker.channel, now)):
        return 0
    with transaction() as session:
        claims = delivering.claim_deliveries(session, taker, clock.now(), BATCH)
    for done, claim in enumerate(claims):
        if is_stopping():
            with transaction() as session:
                delivering.release(session, claims[done:], clock.now())
            break
        _deliver(claim)
    return len(claims)


def _deliver(claim: Claim) -> None:
    with transaction() as session:
        ready = delivering.begin_delivery(session, claim, clock.now())
    if ready is None:
        return
    began = clock.now()
    result = _sent(ready)
    attempt = Attempt(started_at=began, ended_at=clock.now(), result=result)
    with transaction() as session:
        if not delivering.finish_delivery(session, ready, attempt, random.random()):  # noqa: S311 - spreads load
            log.warning("delivery %s was sent by two workers: the first was too slow", claim.id)


def _sent(ready: Ready) -> Result:
    """Send one message. Whatever goes wrong becomes an outcome: it must not end the worker."""
    try:
        message = message_of(ready.content, clock.now(), is_possible_repeat=ready.is_possible_repeat)
        return send_by(replace(ready.parcel, to=ready.content.to), message)
    except Exception as fault:
        log.exception("delivery %s failed in a way nobody foresaw", ready.claim.id)
        return Result(outcome=Outcome.TRANSIENT, said=f"{type(fault).__name__}: {fault}")
