"""Beginning a review, leaving a promise for later, and ending it. What is decided in it is decided elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from tracker.accounts.queries.absences import absence
from tracker.accounts.queries.accounts import account, no_such_account
from tracker.accounts.records import Absence, Account
from tracker.accounts.rules.people import may_plan_absence
from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import Forbidden, Invalid, NotFound
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.review import queries, rules
from tracker.review.records import Review, ReviewItem
from tracker.review.rules import Case, ReviewKind
from tracker.worktime.zones import end_of_day


@dataclass(frozen=True, slots=True, kw_only=True)
class StartReview:
    """A manager goes through what is overdue in the teams managed, or in one of them, of all kinds or one."""

    actor: Viewer
    team_id: int | None = None
    kind_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartHandOver:
    """What somebody owes by the end of an absence is gone through before it begins."""

    actor: Viewer
    account_id: int
    absence_id: int


def start_review(session: Session, start: StartReview, now: datetime) -> Review:
    """Begin a review with the most harmful promise, or go on with the one under way.

    Raises Forbidden, and Invalid when nothing is overdue.
    """
    rules.check_may_review(start.actor)
    queries.hold_beginner(session, start.actor)
    running = _running(session, start.actor, ReviewKind.OVERDUE, now)
    if running is not None:
        return running
    cases = queries.overdue_cases(session, start.actor, now, team_id=start.team_id, kind_id=start.kind_id)
    if not cases:
        raise Invalid(N_("Nothing overdue."))
    review = Review(kind=ReviewKind.OVERDUE.value, account_id=start.actor.id, started_at=now)
    return _begin(session, review, cases, start.actor)


def start_hand_over(session: Session, start: StartHandOver, now: datetime) -> Review:
    """Begin with what is owed before an absence, or go on with the one under way.

    Raises NotFound, Forbidden, and Invalid when nothing is due.
    """
    away, found = _planned(session, start)
    until = end_of_day(found.last_day, away.time_zone)
    queries.hold_beginner(session, start.actor)
    running = _running(session, start.actor, ReviewKind.ABSENCE, now, about=(away.id, until))
    if running is not None:
        return running
    cases = queries.cases_of(session, start.actor, away.id, until)
    if not cases:
        raise Invalid(N_("Nothing is due by then."))
    review = Review(
        kind=ReviewKind.ABSENCE.value,
        account_id=start.actor.id,
        about_id=away.id,
        deputy_id=found.deputy_id or away.deputy_id,
        until=until,
        started_at=now,
    )
    return _begin(session, review, cases, start.actor)


def _planned(session: Session, start: StartHandOver) -> tuple[Account, Absence]:
    """Return who will be away, and when. Raises NotFound and Forbidden."""
    away = account(session, start.account_id)
    if not may_plan_absence(start.actor, away.id, away.team_id):
        raise no_such_account()
    if start.actor.role is Role.ADMIN:
        raise Forbidden(N_("Administrators configure; promises are handed over by agents and managers."))
    found = absence(session, start.absence_id, start.account_id)
    if found is None:
        raise NotFound(N_("There is no such absence."))
    return away, found


def _running(
    session: Session, actor: Viewer, kind: ReviewKind, now: datetime, *, about: tuple[int, datetime] | None = None
) -> Review | None:
    """Return the review of this sort that is under way; those in which nothing waits any more are ended."""
    for review in queries.running(session, actor, kind, about=about):
        progress = rules.progress(queries.items(session, actor, review.id), review.facts(), now)
        if progress.waiting or progress.skipped:
            return review
        _end(session, review, actor, now)
    return None


def skip(session: Session, actor: Viewer, item: tuple[int, int], now: datetime) -> None:
    """Leave a promise, given as the numbers of review and promise, for later, and go on. Raises NotFound."""
    review = queries.review(session, actor, item[0])
    _go_on(session, review, actor, now)
    this = (ReviewItem.review_id == review.id, ReviewItem.promise_id == item[1])
    session.execute(update(ReviewItem).where(*this).values(skipped_at=now))


def take_up(session: Session, actor: Viewer, review_id: int, now: datetime) -> None:
    """Let what was left for later wait again, and go on with a review that was ended. Raises NotFound."""
    review = queries.review(session, actor, review_id)
    _go_on(session, review, actor, now)
    session.execute(update(ReviewItem).where(ReviewItem.review_id == review.id).values(skipped_at=None))


def take_up_one(session: Session, actor: Viewer, item: tuple[int, int]) -> None:
    """Let one promise, given as the numbers of review and promise, wait again in its place. Raises NotFound."""
    review = queries.review(session, actor, item[0])
    this = (ReviewItem.review_id == review.id, ReviewItem.promise_id == item[1])
    session.execute(update(ReviewItem).where(*this).values(skipped_at=None))


def end_review(session: Session, actor: Viewer, review_id: int, now: datetime) -> None:
    """End a review: what happens from now on is not in its minutes. Raises NotFound."""
    review = queries.review(session, actor, review_id)
    if review.ended_at is None:
        _end(session, review, actor, now)


def go_on(session: Session, actor: Viewer, review_id: int, now: datetime) -> None:
    """Go on with a review that was ended: its minutes grow again. Raises NotFound."""
    _go_on(session, queries.review(session, actor, review_id), actor, now)


def _go_on(session: Session, review: Review, actor: Viewer, now: datetime) -> None:
    if review.ended_at is not None:
        review.ended_at = None
        record(session, _told("review_continued", review, actor), now)


def _end(session: Session, review: Review, actor: Viewer, now: datetime) -> None:
    review.ended_at = now
    record(session, _told("review_ended", review, actor), now)


def _begin(session: Session, review: Review, cases: Sequence[Case], actor: Viewer) -> Review:
    session.add(review)
    session.flush()
    ordered = rules.most_harmful_first(cases, review.started_at)
    rows = [
        {"review_id": review.id, "promise_id": case.promise_id, "position": place} for place, case in enumerate(ordered)
    ]
    session.execute(insert(ReviewItem), rows)
    record(session, _told("review_started", review, actor, promises=len(rows)), review.started_at)
    return review


def _told(kind: str, review: Review, actor: Viewer, **words: object) -> Happening:
    return Happening(kind=kind, subject_type="review", subject_id=review.id, actor_id=actor.id, words=words)
