"""Doing something with a promise: one address for each action, a form (GET) and its answer (POST)."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.kernel.clock import now
from tracker.kernel.errors import ChangedMeanwhile, Invalid
from tracker.kernel.extensions import transaction
from tracker.promises.rules import State
from tracker.promises.use_cases.undoing import undo as undo_event
from tracker.promises.views import deeds
from tracker.promises.views.answering import answer
from tracker.promises.views.room import blueprint
from tracker.web.addresses import leave_for, next_address, see_other
from tracker.web.fragments import wants_fragment
from tracker.web.guards import needs_sign_in, viewer

BOTH = ["GET", "POST"]


@blueprint.route("/promises/<int:promise_id>/keep", methods=BOTH)
@needs_sign_in
def keep(promise_id: int) -> ResponseReturnValue:
    return answer(deeds.KEEP, promise_id)


@blueprint.route("/promises/<int:promise_id>/partly-keep", methods=BOTH)
@needs_sign_in
def partly_keep(promise_id: int) -> ResponseReturnValue:
    return answer(deeds.PARTLY_KEEP, promise_id)


@blueprint.route("/promises/<int:promise_id>/break", methods=BOTH)
@needs_sign_in
def break_promise(promise_id: int) -> ResponseReturnValue:
    return answer(deeds.BREAK, promise_id)


@blueprint.route("/promises/<int:promise_id>/withdraw", methods=BOTH)
@needs_sign_in
def withdraw(promise_id: int) -> ResponseReturnValue:
    return answer(deeds.WITHDRAW, promise_id)


@blueprint.route("/promises/<int:promise_id>/reopen", methods=BOTH)
@needs_sign_in
def reopen(promise_id: int) -> ResponseReturnValue:
    return answer(deeds.REOPEN, promise_id)


@blueprint.route("/promises/<int:promise_id>/renegotiate", methods=BOTH)
@needs_sign_in
def renegotiate(promise_id: int) -> ResponseReturnValue:
    return answer(deeds.RENEGOTIATE, promise_id)


@blueprint.route("/promises/<int:promise_id>/inform", methods=BOTH)
@needs_sign_in
def inform(promise_id: int) -> ResponseReturnValue:
    return answer(deeds.INFORM, promise_id)


@blueprint.route("/promises/<int:promise_id>/hand-over", methods=BOTH)
@needs_sign_in
def hand_over(promise_id: int) -> ResponseReturnValue:
    return answer(deeds.HAND_OVER, promise_id)


@blueprint.route("/promises/<int:promise_id>/accept", methods=BOTH)
@needs_sign_in
def accept(promise_id: int) -> ResponseReturnValue:
    return answer(deeds.ACCEPT, promise_id)


@blueprint.route("/promises/<int:promise_id>/decline", methods=BOTH)
@needs_sign_in
def decline(promise_id: int) -> ResponseReturnValue:
    return answer(deeds.DECLINE, promise_id)


@blueprint.route("/promises/<int:promise_id>/take-back", methods=BOTH)
@needs_sign_in
def take_back(promise_id: int) -> ResponseReturnValue:
    return answer(deeds.TAKE_BACK, promise_id)


@blueprint.route("/promises/<int:promise_id>/attempt", methods=BOTH)
@needs_sign_in
def attempt(promise_id: int) -> ResponseReturnValue:
    return answer(deeds.ATTEMPT, promise_id)


@blueprint.route("/promises/<int:promise_id>/note", methods=BOTH)
@needs_sign_in
def note(promise_id: int) -> ResponseReturnValue:
    return answer(deeds.NOTE, promise_id)


@blueprint.route("/promises/<int:promise_id>/apologise", methods=BOTH)
@needs_sign_in
def apologise(promise_id: int) -> ResponseReturnValue:
    return answer(deeds.APOLOGISE, promise_id)


@blueprint.route("/promises/<int:promise_id>/snooze", methods=BOTH)
@needs_sign_in
def snooze(promise_id: int) -> ResponseReturnValue:
    return answer(deeds.SNOOZE, promise_id)


@blueprint.route("/promises/<int:promise_id>/correct", methods=BOTH)
@needs_sign_in
def correct(promise_id: int) -> ResponseReturnValue:
    return answer(deeds.CORRECT, promise_id)


@blueprint.post("/promises/<int:promise_id>/undo/<int:event_id>")
@needs_sign_in
def undo(promise_id: int, event_id: int) -> ResponseReturnValue:
    back = next_address(url_for("promises.show", promise_id=promise_id))
    try:
        with transaction() as session:
            promise = undo_event(session, promise_id, event_id, actor=viewer(), now=now())
            is_draft = promise.state == State.DRAFT
    except (ChangedMeanwhile, Invalid) as refusal:
        flash(refusal.said(gettext), "warn")
        return leave_for(url_for("promises.show", promise_id=promise_id))
    if is_draft:
        flash(gettext("Taken back: it is a draft again, and nobody else sees it."), "ok")
        return leave_for(url_for("promises.complete", promise_id=promise_id))
    flash(gettext("Taken back."), "ok")
    return see_other(back) if wants_fragment() and "next" in request.values else leave_for(back)
