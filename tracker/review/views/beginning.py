"""Beginning a review, and the reviews there were."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.review import queries
from tracker.review.records import Review
from tracker.review.use_cases import StartHandOver, StartReview, start_hand_over, start_review
from tracker.review.views.room import blueprint
from tracker.review.words import TITLES
from tracker.web.addresses import next_address, see_other
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, needs_sign_in, viewer


@blueprint.get("/review")
@needs_sign_in
def reviews() -> ResponseReturnValue:
    """List the viewer's own reviews, the latest first."""
    return page_or_block("review/list.html", "main", reviews=queries.reviews_of(db.session(), viewer()), titles=TITLES)


@blueprint.post("/review")
@needs_role(Role.MANAGER)
def start() -> ResponseReturnValue:
    """Begin with what is overdue, narrowed as the list was."""
    wish = StartReview(
        actor=viewer(),
        team_id=request.form.get("team", type=number) or None,
        kind_id=request.form.get("kind", type=number) or None,
    )
    return _begun(lambda session, moment: start_review(session, wish, moment), url_for("promises.overdue"))


@blueprint.post("/review/absence/<int:account_id>/<int:absence_id>")
@needs_sign_in
def hand_over(account_id: int, absence_id: int) -> ResponseReturnValue:
    """Begin with what somebody owes by the end of an absence."""
    wish = StartHandOver(actor=viewer(), account_id=account_id, absence_id=absence_id)
    return _begun(lambda session, moment: start_hand_over(session, wish, moment), next_address("/"))


def _begun(begin: Callable[[Session, datetime], Review], otherwise: str) -> ResponseReturnValue:
    """Lead to the review, or back with the reason why there is nothing to go through."""
    moment = now()
    try:
        with transaction() as session:
            review = begin(session, moment)
            review_id, is_under_way = review.id, review.started_at < moment
    except Invalid as refusal:
        flash(refusal.said(gettext), "info")
        return see_other(otherwise)
    if is_under_way:
        flash(gettext("This review is under way: going on with it. To begin another one, end it first."), "info")
    return see_other(url_for(".show", review_id=review_id))
