"""The list of customers: one field that finds them, filters that are addresses."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from tracker.audit.queries import version
from tracker.customers import queries
from tracker.customers.forms.filters import AskedFor
from tracker.customers.records import Customer, Tier
from tracker.customers.views.room import blueprint
from tracker.kernel.errors import NotFound
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.web.addresses import see_other
from tracker.web.fragments import page_or_block, wants_fragment
from tracker.web.freshness import not_modified, with_etag
from tracker.web.guards import needs_sign_in, viewer
from tracker.web.languages import language, locale_in_force
from tracker.web.paging import PAGE_SIZE, Key, Page, page_of, requested_after


@blueprint.get("/customers")
@needs_sign_in
def list_customers() -> ResponseReturnValue:
    data = version(db.session())
    if (same := not_modified(data)) is not None:
        return same
    asked, who = AskedFor.of_request(), viewer()
    page = _page(who, asked)
    if (only := _the_one_meant(page, asked)) is not None:
        return see_other(url_for("promises.customer_page", customer_id=only.id))
    return with_etag(_shown(who, asked, page), data)


def _shown(who: Viewer, asked: AskedFor, page: Page[Customer]) -> Response:
    choices = {} if wants_fragment() else _choices(who)
    return page_or_block("customers/list.html", "found", page=page, asked=asked, tier_name=_tier_name, **choices)


def _page(who: Viewer, asked: AskedFor) -> Page[Customer]:
    found = queries.search(
        db.session(),
        who,
        asked.words,
        filters=asked.filters,
        after=_after(requested_after("customers")),
        limit=PAGE_SIZE + 1,
    )
    return page_of(found, "customers", key=lambda customer: queries.key_of(customer, asked.words))


def _after(key: Key | None) -> queries.Key | None:
    match key:
        case None:
            return None
        case (int(rank), str(sort_key), int(number)):
            return rank, sort_key, number
    raise NotFound(N_("There is no such page of this list. It begins here."))


def _the_one_meant(page: Page[Customer], asked: AskedFor) -> Customer | None:
    """Return the customer to open at once: the only one found, or the one whose reference was typed.

    Only for who pressed Enter in the field: the list that narrows while one types stays a list.
    """
    if wants_fragment() or not asked.words or asked.filters or not page.is_first:
        return None
    named = [each for each in page.rows if each.reference == asked.words.upper()]
    return next(iter(named or (page.rows if len(page.rows) == 1 else ())), None)


def _choices(who: Viewer) -> dict[str, object]:
    session, names = db.session(), locale_in_force().languages
    there = queries.choices(session, who)
    return {
        "tiers": [(tier.id, _tier_name(tier)) for tier in queries.tiers(session)],
        "regions": [(region, region) for region in there.regions],
        "tags": [(tag, tag) for tag in there.tags],
        "languages": [(code, str(names.get(code, code))) for code in there.languages],
        "is_filtered": any(request.args.values()),
    }


def _tier_name(tier: Tier) -> str:
    return tier.name_in(language())
