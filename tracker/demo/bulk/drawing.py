"""Drawing promises by lot: most of them settled over two years, few of them open around the present."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from random import Random

from tracker.demo import words
from tracker.demo.bulk.people import Owner
from tracker.demo.bulk.promises import Ending
from tracker.promises.rows import NewPromise
from tracker.promises.rules import Channel, Due, State
from tracker.worktime.zones import end_of_day

OPEN = 0.03
PAST = timedelta(days=730)
FIRST_NUMBER = 10_000
"""Tickets and orders are numbered as they come."""
ALL_SETTLED = timedelta(days=14)
"""What was made longer ago has come to its end."""
WHOLE_DAYS = 0.25
SATURDAY = 5
QUARTERS = tuple(time(hour, minute, tzinfo=UTC) for hour in range(8, 16) for minute in (0, 15, 30, 45))
CHANNELS = (Channel.PHONE, Channel.PHONE, Channel.PHONE, Channel.MAIL, Channel.CHAT, Channel.IN_PERSON)
ENDINGS = tuple(["on_time"] * 82 + ["late"] * 8 + ["partly"] * 3 + ["broken"] * 3 + ["withdrawn"] * 4)
LANGUAGES = {"Europe/Berlin": "de"}


@dataclass(frozen=True, slots=True)
class Sort:
    """A kind of promise, and how long after its due it still counts as on time."""

    id: int
    key: str
    tolerance: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """From what is drawn. What is open belongs to `busy` alone: the days of all others stay as they are."""

    customer_ids: Sequence[int]
    everybody: Sequence[Owner]
    busy: Sequence[Owner]
    sorts: Sequence[Sort]
    cause_ids: Sequence[int]


class Drawing:
    """Draws `many` promises, the oldest first, up to the present moment."""

    def __init__(self, dice: Random, pool: Pool, many: int, now: datetime) -> None:
        self._dice = dice
        self._pool = pool
        self._settled = many - round(many * OPEN)
        self._now = now
        self._cause_ids = pool.cause_ids

    def draw(self, number: int) -> tuple[NewPromise, Ending | None]:
        """Return the promise of a number from 0, and how it ended."""
        if number >= self._settled:
            return self._open(number), None
        age = PAST - (PAST - ALL_SETTLED) * (number / self._settled)
        made_at = self._at_work(self._now - age)
        due = self._due(made_at.date() + timedelta(days=self._dice.randint(1, 7)))
        new = self._new(number, made_at, due)
        return new, self._ending(made_at, new)

    def _open(self, number: int) -> NewPromise:
        due = self._due(self._now.date() + timedelta(days=self._dice.randint(-3, 20)))
        made_at = min(due.at, self._now) - timedelta(seconds=self._dice.randint(3_600, 500_000))
        return self._new(number, made_at, due, owners=self._pool.busy)

    def _new(self, number: int, made_at: datetime, due: "_Named", *, owners: Sequence[Owner] = ()) -> NewPromise:
        dice = self._dice
        owner, sort = dice.choice(owners or self._pool.everybody), dice.choice(self._pool.sorts)
        language = LANGUAGES.get(owner.zone, "en")
        thing = dice.choice(words.THINGS[language]).format(n=FIRST_NUMBER + number)
        return NewPromise(
            customer_id=dice.choice(self._pool.customer_ids),
            kind_id=sort.id,
            team_id=owner.team_id,
            maker_id=owner.id,
            owner_id=owner.id,
            statement=dice.choice(words.STATEMENTS[sort.key][language]).format(thing=thing),
            due=due.in_zone(owner.zone),
            zone=owner.zone,
            made_at=made_at,
            tolerance=sort.tolerance,
            channel=dice.choice(CHANNELS),
            source_reference=thing.rpartition(" ")[2],
            seconds_to_log=dice.randint(8, 60),
        )

    def _ending(self, made_at: datetime, new: NewPromise) -> Ending:
        dice, said = self._dice, LANGUAGES.get(new.zone, "en")
        due_at = new.due.at if new.due else made_at
        in_time = made_at + (due_at - made_at) * dice.random()
        late = due_at + new.tolerance + timedelta(seconds=dice.randint(600, 200_000))
        cause_id = dice.choice(self._cause_ids)
        match dice.choice(ENDINGS):
            case "on_time":
                return Ending(outcome=State.KEPT, at=in_time, note=dice.choice(words.DONE[said]))
            case "late":
                return Ending(outcome=State.KEPT, at=late, cause_id=cause_id)
            case "partly":
                missing = dice.choice(words.MISSING[said])
                return Ending(outcome=State.PARTLY_KEPT, at=in_time, cause_id=cause_id, missing=missing)
            case "broken":
                note = dice.choice(words.BROKEN_WORDS[said])
                return Ending(outcome=State.BROKEN, at=late, cause_id=cause_id, note=note)
            case _:
                return Ending(outcome=State.WITHDRAWN, at=in_time, note=dice.choice(words.WITHDRAWN_WORDS[said]))

    def _at_work(self, moment: datetime) -> datetime:
        day = _weekday(moment.date())
        return datetime.combine(day, time(8, tzinfo=UTC)) + timedelta(seconds=self._dice.randrange(8 * 3600))

    def _due(self, day: date) -> "_Named":
        day = _weekday(day)
        return _Named(day, None if self._dice.random() < WHOLE_DAYS else self._dice.choice(QUARTERS))


@dataclass(frozen=True, slots=True)
class _Named:
    """A due as it is named: a day, mostly with a time (UTC)."""

    day: date
    time: time | None

    @property
    def at(self) -> datetime:
        return datetime.combine(self.day, self.time or QUARTERS[-1])

    def in_zone(self, zone: str) -> Due:
        return Due(_end_of_day(self.day, zone), self.day) if self.time is None else Due(self.at)


_end_of_day = lru_cache(maxsize=4096)(end_of_day)


def _weekday(day: date) -> date:
    """Return the day itself, or Monday instead of a day of the weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day
