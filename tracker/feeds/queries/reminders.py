"""When owners are reminded, by the ladder of their team and in its office hours: calendars remind then as well."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Self

from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendars_of
from tracker.alerts.queries.planning import all_ladders
from tracker.alerts.rules.ladders import NOTHING, Audience, LadderFacts, RungFacts, most_specific
from tracker.alerts.rules.moments import rung_moment
from tracker.worktime.calendar import WorkCalendar
from tracker.worktime.zones import start_of_day


@dataclass(frozen=True, slots=True)
class Reminders:
    """Ladders, and the working time of the owners' teams, read once for one fetch."""

    ladders: tuple[LadderFacts, ...]
    calendars: dict[int, WorkCalendar]
    rungs: dict[tuple[int, int], RungFacts | None] = field(default_factory=dict)

    @classmethod
    def read(cls, session: Session, team_ids: Collection[int]) -> Self:
        """Read all ladders, and the calendars of these teams."""
        return cls(tuple(all_ladders(session)), calendars_of(session, team_ids) if team_ids else {})

    def before(self, row: Any) -> timedelta | None:
        """Return when the owner of a promise is last reminded before its due, counted as in `Entry.reminder`."""
        rung = self._rung(row.promise_team_id, row.kind_id)
        if rung is None:
            return None
        moment = _moment(rung, row.due_at, self.calendars[row.team_id])
        since = row.due_at if row.due_day is None else start_of_day(row.due_day, row.zone)
        return timedelta(minutes=(moment - since) // timedelta(minutes=1))

    def _rung(self, team_id: int, kind_id: int) -> RungFacts | None:
        """Return the last rung before the due: hundreds of promises share a few ladders."""
        if (team_id, kind_id) not in self.rungs:
            self.rungs[team_id, kind_id] = _last_before(most_specific(self.ladders, team_id, kind_id))
        return self.rungs[team_id, kind_id]


def _last_before(rungs: tuple[RungFacts, ...]) -> RungFacts | None:
    leads = [rung for rung in rungs if rung.offset < NOTHING and Audience.OWNER in rung.audience]
    return max(leads, key=lambda rung: rung.offset, default=None)


@lru_cache(maxsize=8192)
def _moment(rung: RungFacts, due_at: datetime, calendar: WorkCalendar) -> datetime:
    return rung_moment(rung, due_at, due_at, calendar)
