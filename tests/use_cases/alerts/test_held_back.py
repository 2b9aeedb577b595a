"""What comes outside of working time: told in one mail when people are back, and retries wait for them as well."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.support.alerts import deliveries, run_senders, run_sweep
from tests.support.builders import a_promise, a_team, an_agent, at, kind_id
from tests.support.clock import FrozenClock
from tests.support.endpoints import a_delivery, an_endpoint
from tests.support.http_sink import http_sink
from tests.support.mailbox import Mailbox
from tracker.alerts.records import Delivery, DeliveryAttempt, Notice
from tracker.alerts.rules.delivering import CatchUp, Occasion
from tracker.alerts.rules.ladders import NoticeKind
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise
from tracker.promises.rules import Due

EVENING = at("2026-03-02 20:00")
MORNING = at("2026-03-03 07:00")


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.rollback()


@pytest.fixture
def anna(context, store) -> Viewer:
    with store() as session:
        team = a_team(session, "Service")
        return an_agent(session, "Anna", team=team)


def held_back(store, anna: Viewer, *statements: str, kind: NoticeKind = NoticeKind.OVERDUE) -> list[int]:
    """Let notices about promises wait for the morning, and the one mail about all of them."""
    with store() as session:
        made = [
            a_promise(session, anna, statement=words, kind_id=kind_id(session, "reply"), due=Due(EVENING)).id
            for words in statements
        ]
        for promise_id in made:
            key = f"p{promise_id}"
            session.add(
                Notice(
                    account_id=anna.id,
                    promise_id=promise_id,
                    kind=kind,
                    dedupe_key=key,
                    at=EVENING,
                    held_until=MORNING,
                )
            )
        session.add(waiting(anna, CatchUp(opens_at=MORNING).packed(), visible_at=MORNING))
        return made


def waiting(anna: Viewer, payload: str, *, visible_at: datetime, **more: object) -> Delivery:
    return Delivery(
        channel="mail",
        recipient_id=anna.id,
        dedupe_key=f"key:{payload}",
        state="pending",
        due_at=visible_at,
        visible_at=visible_at,
        payload=payload,
        **more,
    )


def settle(store, promise_id: int) -> None:
    with store() as session:
        session.get_one(Promise, promise_id).change(EVENING, state="kept", settled_at=EVENING, kept_at=EVENING)


def test_one_mail_tells_what_was_held_back_and_strikes_out_what_has_settled_itself(
    store, anna: Viewer, clock: FrozenClock, mailbox: Mailbox
):
    kept, _still_open = held_back(store, anna, "Call back", "Send the sample")
    settle(store, kept)
    clock.moment = MORNING

    run_senders()

    [mail] = mailbox.mails
    assert mail.html.count("<s>Call back") == 1
    assert "<s>Send the sample" not in mail.html
    assert f"/promises/{_still_open}" in mail.text
    assert f"/promises/{kept}" not in mail.text
    assert [each.state for each in deliveries(db.session())] == ["sent"]


def test_nothing_is_told_when_all_of_it_has_settled_itself(store, anna, clock: FrozenClock, mailbox: Mailbox):
    for promise_id in held_back(store, anna, "Call back", "Send the sample"):
        settle(store, promise_id)
    clock.moment = MORNING

    run_senders()

    assert mailbox.mails == []
    assert [(each.state, each.last_error) for each in deliveries(db.session())] == [("cancelled", "settled")]


def test_an_offer_that_somebody_answered_counts_as_settled(store, anna, clock: FrozenClock, mailbox: Mailbox):
    held_back(store, anna, "Call back", kind=NoticeKind.OFFERED)
    clock.moment = MORNING

    run_senders()

    assert mailbox.mails == []


def test_several_notices_about_one_promise_are_one_line(store, anna, clock: FrozenClock, mailbox: Mailbox):
    [promise_id] = held_back(store, anna, "Call back")
    with store() as session:
        again = {"account_id": anna.id, "promise_id": promise_id, "at": EVENING, "held_until": MORNING}
        session.add(Notice(**again, kind="due", dedupe_key="again"))
    clock.moment = MORNING

    run_senders()

    assert mailbox.mails[0].text.count("Call back") == 1


def test_the_sweep_and_the_senders_agree_on_what_was_held_back(store, anna, clock: FrozenClock, mailbox: Mailbox):
    with store() as session:
        a_promise(session, anna, statement="Call back", kind_id=kind_id(session, "reply"), due=Due(EVENING))
    for hour in range(14):
        clock.moment = EVENING - timedelta(hours=2) + timedelta(hours=hour)
        run_sweep()
        run_senders()

    assert "Held back until now: 1 promise" in [mail.subject for mail in mailbox.mails]


def test_what_failed_until_closing_waits_for_the_morning_and_costs_no_attempt(
    store, anna, clock: FrozenClock, mailbox: Mailbox
):
    with store() as session:
        promise = a_promise(session, anna, kind_id=kind_id(session, "reply"), due=Due(MORNING))
        warning = Occasion(kind=NoticeKind.BEFORE_DUE, due_at=MORNING).packed()
        session.add(waiting(anna, warning, visible_at=EVENING, promise_id=promise.id, attempts=2))
    clock.moment = EVENING

    run_senders()

    [put_off] = deliveries(db.session())
    assert mailbox.mails == []
    assert (put_off.state, put_off.visible_at, put_off.attempts) == ("pending", MORNING, 2)
    assert db.session.scalars(select(DeliveryAttempt)).all() == []
    clock.moment = MORNING
    run_senders()
    assert len(mailbox.mails) == 1


def test_what_may_come_at_any_hour_comes_in_the_evening(store, anna, clock: FrozenClock, mailbox: Mailbox):
    with store() as session:
        promise = a_promise(session, anna, kind_id=kind_id(session, "reply"), due=Due(MORNING))
        warning = Occasion(kind=NoticeKind.BEFORE_DUE, due_at=MORNING).packed()
        session.add(waiting(anna, warning, visible_at=EVENING, promise_id=promise.id, at_any_hour=True))
    clock.moment = EVENING

    run_senders()

    assert len(mailbox.mails) == 1


@pytest.mark.parametrize("whose", ["person", "team"])
def test_chats_are_left_alone_after_closing_as_well(context, store, anna, clock: FrozenClock, whose: str):
    with http_sink() as sink:
        with store() as session:
            team = a_team(session, "Others") if whose == "team" else None
            endpoint = an_endpoint(session, sink.url, of=None if team else anna, of_team=team)
            promise = a_promise(session, anna, kind_id=kind_id(session, "reply"), due=Due(MORNING))
            warning = Occasion(kind=NoticeKind.BEFORE_DUE, due_at=MORNING).packed()
            a_delivery(session, endpoint, warning, promise_id=promise.id)
            session.execute(update(Delivery).values(visible_at=EVENING))
        clock.moment = EVENING
        run_senders()
        assert sink.received == []
        clock.moment = MORNING
        run_senders()

    assert len(sink.received) == 1
