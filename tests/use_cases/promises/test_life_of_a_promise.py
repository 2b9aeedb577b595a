"""The life of a promise, as PRODUCT tells it, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.audit.queries import first_broken_link, history
from tracker.kernel.errors import ChangedMeanwhile, Forbidden, Invalid, NotFound
from tracker.kernel.people import Viewer
from tracker.promises.records import HandOver, Informing, Kind, Promise, Renegotiation
from tracker.promises.rules import Channel, Due, Settlement, State
from tracker.promises.use_cases import handing_over as handing
from tracker.promises.use_cases import logging, renegotiating, settling
from tracker.promises.use_cases.following_up import FollowUp, apologise, record_attempt, snooze_promise
from tracker.promises.use_cases.undoing import undo
from tracker.worktime.zones import end_of_day

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def keep(session: Session, promise: Promise, by: Viewer, **given: object) -> Promise:
    """Let somebody say that the promise was kept; at the moment of saying it unless given otherwise."""
    now = given.pop("now", MOMENT + HOUR)
    settlement = Settlement(outcome=State.KEPT, **{"kept_at": now, **given})  # type: ignore[arg-type]
    asked = settling.SettlePromise(
        promise_id=promise.id, actor=by, seen_version=promise.row_version, settlement=settlement
    )
    return settling.settle_promise(session, asked, now)  # type: ignore[arg-type]


def offer(session: Session, promise: Promise, by: Viewer, to: Viewer) -> HandOver:
    """Let somebody offer the promise to somebody else."""
    asked = handing.HandOverPromise(promise_id=promise.id, actor=by, seen_version=promise.row_version, to_id=to.id)
    return handing.hand_over_promise(session, asked, MOMENT + HOUR)


def kinds_told(session: Session, promise: Promise) -> list[str]:
    """Return the kinds of the events of a promise, oldest first."""
    return [told.kind for told in reversed(history(session, "promise", promise.id))]


def test_a_logged_promise_is_open_and_its_first_date_is_remembered(session: Session) -> None:
    agent = b.an_agent(session)

    promise = b.a_promise(session, agent, due=Due(MOMENT + DAY))

    assert (promise.state, promise.owner_id, promise.maker_id) == ("open", agent.id, agent.id)
    assert promise.first_due_at == promise.due_at == promise.late_at == MOMENT + DAY
    assert promise.attention_at == MOMENT
    assert kinds_told(session, promise) == ["promise_logged"]
    assert first_broken_link(session) is None


def test_the_tolerance_of_the_kind_is_fixed_when_the_promise_is_made(session: Session) -> None:
    kind = session.get_one(Kind, b.kind_id(session, "delivery"))
    kind.tolerance = 2 * HOUR
    promise = b.a_promise(session, b.an_agent(session), kind_id=kind.id)

    kind.tolerance = 5 * HOUR

    assert promise.late_at == MOMENT + DAY + 2 * HOUR


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"statement": ""}, "statement"),
        ({"customer_id": None}, "customer"),
        ({"customer_id": 999_999}, "customer"),
        ({"due": None}, "due"),
        ({"due": Due(MOMENT)}, "due"),
        ({"kind_id": 999_999}, "kind"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field_and_nothing_is_written(
    session: Session, given: dict[str, object], field: str
) -> None:
    agent = b.an_agent(session)

    with pytest.raises(Invalid) as refusal:
        b.a_promise(session, agent, **given)  # type: ignore[arg-type]

    assert refusal.value.field == field
    assert session.scalars(select(Promise)).all() == []


def test_an_administrator_configures_and_promises_nothing(session: Session) -> None:
    with pytest.raises(Forbidden):
        b.a_promise(session, b.an_admin(session))


def test_a_promise_kept_in_time_needs_no_words(session: Session) -> None:
    agent = b.an_agent(session)
    promise = b.a_promise(session, agent)

    keep(session, promise, agent)

    assert (promise.state, promise.kept_at, promise.settled_by_id) == ("kept", MOMENT + HOUR, agent.id)


def test_a_promise_kept_late_names_its_cause(session: Session) -> None:
    agent = b.an_agent(session)
    promise = b.a_promise(session, agent)

    with pytest.raises(Invalid, match="cause"):
        keep(session, promise, agent, now=MOMENT + 2 * DAY)
    keep(session, promise, agent, now=MOMENT + 2 * DAY, cause_id=b.cause_id(session))

    assert promise.cause_id == b.cause_id(session)


def test_a_cause_is_not_remembered_where_none_is_needed(session: Session) -> None:
    agent = b.an_agent(session)
    promise = b.a_promise(session, agent)

    keep(session, promise, agent, cause_id=b.cause_id(session))

    assert promise.cause_id is None


def test_another_team_may_read_but_not_settle(session: Session) -> None:
    promise = b.a_promise(session, b.an_agent(session))

    with pytest.raises(Forbidden):
        keep(session, promise, b.an_agent(session))


def test_the_business_of_a_closed_team_does_not_exist_for_others(session: Session) -> None:
    closed = b.a_team(session, is_closed=True)
    member = b.an_account(session, team=closed)
    promise = b.a_promise(session, b.viewer_of(member))
    other = b.viewer_of(b.an_account(session), hidden=(closed,))

    with pytest.raises(NotFound):
        keep(session, promise, other)
    keep(session, promise, b.viewer_of(member))


def test_a_promise_to_a_closed_teams_customer_does_not_exist_for_others(session: Session) -> None:
    closed = b.a_team(session, is_closed=True)
    customer = b.a_customer(session, team=closed)
    member = b.viewer_of(b.an_account(session, team=closed))
    promise = b.a_promise(session, member, customer_id=customer.id)
    promise.team_id = b.a_team(session).id
    other = b.viewer_of(b.an_account(session), hidden=(closed,))

    with pytest.raises(NotFound):
        keep(session, promise, other)


def test_the_second_editor_is_told_and_the_first_ones_work_stands(session: Session) -> None:
    agent = b.an_agent(session)
    promise = b.a_promise(session, agent)
    seen = promise.row_version
    snooze_promise(session, FollowUp(promise_id=promise.id, actor=agent), MOMENT + 2 * HOUR, MOMENT)
    session.flush()

    asked = settling.SettlePromise(
        promise_id=promise.id,
        actor=agent,
        seen_version=seen,
        settlement=Settlement(outcome=State.KEPT, kept_at=MOMENT),
    )
    with pytest.raises(ChangedMeanwhile):
        settling.settle_promise(session, asked, MOMENT)

    assert promise.state == "open"


def renegotiate(session: Session, promise: Promise, by: Viewer, due: Due, **given: object) -> None:
    """Agree a new date, telling the customer nothing unless given otherwise."""
    session.flush()
    words: dict[str, object] = {"reason": "The part is late", "informed": None, **given}
    asked = renegotiating.RenegotiatePromise(
        promise_id=promise.id,
        actor=by,
        seen_version=promise.row_version,
        due=due,
        **words,  # type: ignore[arg-type]
    )
    renegotiating.renegotiate_promise(session, asked, MOMENT + HOUR)


def test_every_old_date_stays_and_the_first_is_never_touched(session: Session) -> None:
    agent = b.an_agent(session)
    promise = b.a_promise(session, agent)
    told = renegotiating.Informed(at=MOMENT + HOUR, channel=Channel.PHONE, words="It will be Wednesday.")

    renegotiate(session, promise, agent, Due(MOMENT + 2 * DAY), informed=told)
    renegotiate(session, promise, agent, Due(MOMENT + 3 * DAY))

    dates = session.scalars(select(Renegotiation).order_by(Renegotiation.level)).all()
    assert [(new.level, new.old_due_at, new.new_due_at) for new in dates] == [
        (1, MOMENT + DAY, MOMENT + 2 * DAY),
        (2, MOMENT + 2 * DAY, MOMENT + 3 * DAY),
    ]
    assert promise.first_due_at == MOMENT + DAY
    assert promise.due_at == promise.late_at == MOMENT + 3 * DAY
    assert promise.first_informed_at == MOMENT + HOUR
    assert session.scalars(select(Informing.words)).all() == ["It will be Wednesday."]


def test_a_whole_day_ends_where_the_promise_was_made_whoever_renegotiates(session: Session) -> None:
    agent = b.an_agent(session)
    promise = b.a_promise(session, agent, zone="Europe/Berlin")
    friday = date(2026, 3, 6)
    as_seen_in_new_york = Due(end_of_day(friday, "America/New_York"), friday)

    renegotiate(session, promise, agent, as_seen_in_new_york)

    assert (promise.due_at, promise.due_day) == (end_of_day(friday, "Europe/Berlin"), friday)


def test_snoozing_moves_the_reminder_and_no_date(session: Session) -> None:
    agent = b.an_agent(session)
    promise = b.a_promise(session, agent)

    snooze_promise(session, FollowUp(promise_id=promise.id, actor=agent), MOMENT + 3 * HOUR, MOMENT)

    assert (promise.remind_at, promise.due_at, promise.renegotiations) == (MOMENT + 3 * HOUR, MOMENT + DAY, 0)


def test_an_attempt_is_counted_and_settles_nothing(session: Session) -> None:
    agent = b.an_agent(session)
    promise = b.a_promise(session, agent)

    record_attempt(session, FollowUp(promise_id=promise.id, actor=agent, words="Engaged"), Channel.PHONE, MOMENT)
    record_attempt(session, FollowUp(promise_id=promise.id, actor=agent), Channel.PHONE, MOMENT)

    assert (promise.attempts, promise.state) == (2, "open")


def test_until_somebody_accepts_the_owner_stays_responsible(session: Session) -> None:
    agent, colleague = b.an_agent(session), b.an_agent(session)
    promise = b.a_promise(session, agent)

    offered = offer(session, promise, agent, colleague)
    assert promise.owner_id == agent.id
    handing.accept_hand_over(session, promise.id, colleague, MOMENT + HOUR)

    assert (promise.owner_id, promise.team_id, promise.handovers) == (colleague.id, colleague.team_id, 1)
    assert offered.state == "accepted"


def test_only_who_was_asked_or_their_manager_can_answer(session: Session) -> None:
    agent, team = b.an_agent(session), b.a_team(session)
    colleague, manager = b.an_agent(session, team=team), b.a_manager(session, of=team)
    promise = b.a_promise(session, agent)
    offer(session, promise, agent, colleague)

    with pytest.raises(Forbidden):
        handing.accept_hand_over(session, promise.id, b.an_agent(session, team=team), MOMENT + HOUR)
    handing.accept_hand_over(session, promise.id, manager, MOMENT + HOUR)

    assert promise.owner_id == colleague.id


def test_who_offered_takes_an_offer_back_at_any_time_while_it_waits(session: Session) -> None:
    agent, colleague = b.an_agent(session), b.an_agent(session)
    promise = b.a_promise(session, agent)
    offer(session, promise, agent, colleague)

    handing.take_back_hand_over(session, promise.id, agent, MOMENT + HOUR)

    assert (promise.owner_id, promise.handovers) == (agent.id, 0)
    assert kinds_told(session, promise)[-1] == "hand_over_taken_back"
    with pytest.raises(Invalid, match="answered already"):
        handing.take_back_hand_over(session, promise.id, agent, MOMENT + HOUR)


def test_the_manager_takes_an_offer_back_and_no_other_colleague(session: Session) -> None:
    team = b.a_team(session)
    agent, other, manager = (
        b.an_agent(session, team=team),
        b.an_agent(session, team=team),
        b.a_manager(session, of=team),
    )
    promise = b.a_promise(session, agent)
    offer(session, promise, agent, b.an_agent(session))

    with pytest.raises(Forbidden):
        handing.take_back_hand_over(session, promise.id, other, MOMENT + HOUR)
    handing.take_back_hand_over(session, promise.id, manager, MOMENT + HOUR)

    assert kinds_told(session, promise)[-1] == "hand_over_taken_back"


def test_a_team_without_office_hours_answers_by_the_clock(session: Session) -> None:
    agent, always_closed = b.an_agent(session), b.a_team(session)
    always_closed.slots.clear()
    session.flush()
    colleague = b.an_agent(session, team=always_closed)
    promise = b.a_promise(session, agent)

    offered = offer(session, promise, agent, colleague)

    assert offered.expires_at == MOMENT + 5 * HOUR


def test_a_declined_hand_over_leaves_the_owner(session: Session) -> None:
    agent, colleague = b.an_agent(session), b.an_agent(session)
    promise = b.a_promise(session, agent)
    offer(session, promise, agent, colleague)

    handing.decline_hand_over(session, promise.id, colleague, MOMENT + HOUR, words="On leave")

    assert (promise.owner_id, promise.handovers) == (agent.id, 0)
    assert kinds_told(session, promise)[-1] == "hand_over_declined"


def test_a_hand_over_that_nobody_answers_comes_back_after_four_office_hours(session: Session) -> None:
    agent, colleague = b.an_agent(session), b.an_agent(session)
    promise = b.a_promise(session, agent)
    offered = offer(session, promise, agent, colleague)

    assert offered.expires_at == MOMENT + 5 * HOUR
    assert handing.return_hand_over(session, promise.id, MOMENT + 5 * HOUR - HOUR) is None
    handing.return_hand_over(session, promise.id, MOMENT + 5 * HOUR)

    assert (offered.state, promise.owner_id) == ("returned", agent.id)


def test_a_promise_logged_for_a_colleague_is_offered_to_them(session: Session) -> None:
    team = b.a_team(session)
    agent, colleague = b.an_agent(session, team=team), b.an_agent(session, team=team)

    promise = b.a_promise(session, agent, owner_id=colleague.id)

    assert promise.owner_id == agent.id
    assert session.scalars(select(HandOver.to_id)).all() == [colleague.id]


def test_a_promise_that_ended_is_not_handed_over_any_more(session: Session) -> None:
    agent, colleague = b.an_agent(session), b.an_agent(session)
    promise = b.a_promise(session, agent)
    offered = offer(session, promise, agent, colleague)
    session.flush()

    keep(session, promise, agent)

    assert offered.state == "cancelled"


def test_a_wrongly_settled_promise_is_open_again_with_a_reason(session: Session) -> None:
    agent = b.an_agent(session)
    promise = b.a_promise(session, agent)
    keep(session, promise, agent)
    session.flush()

    asked = settling.ReopenPromise(
        promise_id=promise.id, actor=agent, seen_version=promise.row_version, reason="Wrong customer"
    )
    settling.reopen_promise(session, asked, MOMENT + 2 * HOUR)

    assert (promise.state, promise.kept_at, promise.settled_at) == ("open", None, None)
    assert kinds_told(session, promise) == ["promise_logged", "promise_kept", "promise_reopened"]


def test_keeping_can_be_taken_back_for_ten_minutes(session: Session) -> None:
    agent = b.an_agent(session)
    promise = b.a_promise(session, agent)
    before = {column.key: getattr(promise, column.key) for column in Promise.__table__.columns}
    keep(session, promise, agent)
    done = history(session, "promise", promise.id)[0]

    undo(session, promise.id, done.id, actor=agent, now=MOMENT + HOUR + timedelta(minutes=10))
    session.flush()

    moved_on = {"row_version", "schedule_version", "scheduled_at", "attention_at", "changed_at"}
    after = {column.key: getattr(promise, column.key) for column in Promise.__table__.columns}
    assert {name for name in before if before[name] != after[name]} == moved_on
    assert kinds_told(session, promise)[-1] == "undone"


def test_what_was_built_upon_cannot_be_taken_back(session: Session) -> None:
    agent = b.an_agent(session)
    promise = b.a_promise(session, agent)
    keep(session, promise, agent, now=MOMENT + 2 * DAY, cause_id=b.cause_id(session))
    done = history(session, "promise", promise.id)[0]
    apologise(session, FollowUp(promise_id=promise.id, actor=agent), MOMENT + 2 * DAY)

    with pytest.raises(ChangedMeanwhile):
        undo(session, promise.id, done.id, actor=agent, now=MOMENT + 2 * DAY)


def test_who_may_change_nothing_any_more_takes_nothing_back(session: Session) -> None:
    agent = b.an_agent(session)
    promise = keep(session, b.a_promise(session, agent), agent)
    done = history(session, "promise", promise.id)[0]
    moved = replace(agent, team_id=b.a_team(session).id)

    with pytest.raises(Forbidden):
        undo(session, promise.id, done.id, actor=moved, now=MOMENT + HOUR)


def test_an_accepted_hand_over_can_be_taken_back_and_waits_again(session: Session) -> None:
    agent, colleague = b.an_agent(session), b.an_agent(session)
    promise = b.a_promise(session, agent)
    offered = offer(session, promise, agent, colleague)
    handing.accept_hand_over(session, promise.id, colleague, MOMENT + HOUR)
    done = history(session, "promise", promise.id)[0]

    undo(session, promise.id, done.id, actor=colleague, now=MOMENT + HOUR)

    assert (promise.owner_id, promise.team_id, offered.state) == (agent.id, agent.team_id, "waiting")


def test_a_draft_is_private_and_becomes_a_promise_when_it_is_complete(session: Session) -> None:
    team = b.a_team(session)
    agent = b.an_agent(session, team=team)
    draft = logging.save_draft(session, b.some_words(session, agent, due=None), MOMENT)
    customer = b.a_customer(session)

    with pytest.raises(NotFound):
        keep(session, draft, b.an_agent(session, team=team))
    words = b.some_words(session, agent, customer_id=customer.id)
    logging.complete_draft(session, draft.id, words, MOMENT + HOUR)
    session.flush()

    assert (draft.state, draft.made_at, draft.first_due_at) == ("open", MOMENT, MOMENT + DAY)


def test_a_make_good_promise_continues_the_chain_of_the_first(session: Session) -> None:
    agent = b.an_agent(session)
    first = b.a_promise(session, agent)
    second = b.a_promise(session, agent, makes_good_id=first.id, customer_id=first.customer_id)
    third = b.a_promise(session, agent, makes_good_id=second.id, customer_id=first.customer_id)

    assert (second.chain_id, third.chain_id) == (first.id, first.id)


def test_nobody_else_is_made_good_to(session: Session) -> None:
    agent = b.an_agent(session)
    first = b.a_promise(session, agent)

    with pytest.raises(Invalid) as refusal:
        b.a_promise(session, agent, makes_good_id=first.id, customer_id=b.a_customer(session).id)

    assert refusal.value.field == "customer"
