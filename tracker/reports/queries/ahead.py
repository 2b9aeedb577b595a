"""What a report is asked for, and which of the open promises it is about are still ahead."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Row, Select, String, cast, func, literal, select
from sqlalchemy.orm import Session

from tracker.promises.records import Promise
from tracker.promises.rules import State
from tracker.reports.queries.cells import Facet, how_often
from tracker.reports.queries.recounting import noted_anew
from tracker.reports.rules.periods import Period
from tracker.worktime.zones import LAST_ZONE, end_of_day

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
    """What a report is about. `team_ids` are the teams that exist for the viewer, `hidden` those that do not.

    Without `has_fresh` nothing waits to be folded into the tally, and nobody has to look; `ahead` is which are still
    ahead, for whoever asks more than once.
    """

    period: Period
    moment: datetime
    team_id: int | None = None
    kind_id: int | None = None
    owner_id: int | None = None
    only: tuple[Facet, str] | None = None
    team_ids: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    has_fresh: bool = True
    ahead: Sequence[Row[Any]] | None = None

    def of(self, period: Period) -> Self:
        """Return the same of other days."""
        return replace(self, period=period, ahead=None)


def ahead(session: Session, asked: Asked) -> Sequence[Row[Any]]:
    """Return how many are still ahead, told apart by all that a report may tell apart, in columns as in NOTED_AS."""
    return session.execute(_asked(asked)).all()


def _asked(asked: Asked) -> Select[Any]:
    columns = {Promise.team_id: asked.team_id, Promise.kind_id: asked.kind_id, Promise.owner_id: asked.owner_id}
    noted = noted_anew(
        Promise.state == OPEN,
        Promise.late_at >= asked.moment,
        Promise.due_at < end_of_day(asked.period.last, LAST_ZONE),
        Promise.due_on.between(asked.period.first, asked.period.last),
        *(column == value for column, value in columns.items() if value is not None),
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
