"""Lists of promises: every filter is an address, and the ones looked at often have a name."""

from dataclasses import replace
from urllib.parse import urlencode

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, gettext, ngettext

from tracker.audit.queries import version
from tracker.customers.queries import customer_now, tiers
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Viewer
from tracker.promises.forms.bulk import read_done
from tracker.promises.forms.filters import STANDINGS, Filters, narrowed_in_words, same_list
from tracker.promises.queries import choices, lists
from tracker.promises.queries.lists import Wanted
from tracker.promises.records import SavedFilter
from tracker.promises.shown import name_of, shown
from tracker.promises.use_cases.filtering import forget_filter, save_filter
from tracker.promises.views.my_day import soon_until
from tracker.promises.views.room import blueprint
from tracker.promises.views.telling import why_not_counted
from tracker.web.addresses import see_other
from tracker.web.fragments import page_or_block
from tracker.web.freshness import not_modified, with_etag
from tracker.web.guards import needs_sign_in, viewer
from tracker.web.paging import page_of, requested_after
from tracker.web.texts import clean_line

MOST_ROWS = 35
"""Boxes, filters and bulk actions take their part of a page's weight; with fifty rows a phone would load too much."""


@blueprint.get("/promises")
@needs_sign_in
def list_promises() -> ResponseReturnValue:
    """Show the promises that the filters in the address ask for."""
    data = version(db.session())
    if (same := not_modified(data)) is not None:
        return same
    filters = _followed(Filters.of_request(viewer().zone, now()))
    context = {**_rows(viewer(), filters), **_choices(viewer()), "filters": filters}
    return with_etag(page_or_block("promises/list.html", "rows", **context), data)


@blueprint.post("/promises/filters")
@needs_sign_in
def keep_filter() -> ResponseReturnValue:
    """Save the filter at hand under a name."""
    query, name = same_list(request.form.get("query", "")), clean_line(request.form.get("name", ""))
    try:
        with transaction() as session:
            save_filter(session, viewer(), name[:60], query)
        flash(gettext("Saved as “%(name)s”.", name=name), "ok")
    except Invalid as refusal:
        flash(refusal.said(gettext), "error")
    return see_other(f"{url_for('.list_promises')}?{query}")


@blueprint.post("/promises/filters/<int:filter_id>/forget")
@needs_sign_in
def drop_filter(filter_id: int) -> ResponseReturnValue:
    """Forget one of one's own saved filters; the page that it led to can save it again."""
    with transaction() as session:
        forgotten = forget_filter(session, viewer(), filter_id)
        asked = [forgotten.query, urlencode({"forgotten": forgotten.name})] if forgotten else []
    return see_other("?".join(filter(None, [url_for(".list_promises"), "&".join(filter(None, asked))])))


def _followed(filters: Filters) -> Filters:
    """Return the same about the customer into whom theirs was merged: saved filters may be older than that."""
    customer_id = filters.wanted.customer_id
    if customer_id is None:
        return filters
    return replace(filters, wanted=replace(filters.wanted, customer_id=customer_now(db.session(), customer_id)))


def _rows(who: Viewer, filters: Filters) -> dict[str, object]:
    session, moment = db.session(), now()
    found = lists.promises(
        session, who, filters.wanted, now=moment, after=requested_after("promises"), limit=MOST_ROWS + 1
    )
    soon = soon_until(who.team_id, moment)
    page = page_of(found, "promises", key=lambda promise: (promise.due_at, promise.id), size=MOST_ROWS)
    is_whole = page.is_first and page.next_address is None
    untold = why_not_counted(session, who, filters.wanted)
    narrowed = narrowed_in_words(filters.wanted, *_names(filters.wanted))
    many = len(page.rows) if is_whole or untold else lists.how_many(session, who, filters.wanted, moment)
    return {
        "page": page,
        "many": None if untold else many,
        "said": [*narrowed, untold] if untold else [_many_in_words(many), *narrowed],
        "done": read_done(request.args.get("done")),
        "show": lambda promise: shown(promise, moment, soon),
    }


def _names(wanted: Wanted) -> tuple[dict[int, str], dict[int, str]]:
    """Return the names of tiers and causes, asked for only where a list is narrowed by one."""
    named_tiers = {} if wanted.tier_id is None else {each.id: name_of(each) for each in tiers(db.session())}
    named_causes = {} if wanted.cause_id is None else {each.id: name_of(each) for each in choices.causes(db.session())}
    return named_tiers, named_causes


def _many_in_words(many: int) -> str:
    if many > lists.MOST_COUNTED:
        return gettext("more than %(number)s promises", number=format_decimal(lists.MOST_COUNTED))
    return ngettext("%(num)d promise", "%(num)d promises", many)


def _choices(who: Viewer) -> dict[str, object]:
    session = db.session()
    return {
        "standings": STANDINGS,
        "team_options": [(team.id, team.name) for team in lists.teams_for(session, who)],
        "owners": (owners := choices.possible_owners(session, who)),
        "owner_options": [(person.id, person.name) for person in owners],
        "kind_options": [(kind.id, name_of(kind)) for kind in choices.kinds(session)],
        "tier_options": [(tier.id, name_of(tier)) for tier in tiers(session)],
        "saved": (saved := lists.saved_filters(session, who)),
        "saved_tabs": [_tab(filter_) for filter_ in saved],
        "here": request.full_path,
    }


def _tab(saved: SavedFilter) -> tuple[str, str, bool, None]:
    """Return a saved filter as a tab: address, name, whether it is the list at hand; nobody counts its rows."""
    address = f"{url_for('.list_promises')}?{saved.query}"
    return address, saved.name, same_list(request.query_string.decode()) == saved.query, None
