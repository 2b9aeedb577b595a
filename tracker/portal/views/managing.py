"""Where agents open a customer's page and close it again, and what else customers may read."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, flash, make_response, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from tracker.customers import queries as customers
from tracker.customers.records import Customer
from tracker.customers.rules.erasing import check_is_there
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role, Viewer
from tracker.portal import rules, sheet
from tracker.portal.forms import LinkForm
from tracker.portal.queries import links, promises
from tracker.portal.queries.promises import MOST_ON_A_RECORD, Told
from tracker.portal.review import review_text
from tracker.portal.sheet import Reader, RecordSheet
from tracker.portal.use_cases.links import MakeLink, make_link, revoke_link
from tracker.promises.forms.periods import asked_period
from tracker.web.addresses import see_other
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, needs_sign_in, viewer
from tracker.web.headers import unseen_by_others
from tracker.web.languages import BABEL_NAMES, LANGUAGE_NAMES, language
from tracker.worktime.zones import end_of_day, start_of_day

SHOWN_ONCE = "new_customer_link"
"""Where the browser's own session carries a new address from the form to the page that shows it."""

blueprint = Blueprint("portal", __name__)


@dataclass(frozen=True, slots=True)
class Record:
    """What a customer was promised in a period, as far as the viewer may see it."""

    customer: Customer
    since: date
    until: date
    told: list[Told]

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than is shown."""
        return len(self.told) == MOST_ON_A_RECORD


@blueprint.route("/customers/<int:customer_id>/page", methods=["GET", "POST"])
@needs_role(Role.AGENT, Role.MANAGER)
def links_of(customer_id: int) -> ResponseReturnValue:
    """Show the links that hold, and the new one this one time; make another."""
    who, customer = viewer(), _customer(viewer(), customer_id)
    form = LinkForm()
    form.offer(_language_of(customer))

    def save() -> str:
        wish = MakeLink(actor=who, customer_id=customer.id, language=form.language.data, days=form.days.data)
        with transaction() as session:
            secret = make_link(session, wish, now())
        browser[SHOWN_ONCE] = {"customer_id": customer.id, "secret": secret}
        return url_for(".links_of", customer_id=customer.id) + "#new-link"

    answer = answer_form(form, "portal/links.html", "main", save=save, context=lambda: _links(who, customer))
    return unseen_by_others(make_response(answer))


@blueprint.post("/customers/<int:customer_id>/page/<int:link_id>/revoke")
@needs_role(Role.AGENT, Role.MANAGER)
def revoke(customer_id: int, link_id: int) -> ResponseReturnValue:
    """End a link for good."""
    who = viewer()
    with transaction() as session:
        revoke_link(session, who, (customer_id, link_id), now())
    flash(gettext("Switched off. The link shows nothing any more."), "ok")
    return see_other(url_for(".links_of", customer_id=customer_id))


@blueprint.get("/customers/<int:customer_id>/page/record")
@needs_sign_in
def record(customer_id: int) -> ResponseReturnValue:
    """Show the record of promises as the customer may have it, for print, in one of our languages."""
    found, wished = _record(viewer(), customers.customer(db.session(), viewer(), customer_id)), _wished_language()
    with force_locale(BABEL_NAMES[wished or language()]):
        paper = _sheet(found)
        return page_or_block("portal/record.html", "main", found=found, sheet=paper, as_of=paper.as_of, wished=wished)


@blueprint.get("/customers/<int:customer_id>/page/record.pdf")
@needs_sign_in
def record_as_pdf(customer_id: int) -> ResponseReturnValue:
    """Give the same as a PDF."""
    from tracker.portal.paper import as_pdf  # noqa: PLC0415 - takes a third of a second, which no other command needs

    found = _record(viewer(), customers.customer(db.session(), viewer(), customer_id))
    with force_locale(BABEL_NAMES[_wished_language() or language()]):
        name = f"promises_{found.since}_{found.until}.pdf"
        answer = Response(as_pdf(_sheet(found)), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return unseen_by_others(answer)


def _wished_language() -> str | None:
    wished = request.args.get("language")
    return wished if wished in BABEL_NAMES else None


def _sheet(found: Record) -> RecordSheet:
    """Return what the record says, in the language in force."""
    moment, reader = now(), Reader(ZoneInfo(found.customer.time_zone))
    return RecordSheet(
        organisation=current_app.extensions["settings"].organisation,
        name=found.customer.name,
        first=reader.when(found.since),
        last=reader.when(found.until),
        at=moment,
        as_of=reader.when(moment),
        entries=sheet.entries(db.session(), found.told, reader, moment),
        is_cut=found.is_cut,
    )


def _customer(who: Viewer, customer_id: int) -> Customer:
    """Return a customer who has a page of their own. Raises NotFound, and Gone after a merge or an erasure."""
    customer = customers.customer(db.session(), who, customer_id)
    check_is_there(customer.merged_into_id, customer.erased_at)
    return customer


def _links(who: Viewer, customer: Customer) -> dict[str, object]:
    found = _record(who, customer)
    fresh = browser.pop(SHOWN_ONCE, None)
    is_theirs = fresh is not None and fresh["customer_id"] == customer.id
    return {
        "customer": customer,
        "links": links.live_links(db.session(), customer.id, now()),
        "fresh": _address(fresh["secret"]) if is_theirs else "",
        "found": found,
        "review": _review(found),
        "their_language": _language_of(customer),
        "language_names": LANGUAGE_NAMES,
    }


def _address(secret: str) -> str:
    return f"{current_app.extensions['settings'].base_url}{url_for('.door.show', secret=secret)}"


def _record(who: Viewer, customer: Customer) -> Record:
    since, until = asked_period(who, now())
    begin, end = start_of_day(since, customer.time_zone), end_of_day(until, customer.time_zone)
    told = promises.on_record(db.session(), who, customer, since=begin, until=end)
    return Record(customer, since, until, told)


def _review(found: Record) -> str:
    with force_locale(BABEL_NAMES[_language_of(found.customer)]):
        return review_text(rules.tally([each.facts for each in found.told], now()), found.since, found.until)


def _language_of(customer: Customer) -> str:
    return customer.language if customer.language in BABEL_NAMES else language()
