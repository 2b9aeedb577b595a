"""What is going on at the present moment: overdue, due today and in the next days, snoozed, offered, drafted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from tracker.demo import words
from tracker.demo.casting import Case, Casting
from tracker.demo.company import Colleague
from tracker.demo.desk import QUARTER_MINUTES, Lead, due_after, full_quarter, whole_day
from tracker.demo.lives import Life
from tracker.demo.stage import Stage
from tracker.promises.rules import Due
from tracker.worktime.arithmetic import add_office_time, subtract_office_time
from tracker.worktime.zones import local_day, minutes_into_day

OVERDUE_FOR = (timedelta(minutes=40), timedelta(hours=3), timedelta(hours=9), timedelta(hours=20), timedelta(hours=31))
"""Office hours since the due."""
A_BREATH = timedelta(minutes=10)
NEXT_DAYS = Lead(least=1, most=4, whole_days=0.3)
LATER = Lead(least=6, most=18)


def overdue(stage: Stage, case: Case) -> Life:
    """It should have been done; somebody may have tried, told the customer, or said sorry already."""
    yield case.made_at
    promise_id = stage.log(case)
    yield _shortly_before(case.due.at, case)
    if stage.likely(0.3):
        stage.inform(promise_id, case.owner, case.language)
    elif stage.likely(0.4):
        stage.try_in_vain(promise_id, case.owner, case.language)
    yield case.due.at + A_BREATH
    if stage.likely(0.15):
        stage.apologise(promise_id, case.owner, case.language)


def still_ahead(stage: Stage, case: Case) -> Life:
    """It is to be done; some of it has a history already."""
    yield case.made_at
    promise_id = stage.log(case)
    yield add_office_time(case.made_at, timedelta(minutes=stage.dice.randint(5, 90)), case.owner.calendar)
    if stage.likely(0.12):
        stage.note(promise_id, case.owner, case.language)
    elif stage.likely(0.14):
        stage.try_in_vain(promise_id, case.owner, case.language)


def moved_before(stage: Stage, case: Case) -> Life:
    """It has its second date."""
    yield case.made_at
    first = full_quarter(add_office_time(case.made_at, timedelta(hours=6), case.owner.calendar))
    promise_id = stage.log(replace(case, due=Due(first)))
    yield _shortly_before(first, case)
    stage.renegotiate(promise_id, case.owner, case.language, case.due)


def moved_unheard(stage: Stage, case: Case) -> Life:
    """It has its second date, and the mail that tells it came back: the customer does not know yet."""
    yield case.made_at
    first = full_quarter(add_office_time(case.made_at, timedelta(hours=6), case.owner.calendar))
    promise_id = stage.log(replace(case, due=Due(first)))
    yield _shortly_before(first, case)
    stage.renegotiate_unheard(promise_id, case.owner, case.language, case.due)


def snoozed(stage: Stage, case: Case, until: datetime) -> Life:
    """The owner wants to be reminded later."""
    yield case.made_at
    promise_id = stage.log(case)
    yield add_office_time(case.made_at, timedelta(minutes=20), case.owner.calendar)
    stage.snooze(promise_id, case.owner, until)


def offered(stage: Stage, case: Case, to: Colleague, at: datetime) -> Life:
    """Somebody else shall take it over, and has not answered yet."""
    yield case.made_at
    promise_id = stage.log(case)
    yield max(at, case.made_at)
    stage.offer(promise_id, case.owner, to)


def draft(stage: Stage, case: Case) -> Life:
    """Half of a promise, to be completed."""
    yield case.made_at
    half = replace(case, statement=stage.casting.say(words.DRAFTS, case.language), reference="", conditions="")
    unclear_whom = stage.casting.say(words.UNCLEAR_WHOM, case.language) if stage.likely(0.5) else ""
    stage.save_draft(half, unclear_whom=unclear_whom)


class Present:
    """Draws the lives that are going on at a moment."""

    def __init__(self, stage: Stage, now: datetime) -> None:
        self.stage = stage
        self.now = now

    @property
    def casting(self) -> Casting:
        """Where cases come from."""
        return self.stage.casting

    def of_a_full_day(self, owner: Colleague, others: list[Colleague]) -> Iterator[Life]:
        """Yield the lives of somebody with a full day."""
        yield from self._of(owner, overdue=4, today=6, next_days=5, later=4)
        for minutes, other in enumerate(others[:2], 1):
            yield self.offered(other, owner, timedelta(minutes=35 * minutes))
        yield self.offered(owner, others[2], timedelta(minutes=50))
        yield moved_unheard(self.stage, self._case_to_move(owner))
        yield self.draft(owner, timedelta(minutes=25))
        yield self.draft(owner, timedelta(hours=3))

    def of_a_usual_day(self, owner: Colleague) -> Iterator[Life]:
        """Yield the lives of everybody else."""
        dice = self.stage.dice
        yield from self._of(owner, overdue=dice.randint(0, 3), today=dice.randint(1, 4), next_days=3, later=2)
        if self.stage.likely(0.5):
            yield self.draft(owner, timedelta(hours=dice.randint(1, 5)))

    def _of(self, owner: Colleague, *, overdue: int, today: int, next_days: int, later: int) -> Iterator[Life]:
        for since in self.stage.dice.sample(OVERDUE_FOR, overdue):
            yield self.overdue(owner, since)
        for due in self._dues_today(owner, today):
            yield still_ahead(self.stage, self.casting.case_due(owner, due, self.now))
        for _ in range(next_days):
            yield self.ahead(owner, NEXT_DAYS)
        for _ in range(later):
            yield self.ahead(owner, LATER)
        yield self.moved(owner)
        until = add_office_time(self.now, timedelta(hours=2), owner.calendar)
        yield snoozed(self.stage, self._case_ahead(owner, LATER), until)

    def overdue(self, owner: Colleague, since: timedelta) -> Life:
        """Return a life that is overdue for some office hours."""
        due = full_quarter(subtract_office_time(self.now - A_BREATH, since, owner.calendar))
        return overdue(self.stage, self.casting.case_due(owner, Due(due), self.now))

    def ahead(self, owner: Colleague, lead: Lead) -> Life:
        """Return a life whose due is still to come."""
        return still_ahead(self.stage, self._case_ahead(owner, lead))

    def moved(self, owner: Colleague) -> Life:
        """Return a life that has a new date."""
        return moved_before(self.stage, self._case_to_move(owner))

    def offered(self, owner: Colleague, to: Colleague, since: timedelta) -> Life:
        """Return a life that waits for somebody's answer for some office time."""
        at = subtract_office_time(self.now, since, to.calendar)
        return offered(self.stage, self._case_ahead(owner, NEXT_DAYS, before=at), to, at)

    def draft(self, owner: Colleague, since: timedelta) -> Life:
        """Return a draft that was saved some office time ago."""
        made_at = subtract_office_time(self.now, since, owner.calendar)
        return draft(self.stage, self.casting.case(owner, made_at, kind="callback"))

    def _case_ahead(self, owner: Colleague, lead: Lead, before: datetime | None = None) -> Case:
        due = due_after(self.stage.dice, lead, self.now, owner.calendar)
        return self.casting.case_due(owner, due, before or self.now)

    def _case_to_move(self, owner: Colleague) -> Case:
        made_at = subtract_office_time(self.now, timedelta(hours=20), owner.calendar)
        due = due_after(self.stage.dice, NEXT_DAYS, self.now, owner.calendar)
        return self.casting.case(owner, made_at, due, "delivery")

    def _dues_today(self, owner: Colleague, most: int) -> list[Due]:
        """Return dues in what is left of today's office hours, and at the end of the day: there always is one."""
        calendar, today = owner.calendar, local_day(self.now, owner.calendar.zone)
        slots = (range(slot.opens, slot.closes + 1, QUARTER_MINUTES) for slot in calendar.slots_on(today))
        quarters = (minutes_into_day(today, minutes, calendar.zone) for slot in slots for minutes in slot)
        left = [Due(moment) for moment in quarters if moment > self.now + A_BREATH]
        at_the_end = whole_day(self.now + timedelta(microseconds=1), calendar)
        whole_days = max(2, most - len(left))
        drawn = self.stage.dice.sample(left, max(0, most - whole_days))
        return [*drawn, *[at_the_end] * min(most, whole_days)]


def _shortly_before(moment: datetime, case: Case) -> datetime:
    return max(subtract_office_time(moment, timedelta(minutes=25), case.owner.calendar), case.made_at)
