"""What agents see of a customer's answers, and what all of them add up to."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.customers import queries as customers
from tracker.kernel.clock import now
from tracker.kernel.crowds import FEWEST_PEOPLE
from tracker.kernel.extensions import db
from tracker.kernel.people import Role
from tracker.promises.forms.periods import asked_period
from tracker.surveys import rules
from tracker.surveys.queries import asked as queries
from tracker.surveys.queries.counting import by_tier
from tracker.surveys.rules import Kept
from tracker.surveys.words import BADGES, KEPT
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, needs_sign_in, viewer
from tracker.web.languages import language
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
    groups = by_tier(session, who, since=begin, until=end)
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
