"""A customer's links, as agents see them and as their holder comes with one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.customers.records import Customer
from tracker.kernel.errors import NotFound
from tracker.kernel.words import N_
from tracker.portal.records import CustomerLink, CustomerWord
from tracker.portal.rules import SAME_AGAIN, SaidFacts, Word

NO_SUCH_LINK = N_("There is no such link.")


def live_links(session: Session, customer_id: int, now: datetime) -> Sequence[CustomerLink]:
    """Return the links of a customer that hold, with who made them, the newest first."""
    asked = select(CustomerLink).where(
        CustomerLink.customer_id == customer_id, CustomerLink.revoked_at.is_(None), CustomerLink.expires_at > now
    )
    with_maker = asked.options(joinedload(CustomerLink.made_by))
    return session.scalars(with_maker.order_by(CustomerLink.id.desc())).all()


def link_to_revoke(session: Session, customer_id: int, link_id: int) -> CustomerLink:
    """Return a link of this customer that nobody revoked, locked until the end of the transaction. Raises NotFound."""
    asked = select(CustomerLink).where(
        CustomerLink.id == link_id, CustomerLink.customer_id == customer_id, CustomerLink.revoked_at.is_(None)
    )
    link = session.scalars(asked.with_for_update()).one_or_none()
    if link is None:
        raise NotFound(NO_SUCH_LINK)
    return link


@dataclass(frozen=True, slots=True)
class Opened:
    """A link as its holder comes with it, and whose page it opens: of a merged customer, that of the one kept."""

    link: CustomerLink
    customer: Customer


Named = aliased(Customer)


def opened(session: Session, token_hash: str) -> Opened | None:
    """Return what a secret opens, whether it holds or not."""
    return _opened(session, _BY_SECRET.where(CustomerLink.token_hash == token_hash))


def opened_for_update(session: Session, token_hash: str) -> Opened | None:
    """Return the same, the link locked: two words at once are counted one after the other."""
    asked = _BY_SECRET.where(CustomerLink.token_hash == token_hash)
    return _opened(session, asked.with_for_update(of=CustomerLink))


_BY_SECRET = (
    select(CustomerLink, Customer)
    .join(Named, Named.id == CustomerLink.customer_id)
    .join(Customer, Customer.id == func.coalesce(Named.merged_into_id, Named.id))
)


def _opened(session: Session, asked: Select[CustomerLink, Customer]) -> Opened | None:
    row = session.execute(asked).one_or_none()
    return Opened(row[0], row[1]) if row else None


def said_lately(session: Session, link_id: int, now: datetime) -> list[SaidFacts]:
    """Return what was said with a link since as long as it matters."""
    asked = select(CustomerWord).where(CustomerWord.link_id == link_id, CustomerWord.at > now - SAME_AGAIN)
    found = session.scalars(asked.order_by(CustomerWord.at))
    return [SaidFacts(promise_id=each.promise_id, word=Word(each.kind), at=each.at, words=each.words) for each in found]
