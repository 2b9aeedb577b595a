"""The minutes of a review: who decided what, on paper and by mail."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from tracker.alerts.use_cases.minutes import SendMinutes, send_minutes
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Viewer
from tracker.promises import timeline
from tracker.promises.queries.naming import names_in
from tracker.promises.records import Promise
from tracker.promises.shown import ShownPromise, shown
from tracker.promises.timeline import Entry
from tracker.review import queries
from tracker.review.records import Review
from tracker.review.views.room import blueprint
from tracker.review.words import TITLES
from tracker.web.addresses import see_other
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_sign_in, viewer


@dataclass(frozen=True, slots=True)
class Minute:
    """One promise in the minutes, as it stands now, and what happened to it during the review."""

    shown: ShownPromise
    entries: list[Entry]


@blueprint.get("/review/<int:review_id>/minutes")
@needs_sign_in
def minutes(review_id: int) -> ResponseReturnValue:
    """Show who decided what, made for print."""
    who = viewer()
    review = queries.review(db.session(), who, review_id)
    written = _minutes(review, who, _promises(review, who))
    decided = [each for each in written if each.entries]
    return page_or_block(
        "review/minutes.html",
        "main",
        review=review,
        title=TITLES[review.kind],
        decided=decided,
        untouched=[each for each in written if not each.entries],
        owners=sorted({each.shown.owner_name for each in decided if each.shown.owner_id != who.id}),
    )


@blueprint.post("/review/<int:review_id>/mail")
@needs_sign_in
def mail(review_id: int) -> ResponseReturnValue:
    """Send the minutes to whoever went through, and to the owners what became of their promises."""
    who, moment = viewer(), now()
    review = queries.review(db.session(), who, review_id)
    until = review.ended_at or moment
    told = [each.shown for each in _minutes(review, who, _promises(review, who)) if each.entries]
    readers: dict[int, list[int]] = {who.id: [each.id for each in told]} if told else {}
    if request.form.get("owners") == "1":
        for each in told:
            readers.setdefault(each.owner_id, [])
            readers[each.owner_id] += [each.id] if each.owner_id != who.id else []
    send = SendMinutes(by_id=who.id, since=review.started_at, until=until, key=f"minutes:{review.id}", readers=readers)
    with transaction() as session:
        many = send_minutes(session, send, moment)
    flash(ngettext("The minutes go to %(num)d person.", "The minutes go to %(num)d people.", many), "ok")
    return see_other(url_for(".minutes", review_id=review_id))


def _promises(review: Review, who: Viewer) -> Sequence[Promise]:
    session = db.session()
    numbers = [item.promise_id for item in queries.items(session, who, review.id)]
    return queries.promises_in_order(session, who, numbers)


def _minutes(review: Review, who: Viewer, promises: Sequence[Promise]) -> list[Minute]:
    session, moment = db.session(), now()
    numbers = [promise.id for promise in promises]
    told = {
        number: timeline.without_undone(events)
        for number, events in queries.told_during(
            session, numbers, review.started_at, review.ended_at or moment
        ).items()
    }
    names = names_in(session, [event for events in told.values() for event in events], besides=[who.id])
    return [
        Minute(shown(promise, moment), timeline.entries(told.get(promise.id, []), names, moment))
        for promise in promises
    ]
