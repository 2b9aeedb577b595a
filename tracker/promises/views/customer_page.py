"""A customer: what we owe them, what was said when and how it went, and becoming one with a double."""

from datetime import datetime

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from tracker.audit.queries import version
from tracker.customers import queries as customers
from tracker.customers.use_cases.merging import MergeCustomers, merge_customers
from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Viewer
from tracker.promises import measures
from tracker.promises.forms.periods import YEAR, asked_period
from tracker.promises.queries import of_customer
from tracker.promises.records import Promise
from tracker.promises.shown import shown
from tracker.promises.use_cases.merging import hold_promises, move_promises
from tracker.promises.views.my_day import just_done, soon_until
from tracker.promises.views.room import blueprint
from tracker.web.addresses import see_other
from tracker.web.fragments import page_or_block
from tracker.web.freshness import not_modified, with_etag
from tracker.web.guards import needs_sign_in, viewer
from tracker.web.paging import page_of, requested_after
from tracker.worktime.zones import end_of_day, start_of_day

CONTACT_WORDS = {"phone": _l("Phone"), "mail": _l("Mail"), "other": _l("Contact")}
EARLIER_ON_A_PAGE = 25


@blueprint.get("/customers/<int:customer_id>")
@needs_sign_in
def customer_page(customer_id: int) -> ResponseReturnValue:
    """Show what we owe a customer first, then how earlier promises went."""
    data = version(db.session())
    if (same := not_modified(data)) is not None:
        return same
    context = _customer(viewer(), customer_id, now())
    return with_etag(page_or_block("promises/customer.html", "owed", **context), data)


@blueprint.get("/customers/<int:customer_id>/record")
@needs_sign_in
def record(customer_id: int) -> ResponseReturnValue:
    """Show the record of a customer's promises for print: what was said when, kept or not, without internal notes."""
    session, who, moment = db.session(), viewer(), now()
    customer = customers.customer(session, who, customer_id)
    since, until = asked_period(who, moment)
    promises = of_customer.record(
        session,
        who,
        customer_id,
        since=start_of_day(since, who.time_zone),
        until=end_of_day(until, who.time_zone),
    )
    numbers = [promise.id for promise in promises]
    return page_or_block(
        "promises/record.html",
        "main",
        customer=customer,
        entries=[(promise, shown(promise, moment)) for promise in promises],
        new_dates=of_customer.new_dates(session, numbers),
        informings=of_customer.informings(session, numbers),
        since=since,
        until=until,
        is_cut=len(promises) == of_customer.MOST_ON_A_RECORD,
    )


@blueprint.get("/customers/<int:customer_id>/merge")
@needs_sign_in
def merge(customer_id: int) -> ResponseReturnValue:
    """Find the double of a customer, and show both before they become one."""
    session, who = db.session(), viewer()
    words = request.args.get("q", "")
    other_id = request.args.get("other", type=number)
    kept = customers.customer(session, who, customer_id)
    found = customers.suggest(session, who, words or kept.name)
    return page_or_block(
        "promises/merge.html",
        "main",
        kept=kept,
        other=customers.customer(session, who, other_id) if other_id else None,
        found=[customer for customer in found if customer.id != kept.id],
        words=words,
    )


@blueprint.post("/customers/<int:customer_id>/merge")
@needs_sign_in
def merge_with(customer_id: int) -> ResponseReturnValue:
    """Merge another customer into this one, with everything that was promised to them."""
    who, moment = viewer(), now()
    command = MergeCustomers(
        actor=who,
        kept_id=customer_id,
        kept_version=request.form.get("kept_version", 0, type=number),
        merged_id=request.form.get("other", 0, type=number),
        merged_version=request.form.get("other_version", 0, type=number),
        takes_volume=request.form.get("volume") == "other",
    )
    with transaction() as session:
        hold_promises(session, command.merged_id)
        merge_customers(session, command, moment)
        many = move_promises(session, from_id=command.merged_id, to_id=customer_id, actor=who, now=moment)
    flash(ngettext("Merged. %(num)d promise came along.", "Merged. %(num)d promises came along.", many), "ok")
    return see_other(url_for(".customer_page", customer_id=customer_id))


def _customer(who: Viewer, customer_id: int, moment: datetime) -> dict[str, object]:
    session = db.session()
    earlier = of_customer.settled_for(
        session, who, customer_id, after=requested_after("earlier"), limit=EARLIER_ON_A_PAGE + 1
    )
    soon = soon_until(who.team_id, moment)
    customer = customers.customer(session, who, customer_id)
    return {
        "customer": customer,
        "kept_in": customers.customer(session, who, customer.merged_into_id) if customer.merged_into_id else None,
        "owed": of_customer.owed_to(session, who, customer_id),
        "earlier": page_of(earlier, "earlier", _due_key, EARLIER_ON_A_PAGE),
        "kept": measures.measure(of_customer.courses(session, who, customer_id, moment - YEAR), moment),
        "here": request.full_path,
        **just_done(who, moment, customer_id),
        "show": lambda promise: shown(promise, moment, soon),
        "contact_facts": [(CONTACT_WORDS[contact.kind], contact.value) for contact in customer.contacts],
        "title": gettext("What we owe %(name)s", name=customer.name),
    }


def _due_key(promise: Promise) -> tuple[datetime | None, int]:
    return promise.due_at, promise.id
