"""Making and ending the links to a customer's page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.customers import queries as customers
from tracker.customers.records import Customer
from tracker.customers.rules.details import check_may_change
from tracker.customers.rules.erasing import check_is_there
from tracker.kernel.errors import Invalid
from tracker.kernel.link_secrets import fingerprint, new_secret
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.portal.queries import links
from tracker.portal.records import CustomerLink
from tracker.portal.rules import LIFETIMES

Changes = dict[str, tuple[object, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeLink:
    """Somebody opens a customer's page for so many days, in one of our languages."""

    actor: Viewer
    customer_id: int
    language: str
    days: int


def make_link(session: Session, make: MakeLink, now: datetime) -> str:
    """Make a further link and return its secret, which is known only now. Others stay valid.

    Raises NotFound, Gone after a merge, Invalid for field `days`, Forbidden for administrators.
    """
    customer = _customer(session, make.actor, make.customer_id)
    if make.days not in LIFETIMES:
        raise Invalid(N_("Choose for how long it holds."), field="days")
    secret = new_secret()
    link = CustomerLink(
        customer_id=customer.id,
        token_hash=fingerprint(secret),
        language=make.language,
        made_by_id=make.actor.id,
        created_at=now,
        expires_at=now + timedelta(days=make.days),
    )
    session.add(link)
    session.flush()
    changes: Changes = {"customer_id": (None, customer.id), "expires_at": (None, link.expires_at)}
    record(session, _told("customer_link_made", link, make.actor, changes), now)
    return secret


def revoke_link(session: Session, actor: Viewer, link: tuple[int, int], now: datetime) -> None:
    """End a link, given as the numbers of the customer and of the link, at once and for good. Raises NotFound."""
    customer_id, link_id = link
    customer = customers.customer(session, actor, customer_id)
    check_may_change(actor, customer.team_id)
    found = links.link_to_revoke(session, customer.id, link_id)
    found.revoked_at = now
    record(session, _told("customer_link_revoked", found, actor, {}), now)


def note_opening(session: Session, link_id: int, now: datetime) -> None:
    """Store when the page was opened. An access stamp is no event."""
    session.execute(update(CustomerLink).where(CustomerLink.id == link_id).values(opened_at=now))


def _customer(session: Session, actor: Viewer, customer_id: int) -> Customer:
    customer = customers.customer(session, actor, customer_id)
    check_may_change(actor, customer.team_id)
    check_is_there(customer.merged_into_id, customer.erased_at)
    return customer


def _told(kind: str, link: CustomerLink, actor: Viewer, changes: Changes) -> Happening:
    """Return the event; it tells neither the secret nor its hash."""
    return Happening(kind=kind, subject_type="customer_link", subject_id=link.id, actor_id=actor.id, changes=changes)
