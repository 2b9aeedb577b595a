"""The register of expectations: noted, corrected, met, taken back; and counted as the rules do."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.audit.records import Event
from tracker.customers.queries import customer_now
from tracker.customers.use_cases.merging import MergeCustomers, merge_customers
from tracker.expectations.queries import counting, register
from tracker.expectations.records import Expectation, Topic
from tracker.expectations.rules import Answer, Source, corrected_before_disappointed
from tracker.expectations.use_cases.answering import (
    CorrectExpectation,
    MeetExpectation,
    correct_expectation,
    meet_expectation,
    take_back_answer,
)
from tracker.expectations.use_cases.noting import NoteExpectation, note_complaint, note_expectation
from tracker.expectations.use_cases.topics import TopicWish, save_topic
from tracker.kernel.errors import ChangedMeanwhile, Forbidden, Invalid, NotFound
from tracker.kernel.people import Viewer
from tracker.promises.rules import Due, Settlement, State
from tracker.promises.use_cases.settling import SettlePromise, settle_promise

HOUR = timedelta(hours=1)
WISH = TopicWish(title_de="Neu", title_en="New", honest_de="Ehrlich gesagt …", honest_en="To be honest …")


def _topic(session: Session, key: str = "fast_delivery") -> Topic:
    return session.scalars(select(Topic).where(Topic.key == key)).one()


def _noted(session: Session, who: Viewer, **given: object) -> Expectation:
    fields: dict[str, object] = {
        "actor": who,
        "customer_id": given.get("customer_id") or b.a_customer(session).id,
        "topic_id": _topic(session).id,
        "source": Source.OTHER_COMPANIES,
        **given,
    }
    return note_expectation(session, NoteExpectation(**fields), MOMENT)  # type: ignore[arg-type]


def _events(session: Session, entry: Expectation) -> list[str]:
    asked = select(Event.kind).where(Event.subject_type == "expectation", Event.subject_id == entry.id)
    return list(session.scalars(asked.order_by(Event.id)))


def _promised(session: Session, who: Viewer, entry: Expectation, *, late: bool) -> None:
    """Let a promise meet it, which is kept in time or not."""
    due = Due(MOMENT - HOUR)
    promise = b.a_promise(session, who, now=MOMENT - 5 * HOUR, due=due, customer_id=entry.customer_id)
    meet = MeetExpectation(actor=who, expectation_id=entry.id, seen_version=entry.row_version, promise_id=promise.id)
    meet_expectation(session, meet, MOMENT - 3 * HOUR)
    kept_at = MOMENT - HOUR / 2 if late else MOMENT - 2 * HOUR
    ending = Settlement(outcome=State.KEPT, kept_at=kept_at, cause_id=b.cause_id(session) if late else None)
    settle_promise(
        session,
        SettlePromise(promise_id=promise.id, actor=who, seen_version=promise.row_version, settlement=ending),
        MOMENT,
    )


def test_what_is_said_at_once_is_a_correction(session: Session):
    agent = b.an_agent(session)

    entry = _noted(session, agent, words="Others deliver tomorrow.", said="We deliver on Thursday.")

    assert (entry.answer, entry.answered_by_id, entry.said) == ("corrected", agent.id, "We deliver on Thursday.")
    assert _events(session, entry) == ["expectation_noted"]


def test_the_same_is_not_written_down_twice_while_it_is_open(session: Session):
    agent = b.an_agent(session)
    entry = _noted(session, agent)

    with pytest.raises(Invalid, match="register"):
        _noted(session, agent, customer_id=entry.customer_id)


def test_an_expectation_is_corrected_once_with_what_was_said(session: Session):
    agent = b.an_agent(session)
    entry = _noted(session, agent)
    correct = CorrectExpectation(
        actor=agent, expectation_id=entry.id, seen_version=entry.row_version, said="It takes three days."
    )

    correct_expectation(session, correct, MOMENT + HOUR)
    session.flush()

    assert (entry.answer, entry.answered_at) == ("corrected", MOMENT + HOUR)
    assert _events(session, entry) == ["expectation_noted", "expectation_corrected"]
    with pytest.raises(ChangedMeanwhile):
        correct_expectation(session, correct, MOMENT + HOUR)


def test_only_a_promise_to_this_customer_meets_it(session: Session):
    agent = b.an_agent(session)
    entry = _noted(session, agent)
    other, own = b.a_promise(session, agent), b.a_promise(session, agent, customer_id=entry.customer_id)
    meet = MeetExpectation(actor=agent, expectation_id=entry.id, seen_version=entry.row_version, promise_id=other.id)

    with pytest.raises(Invalid, match="Choose the promise"):
        meet_expectation(session, meet, MOMENT)
    meet_expectation(session, replace(meet, promise_id=own.id), MOMENT)

    assert (entry.answer, entry.promise_id) == ("met", own.id)


def test_an_answer_can_be_taken_back_and_stays_in_the_history(session: Session):
    agent = b.an_agent(session)
    entry = _noted(session, agent, said="It takes three days.")

    take_back_answer(session, agent, entry.id, seen_version=entry.row_version, now=MOMENT)
    session.flush()

    assert (entry.answer, entry.said, entry.answered_at) == ("open", "", None)
    assert _events(session, entry) == ["expectation_noted", "expectation_reopened"]


def test_the_first_complaint_counts(session: Session):
    agent = b.an_agent(session)
    entry = _noted(session, agent)

    for hours in (1, 2):
        note_complaint(session, agent, entry.id, seen_version=entry.row_version, now=MOMENT + hours * HOUR)
        session.flush()

    assert entry.complained_at == MOMENT + HOUR
    assert _events(session, entry) == ["expectation_noted", "expectation_disappointed"]


def test_administrators_write_nothing_down_and_a_hidden_customer_expects_nothing(session: Session):
    closed = b.a_team(session, is_closed=True)
    insider = b.an_agent(session, team=closed)
    entry = _noted(session, insider, customer_id=b.a_customer(session, team=closed).id)
    outsider = b.viewer_of(b.an_account(session), hidden=(closed,))

    with pytest.raises(Forbidden):
        _noted(session, b.an_admin(session))
    with pytest.raises(NotFound):
        register.expectation(session, outsider, entry.id)
    with pytest.raises(Invalid):
        _noted(session, outsider, customer_id=entry.customer_id)
    assert counting.by_topic(session, outsider, since=MOMENT - HOUR, now=MOMENT) == {}
    assert register.of_topic(session, outsider, entry.topic_id, after=None, limit=9) == []


def test_what_a_merged_customer_expects_is_expected_by_the_other(session: Session):
    agent = b.an_agent(session)
    kept, merged = b.a_customer(session), b.a_customer(session)
    entry = _noted(session, agent, customer_id=merged.id)
    merge = MergeCustomers(
        actor=agent,
        kept_id=kept.id,
        kept_version=kept.row_version,
        merged_id=merged.id,
        merged_version=merged.row_version,
    )

    merge_customers(session, merge, MOMENT)

    assert [each.id for each in register.of_customer(session, agent, kept.id)] == [entry.id]
    assert customer_now(session, entry.customer_id) == kept.id


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["open", "said", "kept", "late"]), st.sampled_from([None, -1, 1]))))
def test_sql_counts_as_the_rules_do(session: Session, histories: list[tuple[str, int | None]]):
    session.execute(delete(Expectation))
    agent = session.info.get("agent") or session.info.setdefault("agent", b.an_agent(session))
    for answer, complains in histories:
        entry = _noted(session, agent, said="So it is." if answer == "said" else "")
        if answer in {"kept", "late"}:
            _promised(session, agent, entry, late=answer == "late")
        entry.complained_at = None if complains is None else MOMENT + complains * HOUR
        session.flush()

    counts = counting.total(counting.by_topic(session, agent, since=MOMENT - HOUR, now=MOMENT).values())
    entries = register.of_topic(session, agent, _topic(session).id, after=None, limit=99)

    assert counts.many == len(histories)
    assert counts.open == sum(Answer(each.answer) is Answer.OPEN for each in entries)
    assert counts.corrected == corrected_before_disappointed([each.facts() for each in entries], MOMENT)


def test_what_comes_up_three_times_is_shown_for_promises_of_its_kind(session: Session):
    agent, callback, refund = b.an_agent(session), b.kind_id(session), b.kind_id(session, "refund")
    _topic(session).kind_id = callback
    for _ in range(3):
        _noted(session, agent)
    for _ in range(2):
        _noted(session, agent, topic_id=_topic(session, "other").id)

    assert [(topic.key, many) for topic, many in counting.often(session, agent, callback, MOMENT)] == [
        ("fast_delivery", 3)
    ]
    assert counting.often(session, agent, refund, MOMENT) == []
    assert counting.often(session, agent, callback, MOMENT + timedelta(days=200)) == []


def test_that_customers_often_expect_something_else_is_told_to_nobody(session: Session):
    agent = b.an_agent(session)
    for _ in range(5):
        _noted(session, agent, topic_id=_topic(session, "other").id)

    assert counting.often(session, agent, None, MOMENT) == []


def test_topics_are_named_by_administrators_alone_and_every_name_once(session: Session):
    admin = b.an_admin(session)

    first = save_topic(session, None, WISH, actor=admin, now=MOMENT)

    assert first.key == "new"
    with pytest.raises(Forbidden):
        save_topic(session, None, WISH, actor=b.an_agent(session), now=MOMENT)
    with pytest.raises(Invalid, match="name is in use"):
        save_topic(session, None, WISH, actor=admin, now=MOMENT)


def test_the_address_of_a_policy_is_no_script(session: Session):
    strange = replace(WISH, written_at="javascript:alert(1)")

    with pytest.raises(Invalid, match="address"):
        save_topic(session, None, strange, actor=b.an_admin(session), now=MOMENT)
