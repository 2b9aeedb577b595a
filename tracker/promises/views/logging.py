"""Logging a promise mid-call: the long form, who is meant, and what a due means."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from tracker.customers.queries import customer as customer_with
from tracker.customers.queries import suggest
from tracker.customers.records import Customer
from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role, Viewer
from tracker.promises.forms.new import NewPromiseForm
from tracker.promises.forms.whom import candidates
from tracker.promises.queries import finding
from tracker.promises.records import Promise
from tracker.promises.use_cases.logging import log_promise, save_draft
from tracker.promises.views.entering import (
    customer_of,
    due_of,
    meaning_of_due,
    offers,
    settle_whom,
)
from tracker.promises.views.offering import fill_quickly, quick_dues
from tracker.promises.views.room import blueprint
from tracker.promises.views.saying import say_saved
from tracker.web.addresses import next_address, see_other
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block, wants_fragment
from tracker.web.guards import needs_role, needs_sign_in, viewer
from tracker.web.texts import clean_line

LONGEST_SOURCE = 80


@blueprint.route("/promises/new", methods=["GET", "POST"])
@needs_role(Role.AGENT, Role.MANAGER)
def new() -> ResponseReturnValue:
    form = NewPromiseForm()
    if request.method == "GET":
        _prefill(form, viewer())
    elif "quick" in request.form:
        return _filled_quickly(form)
    return answer_form(form, "promises/new.html", "main", save=lambda: _save(form), context=lambda: _page(form))


@blueprint.get("/promises/new/whom")
@needs_sign_in
def whom() -> ResponseReturnValue:
    if not wants_fragment():
        return see_other(url_for("promises.new"))
    form = NewPromiseForm(request.args)
    text = clean_line(form.customer.data)
    form.candidates = candidates(text, suggest(db.session(), viewer(), text))
    return page_or_block("promises/new.html", "whom", form=form)


@blueprint.get("/promises/new/due")
@needs_sign_in
def due() -> ResponseReturnValue:
    if not wants_fragment():
        return see_other(url_for("promises.new"))
    form = NewPromiseForm(request.args)
    form.validate()
    return page_or_block("promises/new.html", "due", meaning=meaning_of_due(form, viewer()))


def _prefill(form: NewPromiseForm, who: Viewer) -> None:
    """Take customer, kind, reference, a promise to make good, and what somebody typed elsewhere, from the address."""
    form.start(now())
    form.source_reference.data = clean_line(request.args.get("reference"))[:LONGEST_SOURCE]
    form.kind_key = request.args.get("kind", form.kind_key)
    earlier_id = request.args.get("makes_good", type=number)
    customer_id = request.args.get("customer", type=number)
    if earlier_id is not None:
        earlier = finding.promise(db.session(), who, earlier_id)
        form.makes_good.data = earlier.id
        customer_id = earlier.customer_id
    if customer_id is not None:
        form.choose(customer_with(db.session(), who, customer_id))
    form.take(request.args)


def _page(form: NewPromiseForm) -> dict[str, object]:
    return {**offers(form, viewer()), "title": gettext("New promise"), "back": next_address(), "draft": None}


def _filled_quickly(form: NewPromiseForm) -> ResponseReturnValue:
    fill_quickly(form, request.form["quick"], quick_dues(viewer()))
    return page_or_block("promises/new.html", "main", form=form, **_page(form))


def _save(form: NewPromiseForm) -> str:
    """Log the promise, or save the draft; return where to go. A form that was sent before leads to what it logged."""
    who = viewer()
    try:
        promise, customer = _logged(form, who)
    except (Invalid, IntegrityError):
        earlier = finding.logged_with(db.session(), who, form.key) if form.key else None
        if earlier is None:
            raise
        return url_for("promises.show", promise_id=earlier)
    own_page = url_for("promises.show", promise_id=promise.id)
    address = _next_after(form, own_page)
    say_saved(promise, customer, form, link="" if address == own_page else own_page)
    return address


def _next_after(form: NewPromiseForm, own_page: str) -> str:
    if form.do.data == "next":
        return url_for("promises.new", next=request.form.get("next") or None)
    return next_address(own_page)


def _logged(form: NewPromiseForm, who: Viewer) -> tuple[Promise, Customer | None]:
    if form.is_draft:
        return _drafted(form, who)
    settle_whom(form, who)
    with transaction() as session:
        customer = customer_of(session, form, who)
        due = due_of(session, form, who)
        log = form.command(who, customer.id if customer else None, due, now())
        return log_promise(session, log, now()), customer


def _drafted(form: NewPromiseForm, who: Viewer) -> tuple[Promise, Customer | None]:
    """Save what is known; a name for which nobody was found or chosen is kept as it was typed."""
    unclear = ""
    try:
        settle_whom(form, who)
    except Invalid:
        unclear = form.customer.data or ""
    with transaction() as session:
        customer = customer_of(session, form, who)
        due = due_of(session, form, who)
        log = form.command(who, customer.id if customer else None, due, now())
        return save_draft(session, log, now(), unclear_whom=unclear), customer
