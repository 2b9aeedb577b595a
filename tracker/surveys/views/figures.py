"""What agents see of a customer's answers, and what all of them add up to."""

from datetime import date

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tracker.customers import queries as customers
from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.crowds import FEWEST_PEOPLE
from tracker.kernel.errors import Forbidden
from tracker.kernel.extensions import db
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.promises.forms.periods import asked_period
from tracker.surveys import rules
from tracker.surveys.queries import asked as queries
from tracker.surveys.queries import counting
from tracker.surveys.queries.counting import Behind
from tracker.surveys.rules import Kept
from tracker.surveys.words import BADGES, KEPT
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, needs_sign_in, viewer
from tracker.web.languages import language
from tracker.web.paging import PAGE_SIZE, page_of, requested_after
from tracker.worktime.zones import end_of_day, start_of_day

blueprint = Blueprint("surveys", __name__)


@blueprint.get("/customers/<int:customer_id>/surveys")
@needs_sign_in
def of_customer(customer_id: int) -> ResponseReturnValue:
    """Show what a customer was asked and answered lately; as a page, or as a part of the customer's."""
    session = db.session()
    customer = customers.customer(session, viewer(), customer_id)
    asked = queries.of_customer(session, customer_id)
    return page_or_block(
        "surveys/customer.html",
        "list",
        customer=customer,
        surveys=[(each, Kept(each.kept) if each.kept else None) for each in asked],
        refused_at=queries.refused_at(session, customer_id),
        words=KEPT,
        badges=BADGES,
    )


@blueprint.get("/surveys")
@needs_role(Role.MANAGER, Role.ADMIN)
def figures() -> ResponseReturnValue:
    """Show how many were asked in a period and what they answered, as far as that tells of nobody alone."""
    session, who = db.session(), viewer()
    since, until = asked_period(who, now())
    begin, end = start_of_day(since, who.time_zone), end_of_day(until, who.time_zone)
    groups = counting.by_tier(session, who, since=begin, until=end)
    names = {tier.id: tier.name_in(language()) for tier in customers.tiers(session)}
    return page_or_block(
        "surveys/figures.html",
        "list",
        whole=rules.together(groups),
        groups=rules.told_apart(groups),
        names=names,
        since=since,
        until=until,
        fewest=FEWEST_PEOPLE,
        is_on=any(tier.survey_after_days for tier in customers.tiers(session)),
    )


@blueprint.get("/surveys/sent")
@needs_role(Role.MANAGER, Role.ADMIN)
def sent() -> ResponseReturnValue:
    """List the mails behind a number; what was answered only of so many people as the number is told of."""
    session, who = db.session(), viewer()
    since, until = asked_period(who, now())
    wanted = _behind(who, since, until)
    if wanted.only_answered or wanted.kept is not None:
        _check_is_told(wanted)
    found = counting.behind(session, who, wanted, after=requested_after("surveys"), limit=PAGE_SIZE + 1)
    return page_or_block(
        "surveys/sent.html",
        "list",
        page=page_of(found, "surveys", lambda each: (each.Survey.sent_at, each.Survey.id)),
        since=since,
        until=until,
    )


def _behind(who: Viewer, since: date, until: date) -> Behind:
    kept = request.args.get("kept", "")
    return Behind(
        since=start_of_day(since, who.time_zone),
        until=end_of_day(until, who.time_zone),
        tier_id=request.args.get("tier", type=number),
        only_answered=request.args.get("answered") == "1",
        kept=Kept(kept) if kept in set(Kept) else None,
    )


def _check_is_told(wanted: Behind) -> None:
    groups = counting.by_tier(db.session(), viewer(), since=wanted.since, until=wanted.until)
    told = rules.told_apart(groups)
    if wanted.tier_id is None:
        is_told = rules.together(groups).is_told
    else:
        is_told = any(each.tier_id == wanted.tier_id for each in told)
    if not is_told:
        raise Forbidden(N_("What was answered is told from %(fewest)s people on."), fewest=FEWEST_PEOPLE)
