"""What a report is asked for, and which of the open promises it is about are still ahead."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, Row, Select, String, cast, func, literal, not_, or_, select
from sqlalchemy.orm import Session

from tracker.customers.records import Customer
from tracker.promises.records import Promise
from tracker.promises.rules import State
from tracker.reports.queries.cells import Facet, how_often
from tracker.reports.queries.recounting import noted_anew
from tracker.reports.rules.periods import Period
from tracker.worktime.zones import FIRST_ZONE, LAST_ZONE, end_of_day, start_of_day

OPEN = literal(State.OPEN.value, literal_execute=True)
"""Written into the statement, so that the databases see that an index of open promises covers it."""

NOTED_AS = {
    Facet.OWNER: "owner_id",
    Facet.TIER: "tier_id",
    Facet.CHANNEL: "channel",
    Facet.LEAD: "lead",
    Facet.MOVED: "moves",
}
"""Facets whose values are known while a promise is still ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a report is about; where it is about one customer, the few promises to them are counted themselves.

    `team_ids` are the teams that exist for the viewer, `hidden` those that do not. Without `has_fresh` nothing waits to
    be folded into the tally, and nobody has to look; `ahead` is which are still ahead, for whoever asks more than once.
    """

    period: Period
    moment: datetime
    team_id: int | None = None
    kind_id: int | None = None
    owner_id: int | None = None
    customer_id: int | None = None
    only: tuple[Facet, str] | None = None
    team_ids: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    has_fresh: bool = True
    ahead: Sequence[Row[Any]] | None = None

    def of(self, period: Period) -> Self:
        """Return the same of other days."""
        return replace(self, period=period, ahead=None)

    def narrowed(self) -> list[ColumnElement[bool]]:
        """Say in SQL of which days, team, kind, owner and customer promises are asked for."""
        columns = {
            Promise.team_id: self.team_id,
            Promise.kind_id: self.kind_id,
            Promise.owner_id: self.owner_id,
            Promise.customer_id: self.customer_id,
        }
        chosen = (column == value for column, value in columns.items() if value is not None)
        return [*self._due(), *chosen]

    def _due(self) -> tuple[ColumnElement[bool], ...]:
        """Say which days; and about when, for indexes of what a team, a person or a customer is owed know moments."""
        return (
            Promise.due_on.between(self.period.first, self.period.last),
            Promise.due_at >= start_of_day(self.period.first, FIRST_ZONE),
            Promise.due_at <= end_of_day(self.period.last, LAST_ZONE),
        )

    def existing(self) -> list[ColumnElement[bool]]:
        """Leave out what belongs to closed teams, or to customers of such teams."""
        if not self.hidden:
            return []
        hidden = sorted(self.hidden)
        theirs = select(Customer.id).where(Customer.id == Promise.customer_id, Customer.team_id.in_(hidden))
        return [not_(or_(Promise.team_id.in_(hidden), theirs.exists()))]


def ahead(session: Session, asked: Asked) -> Sequence[Row[Any]]:
    """Return how many are still ahead, told apart by all that a report may tell apart, in columns as in NOTED_AS."""
    return session.execute(_asked(asked)).all()


def _asked(asked: Asked) -> Select[Any]:
    noted = noted_anew(
        Promise.state == OPEN,
        Promise.late_at >= asked.moment,
        Promise.due_at < end_of_day(asked.period.last, LAST_ZONE),
        *asked.narrowed(),
    )
    names = ("due_on", "team_id", "kind_id", "owner_id", "tier_id", "channel", "lead", "informed")
    by = [*(noted.c[name] for name in names), how_often(noted.c.renegotiations).label("moves")]
    asking = select(*by, func.count().label("many")).group_by(*by)
    if asked.only is not None:
        facet, value = asked.only
        asking = asking.where(cast(noted.c[NOTED_AS[facet]], String(20)) == value)
    if asked.hidden:
        hidden = sorted(asked.hidden)
        asking = asking.where(noted.c.home_id.not_in(hidden), noted.c.team_id.not_in(hidden))
    return asking
