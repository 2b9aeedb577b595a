"""Drafts that change or go, offers to those who cannot see, and offers that come back with an undone ending."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.alerts.records import Alert
from tracker.audit.queries import history
from tracker.kernel.errors import Invalid, NotFound
from tracker.promises.queries import finding
from tracker.promises.records import Promise
from tracker.promises.rules import Settlement, State
from tracker.promises.use_cases.handing_over import HandOverPromise, hand_over_promise
from tracker.promises.use_cases.logging import change_draft, discard_draft, log_promise, save_draft
from tracker.promises.use_cases.settling import SettlePromise, settle_promise
from tracker.promises.use_cases.undoing import undo

SOON = MOMENT + timedelta(minutes=1)


def test_a_draft_is_saved_again(session: Session) -> None:
    agent = b.an_agent(session)
    draft = save_draft(session, b.some_words(session, agent, due=None), MOMENT)
    customer = b.a_customer(session)

    change_draft(session, draft.id, b.some_words(session, agent, due=None, customer_id=customer.id), SOON)

    assert (draft.state, draft.customer_id, draft.first_due_at) == ("draft", customer.id, None)
    assert history(session, "promise", draft.id)[0].changes["customer_id"] == (None, customer.id)


def test_a_discarded_draft_takes_its_reminders_along_and_leaves_its_history(session: Session) -> None:
    agent = b.an_agent(session)
    draft = save_draft(session, b.some_words(session, agent, due=None), MOMENT)
    session.add(Alert(promise_id=draft.id, schedule_version=1, rung_key="draft", fire_at=SOON, state="planned"))
    session.flush()

    discard_draft(session, draft.id, agent, SOON)

    assert session.scalar(select(func.count()).select_from(Promise)) == 0
    assert session.scalar(select(func.count()).select_from(Alert)) == 0
    assert [told.kind for told in history(session, "promise", draft.id)] == ["draft_discarded", "draft_saved"]


def test_only_drafts_are_discarded_and_only_by_their_owner(session: Session) -> None:
    agent = b.an_agent(session)
    draft = save_draft(session, b.some_words(session, agent, due=None), MOMENT)
    promise = b.a_promise(session, agent)

    with pytest.raises(NotFound):
        discard_draft(session, draft.id, b.an_agent(session), SOON)
    with pytest.raises(Invalid):
        discard_draft(session, promise.id, agent, SOON)


def test_a_form_logs_once(session: Session) -> None:
    agent, customer = b.an_agent(session), b.a_customer(session)
    words = b.some_words(session, agent, customer_id=customer.id, form_key="69a5-abc")
    promise = log_promise(session, words, MOMENT)

    with pytest.raises(IntegrityError), session.begin_nested():
        log_promise(session, words, SOON)

    assert finding.logged_with(session, agent, "69a5-abc") == promise.id
    assert finding.logged_with(session, b.an_agent(session), "69a5-abc") is None


def test_what_a_closed_team_promised_is_not_offered_to_those_who_cannot_see_it(session: Session) -> None:
    team = b.a_team(session, "Vertraulich", is_closed=True)
    agent, colleague, stranger = b.an_agent(session, team=team), b.an_agent(session, team=team), b.an_agent(session)
    promise = b.a_promise(session, agent)

    def offer_to(person_id: int) -> None:
        command = HandOverPromise(promise_id=promise.id, actor=agent, seen_version=promise.row_version, to_id=person_id)
        hand_over_promise(session, command, MOMENT)

    with pytest.raises(Invalid) as refused:
        offer_to(stranger.id)
    offer_to(colleague.id)

    assert refused.value.field == "to"


def test_an_offer_waits_again_when_the_ending_that_cancelled_it_is_undone(session: Session) -> None:
    agent, other = b.an_agent(session), b.an_agent(session)
    promise = b.a_promise(session, agent)
    command = HandOverPromise(promise_id=promise.id, actor=agent, seen_version=promise.row_version, to_id=other.id)
    hand_over_promise(session, command, MOMENT)
    ending = Settlement(outcome=State.KEPT, kept_at=SOON)
    settle = SettlePromise(promise_id=promise.id, actor=agent, seen_version=promise.row_version, settlement=ending)
    settle_promise(session, settle, SOON)
    assert finding.waiting_hand_over(session, promise.id) is None

    undo(session, promise.id, history(session, "promise", promise.id)[0].id, actor=agent, now=SOON)

    assert finding.waiting_hand_over(session, promise.id) is not None
