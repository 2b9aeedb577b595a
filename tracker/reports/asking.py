"""What a report finds for whoever looks: the same for its page, its files and its mails."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts.rules.telling import Told
from tracker.alerts.saying import settings
from tracker.customers.queries import customer_now
from tracker.kernel.errors import Forbidden, NotFound
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.reports.forms.wishes import BY_PERSON, Wish
from tracker.reports.groups import Days, Ground, Group, groups
from tracker.reports.queries import counting, naming
from tracker.reports.queries.ahead import Asked, ahead
from tracker.reports.queries.cells import Facet

ABOUT_ONESELF = frozenset({"kind", "weekday"})
"""By what a person's own promises are told apart."""
NOT_BY_PERSON = N_(
    "Rates of single persons are shown to the manager of their team alone, where the organisation has switched that on."
)
TOO_FEW = N_("Rates of groups of fewer than five people are not shown, nor those from which these could be reckoned.")


@dataclass(frozen=True, slots=True)
class Found:
    """What was wished for, by what it was found, the days, and the groups that are told apart."""

    wish: Wish
    ground: Ground
    days: Days
    groups: list[Group]


def found(session: Session, who: Viewer, wish: Wish, moment: datetime) -> Found:
    """Return a report in the language in force. Raises Forbidden where it would be of fewer than five people."""
    wish = followed(session, wish)
    ground = ground_of(session, who, wish, moment)
    check_is_told(wish, ground.told)
    return found_on(session, wish, ground)


def followed(session: Session, wish: Wish) -> Wish:
    """Return what is wished for of the customer into whom theirs was merged: bookmarks and mails may be older."""
    return wish if wish.customer_id is None else replace(wish, customer_id=customer_now(session, wish.customer_id))


def found_on(session: Session, wish: Wish, ground: Ground) -> Found:
    """Return a report of which is known that it may be shown."""
    days = counting.by_day(session, ground.asked)
    is_told_apart = not wish.is_mine or wish.by in ABOUT_ONESELF
    return Found(wish, ground, days, groups(session, wish, ground, days) if is_told_apart else [])


def ground_of(session: Session, who: Viewer, wish: Wish, moment: datetime) -> Ground:
    """Return what is asked of the tally for somebody, and what of it may be shown. Raises NotFound."""
    names = naming.names(session, who, [] if wish.customer_id is None else [wish.customer_id])
    if wish.customer_id is not None and wish.customer_id not in names.customers:
        raise NotFound(N_("There is no such customer."))
    asked = Asked(
        period=wish.period,
        moment=moment,
        team_id=wish.team_id,
        kind_id=wish.kind_id,
        owner_id=who.id if wish.is_mine else None,
        only=(Facet(wish.only[0]), wish.only[1]) if wish.only else None,
        team_ids=frozenset(team_id for team_id, _ in names.teams) - who.hidden_team_ids,
        hidden=who.hidden_team_ids,
        customer_id=wish.customer_id,
        has_fresh=wish.customer_id is None and counting.has_fresh(session),
    )
    told = Told.among(names.people, who, with_persons=settings().rates_of_persons)
    return Ground(replace(asked, ahead=ahead(session, asked)), names, told)


def check_is_told(wish: Wish, told: Told) -> None:
    """Raise Forbidden for a team not shown by itself, everybody where there are few, and rates of other people."""
    if not is_told(wish, told):
        raise Forbidden(TOO_FEW)
    if wish.by == BY_PERSON and not wish.is_mine and wish.team_id not in told.by_person:
        raise Forbidden(NOT_BY_PERSON)


def is_told(wish: Wish, told: Told) -> bool:
    """Whether what is wished for is of enough people; one's own is always shown to oneself."""
    return wish.is_mine or told.tells(wish.team_id)
