"""The blueprint to which every module of this package adds its pages."""

from datetime import date
from decimal import Decimal

from flask import Blueprint, url_for
from flask_babel import LazyString, gettext

from tracker.alerts.affairs import add_affairs
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.kernel.people import Role, Viewer
from tracker.precedents.asked import APPROVALS
from tracker.precedents.ending_grants import GRANTS
from tracker.precedents.ends import ENDS
from tracker.precedents.queries import approvals, flags
from tracker.precedents.records import Approval, Decision, Situation
from tracker.precedents.rules import assessment
from tracker.precedents.shown import amount_in_words, last_day_of
from tracker.precedents.stranded import STRANDED
from tracker.precedents.words import NO_LONGER, OUTCOME_BADGES, OUTCOMES, QUESTIONS
from tracker.worktime.zones import local_day

blueprint = Blueprint("precedents", __name__)
add_affairs(blueprint, APPROVALS, ENDS, GRANTS, STRANDED)

Tab = tuple[str, str, bool, int | None]


@blueprint.context_processor
def _words() -> dict[str, object]:
    badges = {"outcome_words": OUTCOMES, "outcome_badges": OUTCOME_BADGES, "no_longer": NO_LONGER}
    return {**badges, "assessed": _assessed, "last_day_of": last_day_of, "amount_in": _amount_in}


def _amount_in(situation: Situation, amount: Decimal | None) -> str:
    return amount_in_words(situation.facts(), amount)


def _assessed(thing: Decision | Approval) -> list[tuple[LazyString, str]]:
    """Return what was answered of the short assessment, in words."""
    answers = assessment.read(thing.assessment)
    return [(QUESTIONS[each], gettext("Yes") if answers[each] else gettext("No")) for each in answers]


def today(who: Viewer) -> date:
    """Return the day on the viewer's clock."""
    return local_day(now(), who.time_zone)


def tabs(who: Viewer, here: str) -> list[Tab]:
    """Return the places of this room for somebody: decisions, situations, and for managers what waits for them."""
    places: list[tuple[str, str, int | None]] = [("precedents.decisions", gettext("Decisions"), None)]
    if who.role is not Role.ADMIN:
        waiting = approvals.how_many_wait(db.session(), who, now())
        places.append(("precedents.approvals", gettext("Approvals"), waiting or None))
    if who.role is Role.MANAGER:
        places.append(("precedents.flags", gettext("Flags"), flags.how_many_open(db.session(), who, now())))
        places.append(("precedents.practice", gettext("Practice"), None))
        places.append(("precedents.consistency", gettext("Consistency"), None))
        places.append(("precedents.exceptions", gettext("Exceptions"), None))
    places.append(("precedents.situations", gettext("Situations and policies"), None))
    return [(url_for(endpoint), words, endpoint == here, count) for endpoint, words, count in places]
