"""Customers that look like one about to be added."""

from collections.abc import Iterable, Sequence
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.customers.queries.reading import complete
from tracker.customers.queries.visible import is_listed
from tracker.customers.records import ContactPoint, Customer
from tracker.customers.rules.likeness import MOST_SHOWN, LookAlike, Traits, likenesses
from tracker.kernel.people import Viewer

MOST_COMPARED = 20
"""As many customers may share one number or name; more would be a dummy that says nothing."""


def look_alikes(
    session: Session, viewer: Viewer | None, traits: Traits, besides: int | None = None
) -> tuple[LookAlike, ...]:
    """Return the customers that exist for the viewer and look like these traits, the most alike first."""
    ids = set(chain(_of_the_same_name(session, viewer, traits), _of_the_same_contacts(session, viewer, traits)))
    found = session.scalars(complete(select(Customer).where(Customer.id.in_(ids - {besides})))).all() if ids else ()
    return tuple(
        sorted(_alike(traits, found), key=lambda each: (tuple(-r for r in each.reasons), each.name))[:MOST_SHOWN]
    )


def _alike(traits: Traits, candidates: Iterable[Customer]) -> Iterable[LookAlike]:
    for each in candidates:
        if reasons := likenesses(traits, each.details().traits()):
            yield LookAlike(each.id, each.name, each.reference, each.region, reasons)


def _of_the_same_name(session: Session, viewer: Viewer | None, traits: Traits) -> Sequence[int]:
    if not traits.name:
        return []
    asked = select(Customer.id).where(Customer.alike_key == traits.name, *is_listed(viewer))
    return session.scalars(asked.limit(MOST_COMPARED)).all()


def _of_the_same_contacts(session: Session, viewer: Viewer | None, traits: Traits) -> Sequence[int]:
    keys = traits.phones | traits.mails
    if not keys:
        return []
    asked = select(Customer.id).join(ContactPoint, ContactPoint.customer_id == Customer.id)
    asked = asked.where(ContactPoint.match_key.in_(keys), *is_listed(viewer))
    return session.scalars(asked.limit(MOST_COMPARED)).all()
