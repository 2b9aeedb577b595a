"""Sending what waits: claim, guard, send with no transaction open, acknowledge each one."""

import logging
import random
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime

from flask import current_app
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

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
from tracker.kernel.smtp import one_conversation

log = logging.getLogger(__name__)

CHANNELS: tuple[Channel, ...] = tuple(channel for channel in Channel if channel is not Channel.APP)
"""What is sent. Notices in the application are there as soon as they are written."""

BATCH = 5
"""How many deliveries are claimed at once; few, for one thread sends them one after the other."""
ONCE_MORE_S = 0.5
"""After how long it is tried again to write down what came of a message."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A message that is out, and of which nothing is written down yet."""

    ready: Ready
    attempt: Attempt


class _Batch:
    """Claimed deliveries, one after the other: one transaction notes what came of a message and begins the next."""

    def __init__(self, pause: Callable[[float], bool]) -> None:
        self._pause = pause
        self._sent: _Sent | None = None

    def deliver(self, claim: Claim, now: datetime) -> None:
        """Send one message, if it passes the guard."""
        ready = self._noted_and_begun(claim, now)
        if ready is not None:
            began = clock.now()
            result = _sent(ready)
            attempt = Attempt(started_at=began, ended_at=clock.now(), result=result)
            self._sent = _Sent(ready, attempt)

    def close(self) -> None:
        """Write down what came of the last message. It is out: noting it is tried again, rather than sending it."""
        sent, self._sent = self._sent, None
        ends_at = clock.steady_s() + LEASE.total_seconds()
        while sent is not None and not _noted(sent):
            if clock.steady_s() > ends_at or self._pause(ONCE_MORE_S):
                return

    def _noted_and_begun(self, claim: Claim, now: datetime) -> Ready | None:
        """Do both at once; where that fails each is done alone, which also tells what is wrong with it."""
        if self._sent is None:
            return _begun(claim, now)
        try:
            with transaction() as session:
                _note(session, self._sent)
                ready = delivering.begin_delivery(session, claim, now, current_app.extensions["gatherers"])
        except Exception as fault:  # noqa: BLE001 - the second try says more
            log.debug("what came of a message is noted alone: %s", fault)
            self.close()
            return _begun(claim, now)
        self._sent = None
        return ready


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
    with closing(_Batch(pause)) as batch, one_conversation():
        for done, claim in enumerate(claims):
            if pause(0):
                _give_back(claims[done:])
                break
            batch.deliver(claim, time())
    return len(claims)


def _give_back(claims: Sequence[Claim]) -> None:
    with transaction() as session:
        delivering.release(session, claims, clock.now())


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


def _noted(sent: _Sent) -> bool:
    """Write down what came of a message; False where the database is away, has no room, or is locked."""
    try:
        with transaction() as session:
            _note(session, sent)
    except OperationalError as fault:
        log.warning("what came of delivery %s cannot be noted yet: %s", sent.ready.claim.id, fault.orig)
        return False
    return True


def _note(session: Session, sent: _Sent) -> None:
    if not delivering.finish_delivery(session, sent.ready, sent.attempt, random.random()):  # noqa: S311 - spreads load
        log.warning("delivery %s was sent by two workers: the first was too slow", sent.ready.claim.id)


def _sent(ready: Ready) -> Result:
    """Send one message. Whatever goes wrong becomes an outcome: it must not end the worker."""
    try:
        message = message_of(ready.content, clock.now(), is_possible_repeat=ready.is_possible_repeat)
        return send_by(replace(ready.parcel, to=ready.content.to), message)
    except Exception as fault:
        log.exception("delivery %s failed in a way nobody foresaw", ready.claim.id)
        return Result(outcome=Outcome.TRANSIENT, said=f"{type(fault).__name__}: {fault}")
