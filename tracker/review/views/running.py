"""One promise at a time: why it is here, what happened, and the ways out."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext, ngettext

from tracker.accounts.queries.accounts import names
from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.errors import NotFound
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises.actions import BUTTONS, Action, Button
from tracker.promises.forms.action import ActionForm
from tracker.promises.forms.bulk import read_done
from tracker.promises.queries import choices
from tracker.promises.queries.day import waiting_answers
from tracker.promises.records import Promise
from tracker.promises.shown import shown
from tracker.promises.views import deeds
from tracker.promises.views.answering import blank_form, do, filled_form
from tracker.promises.views.conflict import Conflict
from tracker.promises.views.deeds import Deed
from tracker.promises.views.promise import page_of
from tracker.review import queries, rules
from tracker.review.records import Review
from tracker.review.rules import Case, Progress, ReviewKind, Why
from tracker.review.use_cases import end_review, go_on, skip, take_up, take_up_one
from tracker.review.views.last import last_done
from tracker.review.views.room import blueprint
from tracker.review.words import TITLES
from tracker.web.addresses import see_other
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_sign_in, viewer

Deeds = Mapping[Action, Deed[Any]]

EXITS: Deeds = {
    Action.KEEP: deeds.KEEP,
    Action.HAND_OVER: deeds.HAND_OVER,
    Action.RENEGOTIATE: deeds.RENEGOTIATE,
    Action.BREAK: deeds.BREAK,
    Action.WITHDRAW: deeds.WITHDRAW,
}
"""What decides about a promise."""
ON_THE_WAY: Deeds = {Action.INFORM: deeds.INFORM, Action.ATTEMPT: deeds.ATTEMPT, Action.NOTE: deeds.NOTE}
"""What is written down without deciding."""
KEYS = {Action.WITHDRAW: "z", Action.NOTE: "n"}
"""Keys of actions that have none elsewhere."""


@blueprint.get("/review/<int:review_id>")
@needs_sign_in
def show(review_id: int) -> ResponseReturnValue:
    """Show the first promise that waits, or the one asked for; when none is left, what remains to be done."""
    session, who, moment = db.session(), viewer(), now()
    review = queries.review(session, who, review_id)
    if review.ended_at is not None:
        return see_other(url_for(".minutes", review_id=review_id))
    items = queries.items(session, who, review_id)
    progress = rules.progress(items, review.facts(), moment)
    current = _current(progress)
    context = _frame(review, progress) | {"last": last_done(review, items, who, moment)}
    if current is None:
        return page_or_block("review/done.html", "main", **context)
    return page_or_block("review/case.html", "main", **context, **_case(review, current, who))


@blueprint.get("/review/<int:review_id>/all")
@needs_sign_in
def at_a_glance(review_id: int) -> ResponseReturnValue:
    """Show everything that is not decided in one list, to do one thing with several at once."""
    session, who, moment = db.session(), viewer(), now()
    review = queries.review(session, who, review_id)
    progress = rules.progress(queries.items(session, who, review_id), review.facts(), moment)
    left = queries.promises_in_order(session, who, [*progress.waiting, *progress.skipped])
    return page_or_block(
        "review/all.html",
        "main",
        **_frame(review, progress),
        left=left,
        show=lambda promise: shown(promise, moment),
        waiting=waiting_answers(session, [promise.id for promise in left]),
        owners=choices.possible_owners(session, who),
        here=request.full_path.rstrip("?"),
        done=read_done(request.args.get("done")),
    )


@blueprint.post("/review/<int:review_id>/<int:promise_id>/<action>")
@needs_sign_in
def decide(review_id: int, promise_id: int, action: str) -> ResponseReturnValue:
    """Do what is asked; what is refused, or was changed meanwhile, comes back beside the case: one stays here."""
    who = viewer()
    review = queries.review(db.session(), who, review_id)
    deed = next((each for name, each in {**EXITS, **ON_THE_WAY}.items() if name == action), None)
    if deed is None or promise_id not in {item.promise_id for item in queries.items(db.session(), who, review_id)}:
        raise NotFound(N_("There is no such promise in this review."))
    with transaction() as writing:
        go_on(writing, who, review_id, now())
    return do(deed, promise_id, partial(_back_in_the_review, review))


def _back_in_the_review(
    review: Review, deed: Deed[Any], form: ActionForm, promise: Promise, *, conflict: Conflict | None
) -> Response:
    session, who, moment = db.session(), viewer(), now()
    items = queries.items(session, who, review.id)
    context = _frame(review, rules.progress(items, review.facts(), moment))
    shown_again = _case(review, promise.id, who) | filled_form(deed, form, promise)
    return page_or_block("review/case.html", "main", **context, **shown_again, last=None, conflict=conflict)


@blueprint.post("/review/<int:review_id>/skip")
@needs_sign_in
def skip_one(review_id: int) -> ResponseReturnValue:
    """Leave a promise for later."""
    who = viewer()
    with transaction() as session:
        skip(session, who, (review_id, request.form.get("promise", 0, type=number)), now())
    return see_other(url_for(".show", review_id=review_id))


@blueprint.post("/review/<int:review_id>/take-up")
@needs_sign_in
def take_up_again(review_id: int) -> ResponseReturnValue:
    """Go on with what was left for later, or take back that one promise was."""
    who, promise_id = viewer(), request.args.get("promise", type=number)
    with transaction() as session:
        if promise_id is None:
            take_up(session, who, review_id, now())
        else:
            take_up_one(session, who, (review_id, promise_id))
    return see_other(url_for(".show", review_id=review_id))


@blueprint.post("/review/<int:review_id>/go-on")
@needs_sign_in
def continue_it(review_id: int) -> ResponseReturnValue:
    """Go on with a review that was ended."""
    who = viewer()
    with transaction() as session:
        go_on(session, who, review_id, now())
    return see_other(url_for(".show", review_id=review_id))


@blueprint.post("/review/<int:review_id>/end")
@needs_sign_in
def end(review_id: int) -> ResponseReturnValue:
    """End the review and lead to its minutes."""
    who = viewer()
    with transaction() as session:
        end_review(session, who, review_id, now())
    return see_other(url_for(".minutes", review_id=review_id))


def _current(progress: Progress) -> int | None:
    asked = request.args.get("promise", type=number)
    if asked is not None and asked in [*progress.waiting, *progress.skipped]:
        return asked
    return progress.waiting[0] if progress.waiting else None


def _frame(review: Review, progress: Progress) -> dict[str, object]:
    about = names(db.session(), [review.about_id]) if review.about_id is not None else {}
    return {
        "review": review,
        "progress": progress,
        "title": TITLES[review.kind],
        "about": about.get(review.about_id or 0, ""),
        "own_address": url_for(".show", review_id=review.id),
    }


def _case(review: Review, promise_id: int, who: Viewer) -> dict[str, object]:
    page = page_of(promise_id, who)
    own_address = url_for(".show", review_id=review.id)
    chosen = _chosen(page.possible)
    deed = {**EXITS, **ON_THE_WAY}[chosen] if chosen else None
    form = blank_form(deed, page.promise, own_address) if deed else {"deed": None}
    if chosen is Action.HAND_OVER and review.kind == ReviewKind.ABSENCE:
        form["form"]["to"].data = review.deputy_id  # type: ignore[index]
    return {
        "page": page,
        "why": list(_reasons(queries.case_of(db.session(), who, promise_id), page.shown.renegotiations)),
        "exits": _buttons(EXITS, page.possible),
        "on_the_way": _buttons(ON_THE_WAY, page.possible),
        **form,
    }


def _chosen(possible: frozenset[Action]) -> Action | None:
    """Return the action whose form is asked for, if it can be done."""
    asked = request.args.get("do", "")
    return next((each for each in possible if each == asked and each in {*EXITS, *ON_THE_WAY}), None)


def _buttons(among: Deeds, possible: frozenset[Action]) -> list[tuple[Action, Button]]:
    offered = [each for each in among if each in possible]
    return [(each, replace(BUTTONS[each], key=KEYS.get(each, BUTTONS[each].key), kind="")) for each in offered]


def _reasons(case: Case, level: int) -> list[str]:
    said = {
        Why.TIER: gettext("a customer of a higher tier"),
        Why.NEW_DATES: ngettext("moved once already", "moved %(num)d times already", level),
        Why.AMENDS: gettext("promised to make something good"),
    }
    return [said[each] for each in rules.reasons(case)]
