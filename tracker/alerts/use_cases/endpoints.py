"""Adding endpoints, trying them, replacing their secrets, switching them on again and taking them away."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from tracker.alerts.queries import endpoints as queries
from tracker.alerts.queries.states import insert_new
from tracker.alerts.records import Delivery, Endpoint
from tracker.alerts.rules.endpoints import MOST_OF_ONE_OWNER, OVERLAP, SECRET_BYTES, SERVICES, new_secret, service_of
from tracker.alerts.rules.ladders import Channel
from tracker.alerts.rules.payloads import TrialRun
from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.places import NotAllowed, check_form
from tracker.kernel.secrets import Vault
from tracker.kernel.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEndpoint:
    """Somebody adds an endpoint: their own, or that of a team."""

    actor: Viewer
    team_id: int | None
    kind: Channel
    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeSecret:
    """A new signing secret, which is told only now; None where nothing is signed."""

    endpoint_id: int
    name: str
    secret: str | None


def add_endpoint(session: Session, add: AddEndpoint, vault: Vault, now: datetime) -> MadeSecret:
    """Add an endpoint. Raises Forbidden, and Invalid for the field at fault."""
    _check(session, add)
    secret = _secret() if add.kind is Channel.WEBHOOK else None
    endpoint = Endpoint(
        kind=add.kind.value,
        name=add.name,
        account_id=add.actor.id if add.team_id is None else None,
        team_id=add.team_id,
        url_encrypted=vault.seal(add.url),
        secret_encrypted=None if secret is None else vault.seal(secret),
        created_at=now,
    )
    session.add(endpoint)
    session.flush()
    _tell(session, "endpoint_added", endpoint, add.actor, now=now)
    return MadeSecret(endpoint_id=endpoint.id, name=endpoint.name, secret=secret)


def replace_secret(session: Session, actor: Viewer, endpoint_id: int, vault: Vault, *, now: datetime) -> MadeSecret:
    """Sign with a new secret; for a day the old one signs as well. Raises NotFound and Invalid."""
    endpoint = queries.endpoint_for_update(session, actor, endpoint_id)
    if endpoint.secret_encrypted is None:
        raise Invalid(N_("Nothing that goes there is signed."))
    secret = _secret()
    endpoint.old_secret_encrypted, endpoint.old_secret_until = endpoint.secret_encrypted, now + OVERLAP
    endpoint.secret_encrypted = vault.seal(secret)
    _tell(session, "endpoint_secret_replaced", endpoint, actor, now=now)
    return MadeSecret(endpoint_id=endpoint.id, name=endpoint.name, secret=secret)


def try_endpoint(session: Session, actor: Viewer, endpoint_id: int, now: datetime) -> None:
    """Send a trial notice; one a second at most. Raises NotFound, and Invalid while it is switched off."""
    endpoint = queries.endpoint_for_update(session, actor, endpoint_id)
    if endpoint.disabled_at is not None:
        raise Invalid(N_("It is switched off. Switch it on first."))
    row = {
        "channel": endpoint.kind,
        "endpoint_id": endpoint.id,
        "recipient_id": endpoint.account_id,
        "dedupe_key": f"trial:e{endpoint.id}:{now.astimezone(UTC):%Y%m%dT%H%M%S}",
        "state": "pending",
        "due_at": now,
        "visible_at": now,
        "at_any_hour": True,
        "payload": TrialRun().packed(),
    }
    session.execute(insert_new(session, Delivery), [row])


def resume_endpoint(session: Session, actor: Viewer, endpoint_id: int, now: datetime) -> None:
    """Trust an endpoint again that was switched off or left alone. Raises NotFound."""
    endpoint = queries.endpoint_for_update(session, actor, endpoint_id)
    endpoint.disabled_at, endpoint.paused_until = None, None
    endpoint.fail_streak, endpoint.trouble = 0, ""
    queries.wake(session, endpoint.id, now)
    _tell(session, "endpoint_resumed", endpoint, actor, now=now)


def remove_endpoint(session: Session, actor: Viewer, endpoint_id: int, now: datetime) -> None:
    """Take an endpoint away: its address and secrets are forgotten, its name stays for the ledger. Raises NotFound."""
    endpoint = queries.endpoint_for_update(session, actor, endpoint_id)
    endpoint.removed_at, endpoint.url_encrypted = now, ""
    endpoint.secret_encrypted = endpoint.old_secret_encrypted = None
    _tell(session, "endpoint_removed", endpoint, actor, now=now)


def _check(session: Session, add: AddEndpoint) -> None:
    if add.team_id is not None and not queries.may_change_of_team(add.actor, add.team_id):
        raise Forbidden(N_("Managers decide where the notices of their teams go, administrators for all."))
    if not add.name:
        raise Invalid(N_("Give it a name."), field="name")
    _check_address(add)
    if queries.count_of_owner(session, add.actor.id, add.team_id) >= MOST_OF_ONE_OWNER:
        raise Invalid(N_("At most %(most)d channels."), most=MOST_OF_ONE_OWNER)


def _check_address(add: AddEndpoint) -> None:
    """Refuse what can never work; where an address leads is looked at whenever something is sent."""
    if add.kind is Channel.APPRISE:
        if service_of(add.url) not in SERVICES:
            services = ", ".join(sorted(SERVICES))
            raise Invalid(N_("Only these services are allowed: %(services)s."), field="url", services=services)
        return
    try:
        check_form(add.url)
    except NotAllowed:
        raise Invalid(N_("This is no address that can be sent to. It begins with https://"), field="url") from None


def _secret() -> str:
    return new_secret(secrets.token_bytes(SECRET_BYTES))


def _tell(session: Session, kind: str, endpoint: Endpoint, actor: Viewer, *, now: datetime) -> None:
    """Record what was done; addresses and secrets are told nowhere."""
    happening = Happening(
        kind=kind,
        subject_type="endpoint",
        subject_id=endpoint.id,
        actor_id=actor.id,
        changes={"account_id": (None, endpoint.account_id), "team_id": (None, endpoint.team_id)},
        words={"name": endpoint.name, "kind": endpoint.kind},
    )
    record(session, happening, now)
