"""Ladders, calendars and desks, read once for one round of the sweep and forgotten with it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendar_of
from tracker.accounts.queries.standing_in import responsible_on
from tracker.alerts.queries import planning as queries
from tracker.alerts.queries.desks import desk_of
from tracker.alerts.rules.holding import Desk
from tracker.alerts.rules.ladders import LadderFacts, RungFacts, most_specific
from tracker.worktime.calendar import WorkCalendar
from tracker.worktime.zones import local_day


class Offices:
    """What a round of the sweep knows of teams and people."""

    def __init__(self, ladders: Sequence[LadderFacts]) -> None:
        self._ladders = ladders
        self._calendars: dict[int, WorkCalendar] = {}
        self._desks: dict[int, Desk] = {}
        self._answering: dict[tuple[int, date], int] = {}
        self.rungs = {rung.id: rung for ladder in ladders for rung in ladder.rungs}

    @classmethod
    def read(cls, session: Session) -> "Offices":
        """Read the ladders; everything else is read when it is asked for."""
        return cls(queries.all_ladders(session))

    def rungs_for(self, team_id: int, kind_id: int) -> tuple[RungFacts, ...]:
        """Return the rungs for promises of this team and kind."""
        return most_specific(self._ladders, team_id, kind_id)

    def calendar(self, session: Session, team_id: int) -> WorkCalendar:
        """Return the working time of a team."""
        if team_id not in self._calendars:
            self._calendars[team_id] = calendar_of(session, team_id)
        return self._calendars[team_id]

    def desk(self, session: Session, account_id: int) -> Desk:
        """Return where somebody can be told."""
        if account_id not in self._desks:
            self._desks[account_id] = desk_of(session, account_id, self.calendar)
        return self._desks[account_id]

    def responsible(self, session: Session, account_id: int, moment: datetime) -> int:
        """Return who answers for somebody at a moment."""
        day = local_day(moment, self.desk(session, account_id).zone)
        key = (account_id, day)
        if key not in self._answering:
            self._answering[key] = responsible_on(session, account_id, day)
        return self._answering[key]
