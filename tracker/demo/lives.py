"""How promises go: each life is a generator that yields the moment at which it goes on.

A life that has not come to its end when the present is reached stays where it is: open, overdue, waiting.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from tracker.demo import words
from tracker.demo.casting import Case
from tracker.demo.desk import LEADS, due_after, moment_between
from tracker.demo.stage import Stage
from tracker.worktime.arithmetic import add_office_time

Life = Iterator[datetime]
Plot = Callable[[Stage, Case], Life]


def kept(stage: Stage, case: Case) -> Life:
    """It is done in time."""
    yield case.made_at
    promise_id = stage.log(case)
    yield _before_due(stage, case)
    stage.keep(promise_id, case.owner, case.language)


def kept_at_the_third_try(stage: Stage, case: Case) -> Life:
    """Nobody answers at first."""
    yield case.made_at
    promise_id = stage.log(case)
    for _ in range(stage.dice.randint(1, 3)):
        yield _before_due(stage, case)
        stage.try_in_vain(promise_id, case.owner, case.language)
    yield _before_due(stage, case)
    stage.keep(promise_id, case.owner, case.language)


def kept_after_a_snooze(stage: Stage, case: Case) -> Life:
    """The reminder is put off, the promise is not."""
    yield case.made_at
    promise_id = stage.log(case)
    yield _before_due(stage, case)
    until = _before_due(stage, case)
    stage.snooze(promise_id, case.owner, until)
    yield until
    stage.keep(promise_id, case.owner, case.language)


def kept_with_a_note(stage: Stage, case: Case) -> Life:
    """Somebody writes down what the next one should know."""
    yield case.made_at
    promise_id = stage.log(case)
    yield _before_due(stage, case)
    stage.note(promise_id, case.owner, case.language)
    yield _before_due(stage, case)
    stage.keep(promise_id, case.owner, case.language)


def given_a_new_date(stage: Stage, case: Case) -> Life:
    """The date cannot be held; the customer hears of it early and agrees to a new one."""
    yield case.made_at
    promise_id = stage.log(case)
    yield from _renegotiated(stage, promise_id, case, times=1)


def given_many_new_dates(stage: Stage, case: Case) -> Life:
    """One new date is not the last one."""
    yield case.made_at
    promise_id = stage.log(case)
    yield from _renegotiated(stage, promise_id, case, times=stage.dice.randint(2, 3))


def kept_late(stage: Stage, case: Case) -> Life:
    """It is done, but too late; sometimes the customer was warned, often somebody says sorry."""
    yield case.made_at
    promise_id = stage.log(case)
    if stage.likely(0.4):
        yield _before_due(stage, case)
        stage.inform(promise_id, case.owner, case.language)
    yield _after_due(stage, case)
    stage.keep(promise_id, case.owner, case.language, is_late=True)
    yield from _made_good(stage, promise_id, case)


def kept_partly(stage: Stage, case: Case) -> Life:
    """Some of it is missing."""
    yield case.made_at
    promise_id = stage.log(case)
    yield _before_due(stage, case) if stage.likely(0.5) else _after_due(stage, case)
    stage.keep_partly(promise_id, case.owner, case.language)
    yield from _made_good(stage, promise_id, case)


def broken(stage: Stage, case: Case) -> Life:
    """It will not be done."""
    yield case.made_at
    promise_id = stage.log(case)
    yield _after_due(stage, case)
    stage.break_off(promise_id, case.owner, case.language)
    yield from _made_good(stage, promise_id, case)


def withdrawn(stage: Stage, case: Case) -> Life:
    """Nobody needs it any more."""
    yield case.made_at
    promise_id = stage.log(case)
    yield _before_due(stage, case)
    stage.withdraw(promise_id, case.owner, case.language)


def handed_over(stage: Stage, case: Case) -> Life:
    """A colleague takes it over and keeps it."""
    yield case.made_at
    promise_id = stage.log(case)
    yield _before_due(stage, case)
    other = stage.dice.choice(stage.company.others_in_team(case.owner))
    offered = stage.offer(promise_id, case.owner, other)
    yield moment_between(stage.dice, stage.at, min(offered.expires_at, case.due.at), other.calendar)
    stage.accept(promise_id, other)
    yield _before_due(stage, case)
    stage.keep(promise_id, other, case.language)


def handed_over_in_vain(stage: Stage, case: Case) -> Life:
    """The colleague declines, and the owner keeps it."""
    yield case.made_at
    promise_id = stage.log(case)
    yield _before_due(stage, case)
    other = stage.dice.choice(stage.company.others_in_team(case.owner))
    offered = stage.offer(promise_id, case.owner, other)
    yield moment_between(stage.dice, stage.at, offered.expires_at, other.calendar)
    stage.decline(promise_id, other)
    yield _before_due(stage, case)
    stage.keep(promise_id, case.owner, case.language, is_late=stage.at > case.due.at)


def forgotten_by_a_colleague(stage: Stage, case: Case) -> Life:
    """Nobody answers the offer, so it comes back."""
    yield case.made_at
    promise_id = stage.log(case)
    yield _before_due(stage, case)
    offered = stage.offer(promise_id, case.owner, stage.dice.choice(stage.company.others_in_team(case.owner)))
    yield offered.expires_at
    stage.bring_back(promise_id)
    yield max(_before_due(stage, case), stage.at)
    stage.keep(promise_id, case.owner, case.language, is_late=stage.at > case.due.at)


def reopened(stage: Stage, case: Case) -> Life:
    """It was settled too soon."""
    yield case.made_at
    promise_id = stage.log(case)
    yield _before_due(stage, case)
    stage.keep(promise_id, case.owner, case.language)
    yield _before_due(stage, case)
    stage.reopen(promise_id, case.owner, case.language)
    yield _before_due(stage, case)
    stage.keep(promise_id, case.owner, case.language)


def drafted(stage: Stage, case: Case) -> Life:
    """During the call only half of it is known."""
    yield case.made_at
    draft_id = stage.save_draft(case)
    yield moment_between(stage.dice, stage.at, _halfway(stage.at, case.due.at), case.owner.calendar)
    stage.complete_draft(draft_id, case)
    yield _before_due(stage, case)
    stage.keep(draft_id, case.owner, case.language)


def _before_due(stage: Stage, case: Case) -> datetime:
    return moment_between(stage.dice, stage.at, max(case.due.at, stage.at), case.owner.calendar)


def _after_due(stage: Stage, case: Case) -> datetime:
    late_by = timedelta(hours=stage.dice.choice((1, 2, 3, 5, 9, 14, 26)))
    return add_office_time(max(case.due.at, stage.at), late_by, case.owner.calendar)


def _halfway(start: datetime, end: datetime) -> datetime:
    return start + (end - start) / 2


def _renegotiated(stage: Stage, promise_id: int, case: Case, times: int) -> Life:
    for _ in range(times):
        yield _before_due(stage, case)
        later = max(case.due.at, stage.at)
        new = due_after(stage.dice, LEADS[case.kind], later, case.owner.calendar)
        stage.renegotiate(promise_id, case.owner, case.language, new)
        case = replace(case, due=new)
    is_late = stage.likely(0.25)
    yield _after_due(stage, case) if is_late else _before_due(stage, case)
    stage.keep(promise_id, case.owner, case.language, is_late=is_late)


def _made_good(stage: Stage, promise_id: int, case: Case) -> Life:
    """Say sorry, and promise something that makes up for it."""
    if stage.likely(0.7):
        yield moment_between(stage.dice, stage.at, stage.at + timedelta(hours=20), case.owner.calendar)
        stage.apologise(promise_id, case.owner, case.language)
    if stage.likely(0.6):
        statement = stage.casting.say(words.MAKING_GOOD, case.language)
        due = due_after(stage.dice, LEADS["credit"], stage.at, case.owner.calendar)
        good = replace(
            case, made_at=stage.at, kind="credit", statement=statement, due=due, conditions="", makes_good_id=promise_id
        )
        yield from kept(stage, good)


PLOTS: dict[Plot, int] = {
    kept: 44,
    kept_at_the_third_try: 9,
    kept_after_a_snooze: 4,
    kept_with_a_note: 5,
    given_a_new_date: 9,
    given_many_new_dates: 4,
    kept_late: 8,
    kept_partly: 3,
    broken: 3,
    withdrawn: 4,
    handed_over: 5,
    handed_over_in_vain: 1,
    forgotten_by_a_colleague: 1,
    reopened: 1,
    drafted: 3,
}
"""How often each happens."""
