"""Everything else, by Apprise: an extra that an installation adds on purpose.

Apprise only says whether it worked, not why. Only services with an address of their own are allowed: an address with a
host in it could lead into our network.
"""

import importlib
from typing import Any

from tracker.alerts.channels.posting import opened
from tracker.alerts.queries.parcels import Parcel
from tracker.alerts.rules.delivering import Outcome, Result
from tracker.alerts.rules.endpoints import SERVICES, service_of
from tracker.alerts.rules.messages import Message

MISSING = "Apprise is not installed here: pip install apprise"


def send(parcel: Parcel, message: Message) -> Result:
    """Hand a message to Apprise."""
    if parcel.destination is None:
        return Result(outcome=Outcome.PERMANENT, said="there is no address to send to")
    url = opened(parcel.destination.sealed_url)
    if service_of(url) not in SERVICES:
        return Result(outcome=Outcome.PERMANENT, said="this service is not allowed")
    library = installed()
    if library is None:
        return Result(outcome=Outcome.PERMANENT, said=MISSING)
    return _notified(library, url, message)


def installed() -> Any | None:
    """Return the library, None where nobody installed it."""
    try:
        return importlib.import_module("apprise")
    except ModuleNotFoundError:
        return None


def text(message: Message) -> str:
    """Return a message as plain lines."""
    facts = [f"{label}: {value}" for label, value in message.facts]
    links = [f"{link.label}: {link.address}" for link in message.links]
    lines = [f"* {line.text} ({line.note})" for line in message.lines]
    parts = [message.opening, message.statement, "\n".join(lines), "\n".join(facts), "\n".join(links), message.repeated]
    return "\n\n".join(part for part in parts if part)


def _notified(library: Any, url: str, message: Message) -> Result:
    asset = library.AppriseAsset(app_id="promise-tracker", recursion=0)
    service = library.Apprise(asset=asset)
    if not service.add(f"{url}{'&' if '?' in url else '?'}retry=0&rto=10&cto=5"):
        return Result(outcome=Outcome.PERMANENT, said="Apprise does not understand this address")
    was_taken = service.notify(title=message.subject, body=text(message), body_format="text")
    return Result(outcome=Outcome.OK if was_taken else Outcome.TRANSIENT, said="taken" if was_taken else "not taken")
