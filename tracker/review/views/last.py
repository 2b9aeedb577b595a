"""What was done last in a review, and the way back: decided, written down, or left for later."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext

from tracker.audit.queries import Told
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.promises import actions, timeline
from tracker.promises.checks import may_be_made_good
from tracker.promises.queries.naming import names_in
from tracker.promises.records import Promise
from tracker.review import queries, rules
from tracker.review.records import Review
from tracker.review.rules import ItemFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class LastDone:
    """What the viewer did last: to which promise, in words, when, where it is taken back, and what may follow."""

    promise: Promise
    what: str
    at: datetime
    undo_address: str | None
    may_be_made_good: bool = False


def last_done(review: Review, items: Sequence[ItemFacts], who: Viewer, moment: datetime) -> LastDone | None:
    """Return what the viewer did last in this review: only that is ever taken back with one key."""
    told = queries.told_during(db.session(), [item.promise_id for item in items], review.started_at, moment)
    mine = _mine(told, who)
    left = rules.last_left(items, review.facts(), moment)
    if left is not None and (mine is None or mine[1].at <= left[1]):
        return _left_for_later(review, left, who)
    if mine is None:
        return None
    promise_id, event = mine
    is_last = told[promise_id][-1] is event and actions.may_be_undone(event, who, moment)
    return _told(review, mine, who, may_be_undone=is_last)


def _mine(told: Mapping[int, Iterable[Told]], who: Viewer) -> tuple[int, Told] | None:
    mine = [(number, event) for number, events in told.items() for event in events if event.actor_id == who.id]
    return max(mine, key=lambda each: each[1].id, default=None)


def _left_for_later(review: Review, left: tuple[int, datetime], who: Viewer) -> LastDone:
    return LastDone(
        promise=queries.promises_in_order(db.session(), who, [left[0]])[0],
        what=gettext("Left for later"),
        at=left[1],
        undo_address=url_for("review.take_up_again", review_id=review.id, promise=left[0]),
    )


def _told(review: Review, mine: tuple[int, Told], who: Viewer, *, may_be_undone: bool) -> LastDone:
    session, (promise_id, event) = db.session(), mine
    promise = queries.promises_in_order(session, who, [promise_id])[0]
    entry = timeline.entries([event], names_in(session, [event]), timeline.read_now(now()))[0]
    here = url_for("review.show", review_id=review.id)
    back = url_for("promises.undo", promise_id=promise_id, event_id=event.id, next=here)
    return LastDone(
        promise=promise,
        what=" ".join(filter(None, [entry.what, entry.after])),
        at=event.at,
        undo_address=back if may_be_undone else None,
        may_be_made_good=may_be_made_good(promise.facts()) and event.kind.startswith("promise_"),
    )
