"""What is to be known before an answer, with the names of people and tiers that it tells."""

from tracker.customers import queries as customers
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.precedents.advising import Advice, advice, people_in
from tracker.precedents.considering import Considered
from tracker.precedents.practised import practised
from tracker.precedents.queries import checking
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.shown import Names
from tracker.web.languages import LANGUAGE_NAMES


def advice_for(who: Viewer, considered: Considered, granting: Wish) -> Advice:
    """Return what is to be known before a request is answered, if it were granted so."""
    session = db.session()
    found, tiers = practised(session, who, considered), customers.tiers(session)
    names = Names(
        people=checking.names_of_people(session, people_in(considered, found)),
        of_tiers={code: {float(each.rank): each.name_in(code) for each in tiers} for code in LANGUAGE_NAMES},
    )
    return advice(considered, granting, found, names)
