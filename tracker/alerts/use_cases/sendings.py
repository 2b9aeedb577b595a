"""The rows of what goes out: one for each person and channel, or one for everything that was held back."""

from datetime import datetime

from tracker.alerts.queries.endpoints import EndpointFacts
from tracker.alerts.rules.delivering import CatchUp, Occasion
from tracker.alerts.rules.firing import dedupe_key
from tracker.alerts.rules.ladders import Channel
from tracker.alerts.use_cases.reaching import Reached, Reaching

Row = dict[str, object]


def by_mail(key: str, payload: str, now: datetime) -> Row:
    """Return a mail that goes out at any hour, because somebody has just decided it or chosen the hour."""
    return {
        "alert_id": None,
        "promise_id": None,
        "channel": Channel.MAIL.value,
        "endpoint_id": None,
        "recipient_id": None,
        "dedupe_key": key,
        "state": "pending",
        "due_at": now,
        "visible_at": now,
        "at_any_hour": True,
        "payload": payload,
    }


def to_person(reaching: Reaching, to: Reached) -> Row:
    """Return the mail of a message; what is held back goes out with everything else in one catch-up."""
    if to.held_until is not None:
        return _catch_up(Channel.MAIL, str(to.account_id), to.held_until) | {"recipient_id": to.account_id}
    return _message(reaching, Channel.MAIL, to.account_id) | {"recipient_id": to.account_id}


def to_endpoint(reaching: Reaching, endpoint: EndpointFacts, to: Reached | None) -> Row:
    """Return what goes to a person's endpoint, held back like mail, or to a team's, which waits for its hours."""
    address = {"endpoint_id": endpoint.id, "recipient_id": to.account_id if to else None}
    if to is not None and to.held_until is not None:
        return _catch_up(endpoint.kind, f"e{endpoint.id}", to.held_until) | address
    return _message(reaching, endpoint.kind, f"e{endpoint.id}") | address


def _message(reaching: Reaching, channel: Channel, recipient: int | str) -> Row:
    subject, message = reaching.subject, reaching.message
    return {
        "alert_id": message.alert.id,
        "promise_id": subject.id,
        "channel": channel.value,
        "endpoint_id": None,
        "dedupe_key": dedupe_key(subject.id, message.alert, channel, recipient),
        "state": "pending",
        "due_at": message.alert.fire_at,
        "visible_at": reaching.now,
        "at_any_hour": message.is_urgent,
        "payload": Occasion(kind=message.kind, due_at=subject.due_at).packed(),
    }


def _catch_up(channel: Channel, recipient: str, opens_at: datetime) -> Row:
    return {
        "alert_id": None,
        "promise_id": None,
        "channel": channel.value,
        "endpoint_id": None,
        "dedupe_key": f"catch-up:{recipient}:{opens_at:%Y%m%dT%H%M}:{channel}",
        "state": "pending",
        "due_at": opens_at,
        "visible_at": opens_at,
        "at_any_hour": False,
        "payload": CatchUp(opens_at=opens_at).packed(),
    }
