"""The minutes of a review: who decided what, on paper and by mail."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from tracker.alerts.use_cases.minutes import SendMinutes, send_minutes
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Viewer
from tracker.promises import timeline
from tracker.promises.queries.naming import names_in
from tracker.promises.shown import ShownPromise, shown
from tracker.promises.timeline import Entry
from tracker.review import queries
from tracker.review.records import Review
from tracker.review.views.room import blueprint
from tracker.review.words import TITLES
from tracker.web.addresses import see_other
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_sign_in, viewer
from tracker.web.languages import reading_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Minute:
    """One promise in the minutes, as it stands now, what its reviewer did with it, and what others did meanwhile."""

    shown: ShownPromise
    own: list[Entry]
    others: list[Entry]
    was_left: bool

    @property
    def is_told(self) -> bool:
        """Whether anything happened to it."""
        return bool(self.own or self.others)


Group = tuple[str, list[tuple[ShownPromise, list[Entry]]]]


@blueprint.get("/review/<int:review_id>/minutes")
@needs_sign_in
def minutes(review_id: int) -> ResponseReturnValue:
    """Show who decided what, made for print."""
    who = viewer()
    review = queries.review(db.session(), who, review_id)
    written = _minutes(review, who)
    told = [each.shown for each in written if each.is_told]
    return page_or_block(
        "review/minutes.html",
        "main",
        review=review,
        title=TITLES[review.kind],
        groups=_groups(written),
        owners=sorted({each.owner_name for each in told if each.owner_id != who.id}),
    )


def _groups(written: Sequence[Minute]) -> list[Group]:
    """Return what was decided, what others did, and of the rest what was looked at and what was not."""
    rest = [each for each in written if not each.is_told]
    groups: list[Group] = [
        (gettext("Decided or written down"), [(each.shown, each.own) for each in written if each.own]),
        (gettext("What others did meanwhile"), [(each.shown, each.others) for each in written if each.others]),
        (gettext("Left for later"), [(each.shown, []) for each in rest if each.was_left]),
        (gettext("Not looked at"), [(each.shown, []) for each in rest if not each.was_left]),
    ]
    return [(heading, group) for heading, group in groups if group]


@blueprint.post("/review/<int:review_id>/mail")
@needs_sign_in
def mail(review_id: int) -> ResponseReturnValue:
    """Send the minutes to whoever went through, and to the owners what became of their promises."""
    who, moment = viewer(), now()
    review = queries.review(db.session(), who, review_id)
    until = review.ended_at or moment
    told = [each.shown for each in _minutes(review, who) if each.is_told]
    readers: dict[int, list[int]] = {who.id: [each.id for each in told]} if told else {}
    if request.form.get("owners") == "1":
        for each in told:
            readers.setdefault(each.owner_id, [])
            readers[each.owner_id] += [each.id] if each.owner_id != who.id else []
    send = SendMinutes(
        by_id=who.id,
        since=review.started_at,
        until=until,
        key=f"minutes:{review.id}",
        path=url_for(".minutes", review_id=review.id),
        readers=readers,
    )
    with transaction() as session:
        many = send_minutes(session, send, moment)
    flash(*_sent(many))
    return see_other(url_for(".minutes", review_id=review_id))


def _sent(many: int) -> tuple[str, str]:
    """Return what is said about the mails, and how: the same minutes go out once a minute at most."""
    if many == 0:
        return gettext("No mail: there is nothing to tell, or these minutes went out within this minute."), "warn"
    return ngettext("The minutes go to %(num)d person.", "The minutes go to %(num)d people.", many), "ok"


def _minutes(review: Review, who: Viewer) -> list[Minute]:
    session, moment = db.session(), now()
    items = {item.promise_id: item for item in queries.items(session, who, review.id)}
    told = queries.told_during(session, list(items), review.started_at, review.ended_at or moment)
    happened = {number: timeline.without_undone(told.get(number, [])) for number in items}
    names = names_in(session, [event for events in happened.values() for event in events], besides=[who.id])
    say = timeline.in_full(reading_zone())
    return [
        Minute(
            shown=shown(promise, moment),
            own=timeline.entries([each for each in happened[promise.id] if each.actor_id == who.id], names, say),
            others=timeline.entries([each for each in happened[promise.id] if each.actor_id != who.id], names, say),
            was_left=items[promise.id].skipped_at is not None,
        )
        for promise in queries.promises_in_order(session, who, list(items))
    ]
