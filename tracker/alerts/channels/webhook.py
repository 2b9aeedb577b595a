"""Webhooks for other programs, signed as https://www.standardwebhooks.com describes."""

from tracker.alerts.channels.posting import as_json, opened, post
from tracker.alerts.queries.parcels import Destination, Parcel
from tracker.alerts.rules.delivering import Outcome, Result
from tracker.alerts.rules.endpoints import signatures
from tracker.alerts.rules.messages import Message
from tracker.kernel import clock


def send(parcel: Parcel, message: Message) -> Result:
    """Post what happened. The id is the same for every repeat; the moment is that of the attempt."""
    destination = parcel.destination
    if destination is None or destination.sealed_secret is None:
        return Result(outcome=Outcome.PERMANENT, said="there is no address to send to")
    body, sent_at = as_json(payload(message)), clock.now()
    headers = {
        "webhook-id": message.key,
        "webhook-timestamp": str(int(sent_at.timestamp())),
        "webhook-signature": signatures(_secrets(destination), message.key, sent_at, body),
    }
    return post(destination, body, headers)


def payload(message: Message) -> dict[str, object]:
    """Return what programs read, with the words for people beside it."""
    words = {
        "language": message.language,
        "subject": message.subject,
        "text": message.opening,
        "facts": [{"label": label, "value": value} for label, value in message.facts],
        "lines": [
            {"text": line.text, "note": line.note, "url": line.address, "settled": line.is_settled}
            for line in message.lines
        ],
        "links": {link.action.value: link.address for link in message.links},
        "possible_repeat": bool(message.repeated),
    }
    return {**message.data, "message": words}


def _secrets(destination: Destination) -> list[str]:
    """Return the secrets that sign now: while one is being replaced, the old one too."""
    sealed = (destination.sealed_secret, destination.sealed_old_secret)
    return [opened(secret) for secret in sealed if secret is not None]
