"""What a report finds for whoever looks: the same for its page, its files and its mails."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.kernel.errors import Forbidden
from tracker.kernel.people import Viewer
from tracker.reports.forms.wishes import Wish
from tracker.reports.groups import Days, Ground, Group, groups
from tracker.reports.queries import counting, naming
from tracker.reports.queries.ahead import Asked, ahead
from tracker.reports.queries.cells import Facet

ABOUT_ONESELF = frozenset({"kind", "weekday"})
"""By what a person's own promises are told apart."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was wished for, by what it was found, the days, and the groups that are told apart."""

    wish: Wish
    ground: Ground
    days: Days
    groups: list[Group]


def found(session: Session, who: Viewer, wish: Wish, moment: datetime) -> Found:
    """Return a report in the language in force. Raises Forbidden for teams that are not shown to this person."""
    ground = ground_of(session, who, wish, moment)
    days = counting.by_day(session, ground.asked)
    is_told_apart = not wish.is_mine or wish.by in ABOUT_ONESELF
    return Found(wish, ground, days, groups(session, wish, ground, days) if is_told_apart else [])


def ground_of(session: Session, who: Viewer, wish: Wish, moment: datetime) -> Ground:
    """Return what is asked of the tally for somebody. Raises Forbidden."""
    names = naming.names(session)
    if wish.team_id is not None and not wish.is_mine and wish.team_id not in names.large - who.hidden_team_ids:
        raise Forbidden(gettext("Rates of groups of fewer than five people are not shown."))
    asked = Asked(
        period=wish.period,
        moment=moment,
        team_id=None if wish.is_mine else wish.team_id,
        kind_id=wish.kind_id,
        owner_id=who.id if wish.is_mine else None,
        only=(Facet(wish.only[0]), wish.only[1]) if wish.only else None,
        team_ids=frozenset(team_id for team_id, _ in names.teams) - who.hidden_team_ids,
        hidden=who.hidden_team_ids,
        has_fresh=counting.has_fresh(session),
    )
    return Ground(replace(asked, ahead=ahead(session, asked)), names)
