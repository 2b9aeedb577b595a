"""Endpoints for tests, with real receivers behind them."""

from sqlalchemy import insert
from sqlalchemy.orm import Session

from config import Settings
from tests.support.clock import MOMENT
from tracker.accounts.records import Team
from tracker.alerts.records import Delivery, Endpoint
from tracker.alerts.rules.endpoints import new_secret
from tracker.alerts.rules.ladders import Channel
from tracker.kernel.people import Viewer
from tracker.kernel.secrets import Vault

SECRET = new_secret(b"0123456789abcdef0123456789abcdef")
VAULT = Vault.of(Settings(testing=True))


def an_endpoint(
    session: Session,
    url: str,
    *,
    of: Viewer | None = None,
    of_team: Team | None = None,
    kind: Channel = Channel.WEBHOOK,
) -> Endpoint:
    """Make an endpoint of a person or of a team; a webhook signs with SECRET."""
    endpoint = Endpoint(
        kind=kind.value,
        name=f"Our {kind.value}",
        account_id=None if of is None else of.id,
        team_id=None if of_team is None else of_team.id,
        url_encrypted=VAULT.seal(url),
        secret_encrypted=VAULT.seal(SECRET) if kind is Channel.WEBHOOK else None,
        created_at=MOMENT,
    )
    session.add(endpoint)
    session.flush()
    return endpoint


def a_delivery(session: Session, endpoint: Endpoint, payload: str, *, promise_id: int | None = None, n: int = 0) -> str:
    """Let something wait for an endpoint; return its key."""
    key = f"p{promise_id or 0}:v1:r1:o{n}:{endpoint.kind}:e{endpoint.id}"
    row = {
        "channel": endpoint.kind,
        "endpoint_id": endpoint.id,
        "recipient_id": endpoint.account_id,
        "promise_id": promise_id,
        "dedupe_key": key,
        "state": "pending",
        "due_at": MOMENT,
        "visible_at": MOMENT,
        "payload": payload,
    }
    session.execute(insert(Delivery), [row])
    return key
