"""Sending what waits: claim, guard, send with no transaction open, acknowledge each one."""

import logging
import random
from collections.abc import Callable
from datetime import datetime

from flask import current_app

from tracker.alerts.mails import promise_mail
from tracker.alerts.queries.delivering import Claim
from tracker.alerts.rules.delivering import Attempt, Outcome
from tracker.alerts.use_cases import delivering
from tracker.alerts.use_cases.delivering import Ready
from tracker.kernel import clock
from tracker.kernel.extensions import transaction
from tracker.kernel.mail import Mailer
from tracker.kernel.smtp import MailFailed

log = logging.getLogger(__name__)

BATCH = 5
"""How many deliveries are claimed at once; few, for one thread sends them one after the other."""


def send_waiting(worker_id: str, is_stopping: Callable[[], bool]) -> int:
    """Send a batch of what waits, and return how many deliveries were claimed."""
    with transaction() as session:
        claims = delivering.claim_deliveries(session, worker_id, clock.now(), BATCH)
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
    attempt = _attempt(ready)
    with transaction() as session:
        if not delivering.finish_delivery(session, ready, attempt, random.random()):  # noqa: S311 - spreads load
            log.warning("delivery %s was sent by two workers: the first was too slow", claim.id)


def _attempt(ready: Ready) -> Attempt:
    """Send one message. Whatever goes wrong becomes an outcome: it must not end the worker."""
    mailer: Mailer = current_app.extensions["mailer"]
    began = clock.now()
    try:
        said = mailer.send(promise_mail(ready.letter, began, is_possible_repeat=ready.is_possible_repeat))
    except MailFailed as failure:
        return _failed(began, failure)
    except Exception as fault:
        log.exception("delivery %s failed in a way nobody foresaw", ready.claim.id)
        return _ended(began, Outcome.TRANSIENT, said=f"{type(fault).__name__}: {fault}")
    return _ended(began, Outcome.OK, said=said)


def _failed(began: datetime, failure: MailFailed) -> Attempt:
    outcome = Outcome.AMBIGUOUS if failure.is_ambiguous else Outcome.TRANSIENT
    return _ended(began, Outcome.PERMANENT if failure.is_permanent else outcome, str(failure), failure.status)


def _ended(began: datetime, outcome: Outcome, said: str, status: int | None = None) -> Attempt:
    return Attempt(started_at=began, ended_at=clock.now(), outcome=outcome, said=said, status=status)
