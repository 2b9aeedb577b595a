"""What is known of a claimed delivery: to whom, by which way, how often it was tried."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from tracker.accounts.records import Account, Team
from tracker.alerts.records import Delivery, Endpoint
from tracker.alerts.rules.ladders import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Who reads it. A team's endpoint is read by nobody in particular: `account_id` is None, `email` empty."""

    account_id: int | None
    email: str
    name: str
    locale: str
    time_zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """An endpoint as sending needs it; addresses and secrets are sealed."""

    id: int
    name: str
    kind: Channel
    sealed_url: str
    sealed_secret: str | None
    sealed_old_secret: str | None
    fail_streak: int
    paused_until: datetime | None
    is_in_use: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A delivery just before it goes out."""

    id: int
    key: str
    channel: Channel
    payload: str
    promise_id: int | None
    to: Addressee
    destination: Destination | None
    attempts: int
    max_attempts: int
    send_started_at: datetime | None
    at_any_hour: bool
    team_id: int | None
    """The team whose endpoint it goes to."""


_PERSON, _MANAGER = aliased(Account), aliased(Account)
_PARCEL = (
    *(Delivery.id, Delivery.dedupe_key, Delivery.channel, Delivery.payload, Delivery.promise_id),
    *(Delivery.attempts, Delivery.max_attempts, Delivery.send_started_at, Delivery.at_any_hour),
    *(_PERSON.id.label("account_id"), func.coalesce(_PERSON.email, "").label("email")),
    func.coalesce(_PERSON.name, Team.name, "").label("name"),
    func.coalesce(_PERSON.locale, _MANAGER.locale, "").label("locale"),
    func.coalesce(_PERSON.time_zone, Team.time_zone, "UTC").label("time_zone"),
    Endpoint,
)


_ASKED = (
    select(*_PARCEL)
    .join(_PERSON, _PERSON.id == Delivery.recipient_id, isouter=True)
    .join(Endpoint, Endpoint.id == Delivery.endpoint_id, isouter=True)
    .join(Team, Team.id == Endpoint.team_id, isouter=True)
    .join(_MANAGER, _MANAGER.id == Team.manager_id, isouter=True)
    .where(Delivery.id == bindparam("delivery_id"))
    .execution_options(populate_existing=True)
)
"""Built once: that takes as long as asking it, and every message asks."""


def parcel(session: Session, delivery_id: int, now: datetime) -> Parcel | None:
    """Return a delivery with who reads it: the recipient, or the team whose endpoint it goes to."""
    row = session.execute(_ASKED, {"delivery_id": delivery_id}).one_or_none()
    return None if row is None else _parcel(row, now)


def _parcel(row: Any, now: datetime) -> Parcel:
    return Parcel(
        id=row.id,
        key=row.dedupe_key,
        channel=Channel(row.channel),
        payload=row.payload,
        promise_id=row.promise_id,
        to=Addressee(
            account_id=row.account_id, email=row.email, name=row.name, locale=row.locale, time_zone=row.time_zone
        ),
        destination=None if row.Endpoint is None else _destination(row.Endpoint, now),
        attempts=row.attempts,
        max_attempts=row.max_attempts,
        send_started_at=row.send_started_at,
        at_any_hour=row.at_any_hour,
        team_id=None if row.Endpoint is None else row.Endpoint.team_id,
    )


def _destination(endpoint: Endpoint, now: datetime) -> Destination:
    still_signs = endpoint.old_secret_until is not None and endpoint.old_secret_until > now
    return Destination(
        id=endpoint.id,
        name=endpoint.name,
        kind=Channel(endpoint.kind),
        sealed_url=endpoint.url_encrypted,
        sealed_secret=endpoint.secret_encrypted,
        sealed_old_secret=endpoint.old_secret_encrypted if still_signs else None,
        fail_streak=endpoint.fail_streak,
        paused_until=endpoint.paused_until,
        is_in_use=endpoint.disabled_at is None and endpoint.removed_at is None,
    )
