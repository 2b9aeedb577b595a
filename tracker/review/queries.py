"""What a review goes through, how far it has come, and what was decided in it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.accounts.records import Account
from tracker.audit.queries import Told, histories
from tracker.customers.records import Customer, Tier
from tracker.kernel.errors import NotFound
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises.queries.finding import visible
from tracker.promises.queries.loading import rows
from tracker.promises.records import HandOver, Promise
from tracker.promises.rules import State
from tracker.review.records import Review, ReviewItem
from tracker.review.rules import Case, ItemFacts, ReviewKind, harm

MOST_CANDIDATES = 2_000
MOST_LISTED = 20

Theirs = aliased(Customer)
"""Under a name of its own: what is visible asks about customers as well."""


def overdue_cases(
    session: Session, viewer: Viewer, now: datetime, *, team_id: int | None, kind_id: int | None
) -> list[Case]:
    """Return what is overdue in the teams managed, or one of them, the longest first as far as one looks back."""
    asked = _cases(viewer).where(Promise.state == State.OPEN, Promise.late_at < now)
    teams = viewer.managed_team_ids & ({team_id} if team_id else viewer.managed_team_ids)
    asked = asked.where(Promise.team_id.in_(sorted(teams)))
    if kind_id is not None:
        asked = asked.where(Promise.kind_id == kind_id)
    return _read(session, asked.order_by(Promise.late_at, Promise.id))


def cases_of(session: Session, viewer: Viewer, owner_id: int, until: datetime) -> list[Case]:
    """Return what somebody owes until a moment, what is late included."""
    asked = _cases(viewer).where(Promise.state == State.OPEN, Promise.owner_id == owner_id, Promise.due_at <= until)
    return _read(session, asked.order_by(Promise.due_at, Promise.id))


def harms_of(session: Session, viewer: Viewer, promise_ids: Sequence[int], now: datetime) -> dict[int, int]:
    """Return how much harm each of these promises would do, in points that can be told apart."""
    cases = _read(session, _cases(viewer).where(Promise.id.in_(promise_ids))) if promise_ids else []
    return {case.promise_id: harm(case, now) for case in cases}


def case_of(session: Session, viewer: Viewer, promise_id: int) -> Case:
    """Return why a promise of a review has its place."""
    return _read(session, _cases(viewer).where(Promise.id == promise_id))[0]


def review(session: Session, viewer: Viewer, review_id: int) -> Review:
    """Return a review of the viewer's own. Raises NotFound."""
    found = session.scalars(select(Review).where(Review.id == review_id, Review.account_id == viewer.id)).one_or_none()
    if found is None:
        raise NotFound(N_("There is no such review."))
    return found


def hold_beginner(session: Session, viewer: Viewer) -> None:
    """Let nobody begin another review for the viewer until the end of the transaction.

    Two presses in one instant lead to the same review so. An index could not say it: one that was ended may go on
    beside a later one.
    """
    session.execute(select(Account.id).where(Account.id == viewer.id).with_for_update(key_share=True))


def running(
    session: Session, viewer: Viewer, kind: ReviewKind, *, about: tuple[int, datetime] | None
) -> Sequence[Review]:
    """Return the viewer's reviews of a sort that are not ended, the latest first; before an absence those about it."""
    asked = select(Review).where(Review.account_id == viewer.id, Review.kind == kind.value, Review.ended_at.is_(None))
    if about is not None:
        asked = asked.where(Review.about_id == about[0], Review.until == about[1])
    return session.scalars(asked.order_by(Review.id.desc())).all()


def reviews_of(session: Session, viewer: Viewer) -> Sequence[tuple[Review, int]]:
    """Return the viewer's latest reviews, each with how many promises it goes through."""
    many = select(func.count()).where(ReviewItem.review_id == Review.id).scalar_subquery()
    asked = select(Review, many).where(Review.account_id == viewer.id).order_by(Review.id.desc()).limit(MOST_LISTED)
    return [(row[0], row[1]) for row in session.execute(asked)]


def items(session: Session, viewer: Viewer, review_id: int) -> list[ItemFacts]:
    """Return the promises of a review in its order, as far as they still exist for the viewer."""
    columns = (
        *(Promise.id.label("promise_id"), Promise.state, Promise.owner_id, Promise.due_at, Promise.late_at),
        *(_offered_at().label("offered_at"), ReviewItem.skipped_at),
    )
    asked = (
        select(*columns)
        .join(ReviewItem, ReviewItem.promise_id == Promise.id)
        .join(Review, Review.id == ReviewItem.review_id)
        .where(ReviewItem.review_id == review_id)
        .order_by(ReviewItem.position)
    )
    return [_item(row) for row in session.execute(visible(asked, viewer))]


def _offered_at() -> ScalarSelect[datetime]:
    """Return when a promise was offered to somebody who has not answered, or took it over in the time of the review."""
    taken = and_(HandOver.state == "accepted", HandOver.asked_at >= Review.started_at)
    of_it = (HandOver.promise_id == Promise.id, or_(HandOver.state == "waiting", taken))
    latest = select(HandOver.asked_at).where(*of_it).order_by(HandOver.id.desc()).limit(1)
    return latest.correlate(Promise, Review).scalar_subquery()


def promises_in_order(session: Session, viewer: Viewer, promise_ids: Sequence[int]) -> list[Promise]:
    """Return promises with what a row shows, in the order in which they are named."""
    found = {promise.id: promise for promise in session.scalars(rows(viewer).where(Promise.id.in_(promise_ids)))}
    return [found[number] for number in promise_ids if number in found]


def told_during(
    session: Session, promise_ids: Sequence[int], since: datetime, until: datetime
) -> dict[int, list[Told]]:
    """Return what happened to promises during a review, by promise, in order."""
    return histories(session, "promise", promise_ids, since=since, until=until)


def _item(row: Row[*tuple[Any, ...]]) -> ItemFacts:
    return ItemFacts(
        promise_id=row.promise_id,
        is_open=row.state == State.OPEN,
        owner_id=row.owner_id,
        due_at=row.due_at,
        late_at=row.late_at,
        offered_at=row.offered_at,
        skipped_at=row.skipped_at,
    )


def _cases(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    asked = (
        select(Promise.id, Tier.rank, Promise.late_at, Promise.renegotiations, Promise.makes_good_id)
        .join(Theirs, Theirs.id == Promise.customer_id)
        .join(Tier, Tier.id == Theirs.tier_id)
    )
    return visible(asked, viewer)


def _read(session: Session, asked: Select[*tuple[Any, ...]]) -> list[Case]:
    """Return cases; `tier` counts the ranks in use below that of the customer."""
    ranks = dict.fromkeys(session.scalars(select(Tier.rank).where(Tier.active).order_by(Tier.rank)))
    return [
        Case(
            promise_id=row.id,
            tier=sum(rank < row.rank for rank in ranks),
            late_at=row.late_at,
            new_dates=row.renegotiations,
            is_amends=row.makes_good_id is not None,
        )
        for row in session.execute(asked.limit(MOST_CANDIDATES))
    ]
