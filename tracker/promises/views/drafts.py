"""Drafts: completing one with the form of a new promise, saving it again, or throwing it away."""

from collections.abc import Callable

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.audit.queries import history
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Viewer
from tracker.promises.forms.new import NewPromiseForm
from tracker.promises.queries import finding
from tracker.promises.records import Promise
from tracker.promises.rules import State
from tracker.promises.shown import shown
from tracker.promises.use_cases.logging import change_draft, complete_draft, discard_draft
from tracker.promises.views.entering import customer_of, due_of, offers, settle_whom
from tracker.promises.views.offering import fill_quickly, quick_dues
from tracker.promises.views.room import blueprint
from tracker.promises.views.saying import say_saved
from tracker.web.addresses import leave_for, next_address, see_other
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_sign_in, viewer


@blueprint.route("/promises/<int:promise_id>/complete", methods=["GET", "POST"])
@needs_sign_in
def complete(promise_id: int) -> ResponseReturnValue:
    draft = finding.promise(db.session(), viewer(), promise_id)
    if draft.state != State.DRAFT:
        return see_other(url_for("promises.show", promise_id=promise_id))
    form = NewPromiseForm()
    context = _page_of(draft, form)
    if request.method == "GET":
        _show(form, draft)
    elif "quick" in request.form:
        fill_quickly(form, request.form["quick"], quick_dues(viewer()))
        return page_or_block("promises/new.html", "main", form=form, **context())
    return answer_form(form, "promises/new.html", "main", save=lambda: _save(form, promise_id), context=context)


@blueprint.route("/promises/<int:promise_id>/discard", methods=["GET", "POST"])
@needs_sign_in
def discard(promise_id: int) -> ResponseReturnValue:
    """Ask first: of what is thrown away nothing is left to take back."""
    draft = finding.promise(db.session(), viewer(), promise_id)
    if draft.state != State.DRAFT:
        return see_other(url_for("promises.show", promise_id=promise_id))
    if request.method == "GET":
        return page_or_block("promises/discard.html", "main", shown=shown(draft, now()))
    with transaction() as session:
        discard_draft(session, promise_id, viewer(), now())
    flash(gettext("Draft discarded."), "ok")
    return leave_for(next_address(url_for("promises.my_day")))


def _page_of(draft: Promise, form: NewPromiseForm) -> Callable[[], dict[str, object]]:
    back = url_for("promises.show", promise_id=draft.id)
    return lambda: {**offers(form, viewer()), "title": gettext("Complete draft"), "back": back, "draft": draft}


def _show(form: NewPromiseForm, draft: Promise) -> None:
    """Prefill what is known; whom somebody had typed without meaning anybody known stands there again."""
    form.show(draft)
    form.start(now())
    if draft.customer_id is None:
        told = history(db.session(), "promise", draft.id)
        form.customer.data = next((str(each.words["whom"]) for each in told if "whom" in each.words), "")


def _save(form: NewPromiseForm, draft_id: int) -> str:
    who = viewer()
    _settle(form, who)
    with transaction() as session:
        finding.promise_for_update(session, who, draft_id)  # before a new customer is told of: all lock in this order
        customer = customer_of(session, form, who)
        log = form.command(who, customer.id if customer else None, due_of(session, form, who), now())
        promise = (change_draft if form.is_draft else complete_draft)(session, draft_id, log, now())
    say_saved(promise, customer, form)
    return next_address(url_for("promises.show", promise_id=draft_id))


def _settle(form: NewPromiseForm, who: Viewer) -> None:
    """Find who is meant; for a draft that may stay open."""
    try:
        settle_whom(form, who)
    except Invalid:
        if not form.is_draft:
            raise
