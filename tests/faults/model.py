"""What people are to be told, as somebody would say it who never saw the code."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

BACK = 0
"""Stands for the return of a promise that somebody was on; rungs have numbers of their own."""


@dataclass(slots=True)
class Owed:
    """A promise. `told` is what went out since it got its date; `on_it`: from when until when somebody is on it."""

    owner: int
    due: datetime
    since: datetime
    is_open: bool = True
    on_it: tuple[datetime, datetime] | None = None
    told: set[int] = field(default_factory=set)

    def agree(self, due: datetime, now: datetime) -> None:
        """Get another date: everything begins anew."""
        self.due, self.since, self.on_it, self.told = due, now, None, set()

    def acknowledge(self, until: datetime, now: datetime) -> None:
        """Let everything wait until then."""
        self.on_it = (now, until)
        self.told.discard(BACK)


@dataclass(slots=True)
class Model:
    """Everything. `rungs` are hours from the due, by number."""

    manager: int
    deputy: dict[int, int]
    rungs: dict[int, timedelta] = field(default_factory=dict)
    promises: dict[int, Owed] = field(default_factory=dict)
    away: set[int] = field(default_factory=set)

    def moments(self, owed: Owed) -> Iterator[tuple[int, datetime]]:
        """Yield every rung of a promise that counts, and when it comes."""
        for number, lead in self.rungs.items():
            if owed.due + lead >= owed.since:
                yield number, self._waiting(owed, owed.due + lead)
        if owed.on_it is not None:
            yield BACK, owed.on_it[1]

    def to_tell(self, owed: Owed, now: datetime) -> set[int]:
        """Return what is due about a promise and was not told."""
        if not owed.is_open:
            return set()
        return {number for number, moment in self.moments(owed) if moment <= now} - owed.told

    def planned(self, now: datetime) -> set[tuple[int, int, datetime]]:
        """Return what is still to come: promise, rung, moment."""
        return {
            (promise, number, moment)
            for promise, owed in self.promises.items()
            if owed.is_open
            for number, moment in self.moments(owed)
            if moment > now and number not in owed.told
        }

    def hears(self, owner: int) -> int:
        """Return who is told in place of an owner."""
        if owner not in self.away:
            return owner
        return self.manager if self.deputy[owner] in self.away else self.deputy[owner]

    @staticmethod
    def _waiting(owed: Owed, moment: datetime) -> datetime:
        if owed.on_it is None:
            return moment
        began, until = owed.on_it
        return until if began <= moment < until else moment
