"""Where a promise can be confirmed to its customer by mail, this is offered, once and calmly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext
from markupsafe import Markup

from tracker.audit.queries import Told
from tracker.customers.queries import mail_addresses
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.promises.records import Promise
from tracker.promises.rules import State

SENT, FAILED = "confirmation_sent", "confirmation_failed"
TELLING = frozenset({SENT, FAILED, "promise_renegotiated", "promise_logged", "draft_completed"})
"""Events after which there is something to confirm, and the one after which there is not."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the page of a promise says about confirming it: whether a mail can reach the customer, what became of it."""

    has_address: bool
    is_sent: bool
    has_failed: bool


def offer_of(promise: Promise, told: Sequence[Told], moment: datetime) -> Offer | None:
    """Return the offer for a promise whose events are given, the last one first; None where there is nothing to say."""
    if not _is_worth_telling(promise, moment):
        return None
    last = next((each.kind for each in told if each.kind in TELLING), "")
    return Offer(
        has_address=bool(mail_addresses(db.session(), promise.customer_id or 0)),
        is_sent=last == SENT,
        has_failed=last == FAILED,
    )


def with_offer(words: object, promise: Promise) -> Markup | str:
    """Return what is said after saving, with the way to the mail where the customer has an address."""
    if not _is_worth_telling(promise, now()) or not mail_addresses(db.session(), promise.customer_id or 0):
        return words if isinstance(words, Markup) else str(words)
    address = url_for("portal.confirmation", promise_id=promise.id)
    return Markup('{} <a href="{}">{}</a>').format(words, address, gettext("Confirm by mail …"))


def _is_worth_telling(promise: Promise, moment: datetime) -> bool:
    is_ahead = promise.due_at is not None and promise.due_at > moment
    return promise.state == State.OPEN and promise.visible_to_customer and is_ahead
