"""Reading the register: of a customer, of a topic, one entry; and what an entry may become."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from tracker.customers.queries.visible import exists_for
from tracker.customers.records import Customer
from tracker.expectations.records import Expectation, Topic
from tracker.expectations.rules import Answer
from tracker.kernel.errors import NotFound
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises.records import Promise
from tracker.promises.rules import State

MOST_OF_A_CUSTOMER = 100
MOST_PROMISES = 20
NOTHING_ELSE = "other"
"""The key of the topic for what belongs to no other; it came with the register, and keys are never changed."""
Key = tuple[datetime, int]


def topics(session: Session, *, only_active: bool = False) -> Sequence[Topic]:
    """Return the topics in their order."""
    asked = select(Topic).options(joinedload(Topic.kind)).order_by(Topic.position, Topic.id)
    return session.scalars(asked.where(Topic.active) if only_active else asked).all()


def topic(session: Session, topic_id: int) -> Topic:
    """Return a topic. Raises NotFound."""
    found = session.get(Topic, topic_id)
    if found is None:
        raise NotFound(N_("There is no such topic."))
    return found


def expectation(session: Session, who: Viewer, expectation_id: int) -> Expectation:
    """Return an entry with everything that is shown of it. Raises NotFound."""
    return _one(session, complete(who).where(Expectation.id == expectation_id))


def expectation_for_update(session: Session, who: Viewer, expectation_id: int) -> Expectation:
    """Return an entry to be changed; nobody else changes it until the end of the transaction. Raises NotFound."""
    asked = select(Expectation).join(Expectation.customer).where(Expectation.id == expectation_id, *exists_for(who))
    return _one(session, asked.with_for_update(of=Expectation))


def of_customer(session: Session, who: Viewer, customer_id: int) -> Sequence[Expectation]:
    """Return what a customer, or one who was merged into them, expects: what is open first, then the newest."""
    theirs = or_(Customer.id == customer_id, Customer.merged_into_id == customer_id)
    asked = complete(who).where(theirs).order_by(_is_answered(), Expectation.noted_at.desc(), Expectation.id.desc())
    return session.scalars(asked.limit(MOST_OF_A_CUSTOMER)).all()


def of_topic(
    session: Session, who: Viewer, topic_id: int, *, after: Sequence[object] | None, limit: int
) -> Sequence[Expectation]:
    """Return who expects it, the newest first."""
    order = tuple_(Expectation.noted_at, Expectation.id)
    asked = complete(who).where(Expectation.topic_id == topic_id)
    if after is not None:
        asked = asked.where(order < tuple_(*after))
    return session.scalars(asked.order_by(Expectation.noted_at.desc(), Expectation.id.desc()).limit(limit)).all()


def is_open_already(session: Session, customer_id: int, topic_id: int) -> bool:
    """Whether this customer's expectation is written down and not answered yet."""
    asked = select(Expectation.id).where(
        Expectation.customer_id == customer_id,
        Expectation.topic_id == topic_id,
        Expectation.answer == Answer.OPEN.value,
    )
    return session.execute(asked).first() is not None


def open_for_update(session: Session, customer_id: int, topic_id: int) -> Expectation | None:
    """Return the entry of a customer and topic that is open, to be changed; None where there is none."""
    asked = select(Expectation).where(
        Expectation.customer_id == customer_id,
        Expectation.topic_id == topic_id,
        Expectation.answer == Answer.OPEN.value,
    )
    return session.scalars(asked.with_for_update()).one_or_none()


def topic_of_nothing_else(session: Session) -> Topic:
    """Return the topic of what belongs to no other, whether it is still offered to colleagues or not."""
    return session.scalars(select(Topic).where(Topic.key == NOTHING_ELSE)).one()


def promises_to(session: Session, who: Viewer, customer_id: int) -> Sequence[Promise]:
    """Return the latest promises to a customer that the viewer may see, the newest first."""
    asked = select(Promise).where(Promise.customer_id == customer_id, Promise.state != State.DRAFT.value)
    if who.hidden_team_ids:
        asked = asked.where(Promise.team_id.not_in(sorted(who.hidden_team_ids)))
    return session.scalars(asked.order_by(Promise.made_at.desc(), Promise.id.desc()).limit(MOST_PROMISES)).all()


def _is_answered() -> ColumnElement[bool]:
    return Expectation.answer != Answer.OPEN.value


def complete(who: Viewer) -> Select[Expectation]:
    """Select the entries that exist for the viewer, with everything that is shown of them."""
    loaded = (Expectation.topic, Expectation.promise, Expectation.noted_by, Expectation.answered_by)
    asked = select(Expectation).join(Expectation.customer).where(*exists_for(who))
    with_customer = joinedload(Expectation.customer)
    return asked.options(with_customer, *(joinedload(each) for each in loaded))


def _one(session: Session, asked: Select[Expectation]) -> Expectation:
    found = session.scalars(asked).one_or_none()
    if found is None:
        raise NotFound(N_("There is no such expectation."))
    return found
