"""Deliveries on a real database: claimed by one worker, guarded, told once, tried again, given up."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select, update
from sqlalchemy.exc import OperationalError

from tests.support.alerts import deliveries, run_senders, run_sweep
from tests.support.builders import a_promise, an_agent, kind_id
from tests.support.clock import MOMENT, FrozenClock
from tests.support.mailbox import Mailbox
from tracker.alerts.queries.delivering import Claim, Taker
from tracker.alerts.records import Delivery, DeliveryAttempt
from tracker.alerts.rules.delivering import LEASE, PAUSES, Attempt, Outcome, Result
from tracker.alerts.rules.ladders import Channel
from tracker.alerts.use_cases import delivering
from tracker.alerts.use_cases.delivering import Ready
from tracker.kernel.extensions import db, transaction
from tracker.kernel.smtp import MailFailed
from tracker.promises.records import Promise
from tracker.promises.rules import Due

SOON = timedelta(hours=4)
"""A promise that is due so soon is warned of at once."""


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.rollback()


@pytest.fixture
def promise_id(context, store) -> int:
    """Make a promise whose warning waits to be sent."""
    with store() as session:
        promise_id = a_promise(
            session, an_agent(session, "Anna"), kind_id=kind_id(session, "reply"), due=Due(MOMENT + SOON)
        ).id
    run_sweep()
    return promise_id


def claim(worker: str = "worker", *, now: datetime = MOMENT, most: int = 20) -> list[Claim]:
    with transaction() as session:
        return delivering.claim_deliveries(session, Taker(worker, Channel.MAIL), now, most)


def begin(claimed: Claim, *, now: datetime = MOMENT) -> Ready | None:
    with transaction() as session:
        return delivering.begin_delivery(session, claimed, now)


def finish(ready: Ready, outcome: Outcome = Outcome.OK, *, now: datetime = MOMENT) -> bool:
    attempt = Attempt(started_at=now, ended_at=now, result=Result(outcome=outcome, said="said"))
    with transaction() as session:
        return delivering.finish_delivery(session, ready, attempt, 1.0)


def attempts() -> list[tuple[int, str]]:
    asked = select(DeliveryAttempt.n, DeliveryAttempt.outcome).order_by(DeliveryAttempt.id)
    return [(row.n, row.outcome) for row in db.session.execute(asked)]


def begun(claimed: Claim, *, now: datetime = MOMENT) -> Ready:
    ready = begin(claimed, now=now)
    assert ready is not None
    return ready


@contextmanager
def failing(statement: str, *, times: int) -> Iterator[None]:
    """Let the database fail so many times at a statement."""
    left = iter(range(times))

    def fail(_connection, _cursor, asked: str, *_more: object) -> None:
        if asked.startswith(statement) and next(left, None) is not None:
            raise OperationalError(asked, None, OSError("gone"))

    event.listen(db.engine, "before_cursor_execute", fail)
    yield
    event.remove(db.engine, "before_cursor_execute", fail)


def test_what_waits_is_sent_once(promise_id: int, mailbox: Mailbox):
    run_senders()
    run_senders()

    assert [mail.name for mail in mailbox.mails] == ["Anna"]
    assert [delivery.state for delivery in deliveries(db.session())] == ["sent"]
    assert attempts() == [(1, "ok")]


def test_a_database_that_is_away_when_a_mail_is_out_lets_it_go_out_no_second_time(promise_id: int, mailbox: Mailbox):
    with failing("INSERT INTO delivery_attempt", times=2):
        run_senders(Channel.MAIL)

    assert len(mailbox.mails) == 1
    assert [delivery.state for delivery in deliveries(db.session())] == ["sent"]
    assert attempts() == [(1, "ok")]


def test_what_one_worker_took_no_other_gets(promise_id: int):
    assert len(claim("one")) == 1
    assert claim("other") == []


def test_what_a_silent_worker_took_is_taken_by_another_after_the_lease(promise_id: int):
    claim("silent")

    assert claim("other", now=MOMENT + LEASE - timedelta(seconds=1)) == []
    assert len(claim("other", now=MOMENT + LEASE)) == 1


def test_what_is_due_longest_is_taken_first(context, store):
    with store() as session:
        anna = an_agent(session)
        later, sooner = (
            a_promise(session, anna, kind_id=kind_id(session, "reply"), due=Due(MOMENT + SOON)).id for _ in range(2)
        )
    run_sweep()
    with store() as session:
        waiting_longer = update(Delivery).where(Delivery.promise_id == sooner)
        session.execute(waiting_longer.values(due_at=MOMENT - timedelta(hours=1)))

    taken = [claim(most=1)[0].id for _ in range(2)]

    assert taken == [delivery_of(sooner), delivery_of(later)]


def test_a_worker_that_woke_up_too_late_sends_nothing(promise_id: int):
    [slow] = claim("slow")
    claim("quick", now=MOMENT + LEASE)

    assert begin(slow, now=MOMENT + LEASE) is None


def test_a_worker_whose_lease_passed_while_sending_writes_nothing(promise_id: int):
    [slow] = claim("slow")
    ready = begun(slow)
    [quick] = claim("quick", now=MOMENT + LEASE)
    begun(quick, now=MOMENT + LEASE)

    assert not finish(ready, now=MOMENT + LEASE)
    assert deliveries(db.session())[0].state == "sending"


def test_a_repeat_after_a_worker_died_while_sending_says_that_it_may_be_one(promise_id: int, mailbox: Mailbox, clock):
    begun(claim("died")[0])
    clock.advance(LEASE)

    run_senders()

    assert [mail.is_possible_repeat for mail in mailbox.mails] == [True]
    assert attempts() == [(1, "ambiguous"), (2, "ok")]


def test_what_was_claimed_but_never_begun_is_no_possible_repeat(promise_id: int, mailbox: Mailbox, clock):
    claim("died")
    clock.advance(LEASE)

    run_senders()

    assert [mail.is_possible_repeat for mail in mailbox.mails] == [False]


@pytest.mark.parametrize("outcome", ["kept", "withdrawn"])
def test_nothing_is_sent_once_the_promise_has_an_outcome(promise_id: int, store, mailbox: Mailbox, outcome: str):
    with store() as session:
        kept_at = MOMENT if outcome == "kept" else None
        session.get_one(Promise, promise_id).change(MOMENT, state=outcome, settled_at=MOMENT, kept_at=kept_at)

    run_senders()

    assert mailbox.mails == []
    assert [(each.state, each.last_error) for each in deliveries(db.session())] == [("cancelled", "settled")]


def test_nothing_is_sent_about_a_date_that_is_no_more(promise_id: int, store, mailbox: Mailbox):
    with store() as session:
        later = MOMENT + timedelta(days=3)
        session.get_one(Promise, promise_id).change(MOMENT, due_at=later, late_at=later)

    run_senders()

    assert mailbox.mails == []


def test_what_failed_for_now_is_tried_again_after_a_pause(promise_id: int, mailbox: Mailbox, clock: FrozenClock):
    mailbox.failure = MailFailed("451 later", status=451)
    run_senders()
    mailbox.failure = None

    run_senders()
    assert mailbox.mails == []

    clock.advance(PAUSES[0])
    run_senders()

    assert len(mailbox.mails) == 1
    assert attempts() == [(1, "transient"), (2, "ok")]


def test_what_cannot_succeed_is_given_up_at_once(promise_id: int, mailbox: Mailbox):
    mailbox.failure = MailFailed("550 no such person", is_permanent=True, status=550)

    run_senders()

    assert [(each.state, each.last_error) for each in deliveries(db.session())] == [("dead", "550 no such person")]


def test_what_fails_eight_times_is_given_up(promise_id: int, mailbox: Mailbox, clock: FrozenClock):
    mailbox.failure = MailFailed("451 later", status=451)

    for _day in range(14):
        run_senders()
        clock.advance(timedelta(days=1))

    assert deliveries(db.session())[0].state == "dead"
    assert [n for n, _outcome in attempts()] == list(range(1, 9))


def test_what_kills_its_worker_each_time_is_given_up_and_costs_the_others_nothing(context, store, clock, mailbox):
    with store() as session:
        anna = an_agent(session)
        fatal, harmless = (
            a_promise(session, anna, kind_id=kind_id(session, "reply"), due=Due(MOMENT + SOON)).id for _ in range(2)
        )
    run_sweep()
    for _ in range(8):
        claims = claim(now=clock.moment)
        begun(next(each for each in claims if each.id == delivery_of(fatal)), now=clock.moment)
        clock.advance(LEASE)

    run_senders()

    assert {each.promise_id: (each.state, each.attempts) for each in deliveries(db.session())} == {
        fatal: ("dead", 8),
        harmless: ("sent", 1),
    }


def delivery_of(promise_id: int) -> int:
    return db.session.scalars(select(Delivery.id).where(Delivery.promise_id == promise_id)).one()


def test_a_fault_that_nobody_foresaw_is_tried_again(promise_id: int, mailbox: Mailbox, caplog):
    mailbox.failure = RuntimeError("the template is broken")

    run_senders()

    assert deliveries(db.session())[0].state == "pending"
    assert "nobody foresaw" in caplog.text


@pytest.mark.parametrize("waits_since", [timedelta(days=1), timedelta(days=-1)], ids=["first", "last"])
def test_what_cannot_be_gathered_is_given_up_in_the_end_and_costs_the_others_nothing(
    context, store, clock, mailbox, caplog, waits_since
):
    with store() as session:
        anna = an_agent(session)
        broken, whole = (
            a_promise(session, anna, kind_id=kind_id(session, "reply"), due=Due(MOMENT + SOON)).id for _ in range(2)
        )
    run_sweep()
    with store() as session:
        nonsense = {"payload": '{"kind": "nonsense", "due_at": null}', "due_at": MOMENT - waits_since}
        session.execute(update(Delivery).where(Delivery.promise_id == broken).values(nonsense))

    for _ in range(8):
        run_senders()
        clock.advance(PAUSES[-1])

    told = [each for each in deliveries(db.session()) if each.promise_id is not None]
    assert {each.promise_id: (each.state, each.attempts) for each in told} == {broken: ("dead", 8), whole: ("sent", 1)}
    assert "cannot be gathered" in caplog.text
    assert "nonsense" in next(each.last_error for each in told if each.promise_id == broken)


def test_a_stopping_worker_gives_back_what_it_has_not_begun(promise_id: int):
    claims = claim()
    with transaction() as session:
        delivering.release(session, claims, MOMENT)

    assert len(claim("other")) == 1
