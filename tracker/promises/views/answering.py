"""How a page that does something with a promise answers: form, done, refused, or changed meanwhile."""

from collections.abc import Sequence
from typing import Any, Protocol

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext
from markupsafe import Markup

from tracker.accounts.records import Account
from tracker.kernel.clock import now
from tracker.kernel.errors import ChangedMeanwhile, Invalid
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.promises import actions, checks
from tracker.promises.actions import Action
from tracker.promises.forms.action import ActionForm
from tracker.promises.queries import finding, page
from tracker.promises.records import Promise
from tracker.promises.shown import shown
from tracker.promises.views.confirming import with_offer
from tracker.promises.views.conflict import CONFLICT, Conflict, conflict_of
from tracker.promises.views.deeds import Deed
from tracker.promises.views.doing import Acting, F
from tracker.promises.views.offering import Quick, fill_quickly, offer_choices, quick_for
from tracker.promises.views.situation import situation_of
from tracker.web.addresses import leave_for, next_address, see_other
from tracker.web.forms import UNPROCESSABLE
from tracker.web.fragments import page_or_block, wants_fragment
from tracker.web.guards import viewer

OFFERS_AMENDS = "/review/"
"""Pages that offer to make good what was just settled: whoever comes from one goes back there."""


class Frame(Protocol):
    """The page around a form: that of the action itself, or of another room, where one stays."""

    def __call__(self, deed: Deed[Any], form: ActionForm, promise: Promise, *, conflict: Conflict | None) -> Response:
        """Show the form, or what somebody else changed meanwhile."""
        ...


def answer(deed: Deed[F], promise_id: int) -> ResponseReturnValue:
    """Show the form of an action, or do it; what is refused comes back with everything that was typed."""
    return _first_look(deed, deed.form(), promise_id) if request.method == "GET" else do(deed, promise_id, _own_page)


def do(deed: Deed[F], promise_id: int, frame: Frame) -> ResponseReturnValue:
    """Do what was sent; what is refused, or was changed meanwhile, comes back in its frame."""
    form = deed.form()
    if "quick" in request.form:
        return _filled_quickly(deed, form, promise_id, frame)
    if form.validate():
        try:
            return _done(deed, form, promise_id)
        except Invalid as refusal:
            form.refuse(refusal)
        except ChangedMeanwhile as change:
            return _changed_meanwhile(deed, form, promise_id, (change, frame))
    return _refused(deed, form, promise_id, frame)


def _done(deed: Deed[F], form: F, promise_id: int) -> ResponseReturnValue:
    with transaction() as session:
        deed.do(session, form, Acting(promise_id=promise_id, actor=viewer(), now=now()))
    flash(_said(deed, promise_id), "ok")
    back = _address_after(form, promise_id)
    return see_other(back) if _is_from_list() else leave_for(back)


def _said(deed: Deed[F], promise_id: int) -> Markup | str:
    """Return what is said when it is done; a new date can be confirmed to the customer."""
    if deed.action is Action.RENEGOTIATE:
        return with_offer(deed.said, finding.promise(db.session(), viewer(), promise_id))
    if deed.action is Action.REOPEN:
        owner = finding.promise(db.session(), viewer(), promise_id).owner.name
        return gettext("Open again. It belongs to %(name)s.", name=owner)
    return str(deed.said)


def _address_after(form: ActionForm, promise_id: int) -> str:
    """Return where one came from; but whoever had to say why goes where making good is offered."""
    promise = url_for("promises.show", promise_id=promise_id)
    after = next_address(promise)
    is_to_be_made_good = "cause" in form and form["cause"].data
    return promise if is_to_be_made_good and not after.startswith(OFFERS_AMENDS) else after


def _first_look(deed: Deed[F], form: F, promise_id: int) -> ResponseReturnValue:
    promise = finding.promise(db.session(), viewer(), promise_id)
    situation = _situation(promise)
    if deed.action not in actions.possible(promise.facts(), situation):
        checks.check_may_change(promise.facts(), situation.viewer)
        flash(gettext("This cannot be done with this promise now."), "warn")
        return see_other(url_for("promises.show", promise_id=promise_id))
    _prefill(form, promise, request.args.get("next", ""))
    return _form_page(deed, form, promise)


def blank_form(deed: Deed[F], promise: Promise, back: str) -> dict[str, object]:
    """Return what another page needs to show the form of an action; sent, it is answered here, then goes `back`."""
    form = deed.form(formdata=None)
    _prefill(form, promise, back)
    return filled_form(deed, form, promise)


def filled_form(deed: Deed[Any], form: ActionForm, promise: Promise) -> dict[str, object]:
    """Return the same for a form that was filled."""
    offer_choices(form, promise, viewer())
    return {"deed": deed, "form": form, "quick": quick_for(deed.action, viewer())}


def _prefill(form: ActionForm, promise: Promise, back: str) -> None:
    form.prefill(promise, viewer(), now())
    form.row_version.data, form.next.data = promise.row_version, back
    form.seen.data = page.last_event(db.session(), viewer(), promise.id)


def _situation(promise: Promise) -> actions.Situation:
    return situation_of(promise, page.offer_waiting(db.session(), promise.id))


def _filled_quickly(deed: Deed[F], form: F, promise_id: int, frame: Frame) -> ResponseReturnValue:
    promise = finding.promise(db.session(), viewer(), promise_id)
    fill_quickly(form, request.form["quick"], quick_for(deed.action, viewer()))
    return frame(deed, form, promise, conflict=None)


def _refused(deed: Deed[F], form: F, promise_id: int, frame: Frame) -> ResponseReturnValue:
    """Show the form with what is wrong. From a list, where there was no form, lead to it."""
    if _is_from_list():
        address = url_for(f"promises.{deed.action}", promise_id=promise_id, next=request.values.get("next"))
        return leave_for(address)
    promise = finding.promise(db.session(), viewer(), promise_id)
    if not form.row_version.data:
        form.row_version.data = promise.row_version
    answered = frame(deed, form, promise, conflict=None)
    answered.status_code = UNPROCESSABLE
    return answered


def _changed_meanwhile(
    deed: Deed[F], form: F, promise_id: int, told: tuple[ChangedMeanwhile, Frame]
) -> ResponseReturnValue:
    """Show what the other person did beside what was typed; from a list, where nothing was, lead to the promise."""
    change, frame = told
    if _is_from_list():
        flash(change.said(gettext), "warn")
        return leave_for(url_for("promises.show", promise_id=promise_id))
    promise = finding.promise(db.session(), viewer(), promise_id)
    offer_choices(form, promise, viewer())
    is_possible = deed.action in actions.possible(promise.facts(), _situation(promise))
    answered = frame(deed, form, promise, conflict=conflict_of(deed, form, promise, is_possible=is_possible))
    answered.status_code = CONFLICT
    return answered


def _own_page(deed: Deed[Any], form: ActionForm, promise: Promise, *, conflict: Conflict | None) -> Response:
    if conflict is None:
        return _form_page(deed, form, promise)
    back = url_for("promises.show", promise_id=promise.id)
    return page_or_block("promises/conflict.html", "main", conflict=conflict, back=back)


def _form_page(deed: Deed[Any], form: ActionForm, promise: Promise) -> Response:
    who, moment = viewer(), now()
    offer_choices(form, promise, who)
    quick: Sequence[Quick] = quick_for(deed.action, who)
    this = shown(promise, moment)
    back = next_address(url_for("promises.show", promise_id=promise.id))
    context = {"deed": deed, "form": form, "shown": this, "when": this.when(moment), "quick": quick, "back": back}
    return page_or_block("promises/action.html", "main", notice=_notice(deed, promise.owner), **context)


def _notice(deed: Deed[Any], owner: Account) -> str:
    """Return what should be known before: a promise of somebody who left belongs to whoever opens it again."""
    if deed.action is not Action.REOPEN or (owner.active and owner.role != Role.ADMIN):
        return ""
    return gettext("%(name)s takes no promises any more: reopened, this one is yours.", name=owner.name)


def _is_from_list() -> bool:
    """Whether one click in a list asked for this: htmx waits for the list's block."""
    return wants_fragment()
