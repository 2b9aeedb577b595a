"""The months that the demo company has worked with the tracker: customers join, promises are made and end."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from heapq import heappop, heappush

from sqlalchemy import func, select

from tracker.accounts.use_cases.absences import PlanAbsence, plan_absence
from tracker.alerts.records import Notice
from tracker.alerts.use_cases.reading import mark_all_read
from tracker.customers.records import Customer
from tracker.demo.company import Client
from tracker.demo.desk import moment_between
from tracker.demo.lives import PLOTS, Life
from tracker.demo.people import JANA
from tracker.demo.stage import Stage
from tracker.promises.records import Promise
from tracker.promises.use_cases.checking_in import plan_check_in
from tracker.worktime.zones import local_day

FOUNDED = timedelta(days=300)
FIRST_PROMISE = timedelta(days=190)
PAST_LIVES = 360
UNREAD = timedelta(days=5)


def play(stage: Stage, lives: Iterable[Life], until: datetime) -> None:
    """Let all lives go on in the order of time up to a moment; those that are not at their end then, stay open."""
    waiting: list[tuple[datetime, int, Life]] = []
    for number, life in enumerate(lives):
        _wait(waiting, number, life, not_before=stage.at)
    while waiting and waiting[0][0] <= until:
        stage.at, number, life = heappop(waiting)
        _wait(waiting, number, life, not_before=stage.at)


def _wait(waiting: list[tuple[datetime, int, Life]], number: int, life: Life, *, not_before: datetime) -> None:
    """Let a life go on, and note the moment it waits for, if it has not come to its end."""
    following = next(life, None)
    if following is not None:
        heappush(waiting, (max(following, not_before), number, life))


def lives_of_the_past(stage: Stage, now: datetime, many: int) -> Iterator[Life]:
    """Yield what was promised over the months, more of it lately; everything that can happen happens a few times."""
    dice, casting = stage.dice, stage.casting
    drawn = dice.choices(list(PLOTS), list(PLOTS.values()), k=many)
    for plot in (*drawn, *PLOTS, *PLOTS):
        owner = casting.anybody()
        day = now - FIRST_PROMISE * dice.random() ** 1.4
        made_at = moment_between(dice, day - timedelta(days=3), day, owner.calendar)
        yield plot(stage, casting.case(owner, made_at))


def check_ins(stage: Stage, client: Client) -> Life:
    """Ask a customer regularly how things are, as the rhythm of their tier wants it."""
    while (turn := stage.session.get_one(Customer, client.id).next_check_in_at) is not None:
        yield turn
        promise = plan_check_in(stage.session, client.id, stage.at)
        if promise is None or promise.due_at is None:
            continue
        promise_id, owner = promise.id, stage.company.with_id(promise.owner_id)
        yield moment_between(stage.dice, stage.at, promise.due_at, owner.calendar)
        if stage.session.get_one(Promise, promise_id).settled_at is None:
            stage.keep(promise_id, owner, client.facts.language)


def readings(stage: Stage, now: datetime) -> Life:
    """Let everybody read what they were told; what came in the last days is new to them."""
    yield now - UNREAD
    newest = stage.session.scalar(select(func.max(Notice.id))) or 0
    for each in (*stage.company.colleagues.values(), *stage.company.leaders.values()):
        mark_all_read(stage.session, each.viewer.id, newest, stage.at)


def absences(stage: Stage, now: datetime) -> Life:
    """Plan two absences: one that is going on, one that is to come."""
    yield now - timedelta(days=20)
    today = local_day(now, JANA.zone)
    for name, first, last in (("Tobias Weiß", -2, 5), ("Priya Sharma", 12, 19)):
        person = stage.company.colleagues[name]
        deputy = stage.company.others_in_team(person)[0]
        plan = PlanAbsence(
            account_id=person.viewer.id,
            first_day=today + timedelta(days=first),
            last_day=today + timedelta(days=last),
            deputy_id=deputy.viewer.id,
        )
        plan_absence(stage.session, plan, person.viewer, stage.at)
