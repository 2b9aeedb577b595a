"""A promise that is opened again always has an owner who can answer for it."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.accounts.records import Account
from tracker.audit.queries import history
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Role, Viewer
from tracker.promises.records import Promise
from tracker.promises.rules import Settlement, State
from tracker.promises.use_cases.handing_over import accept_hand_over
from tracker.promises.use_cases.settling import ReopenPromise, SettlePromise, reopen_promise, settle_promise
from tracker.promises.use_cases.undoing import undo

LATER = MOMENT + timedelta(minutes=5)


def settled(session: Session, owner: Viewer, by: Viewer | None = None) -> Promise:
    promise = b.a_promise(session, owner)
    ending = Settlement(outcome=State.WITHDRAWN, note="Not needed.")
    seen = promise.row_version
    settle = SettlePromise(promise_id=promise.id, actor=by or owner, seen_version=seen, settlement=ending)
    return settle_promise(session, settle, MOMENT)


def reopen(session: Session, promise: Promise, actor: Viewer) -> Promise:
    session.flush()
    seen = promise.row_version
    wish = ReopenPromise(promise_id=promise.id, actor=actor, seen_version=seen, reason="A mistake.")
    return reopen_promise(session, wish, LATER)


@pytest.mark.parametrize("left", [{"active": False}, {"role": "admin"}])
def test_whose_account_is_closed_is_followed_by_whoever_opens_it_again(
    session: Session, left: dict[str, object]
) -> None:
    team = b.a_team(session)
    owner, colleague = b.an_agent(session, team=team), b.an_agent(session, team=team)
    promise = settled(session, owner)
    for name, value in left.items():
        setattr(session.get_one(Account, owner.id), name, value)

    reopen(session, promise, colleague)

    assert (promise.owner_id, promise.team_id) == (colleague.id, team.id)
    assert history(session, "promise", promise.id)[0].changes["owner_id"] == (owner.id, colleague.id)


def test_an_owner_in_another_team_gets_it_back_there(session: Session) -> None:
    team, elsewhere = b.a_team(session), b.a_team(session)
    owner, colleague = b.an_agent(session, team=team), b.an_agent(session, team=team)
    promise = settled(session, owner)
    session.get_one(Account, owner.id).team_id = elsewhere.id

    reopen(session, promise, colleague)

    assert (promise.owner_id, promise.team_id) == (owner.id, elsewhere.id)


def test_a_closed_teams_promise_stays_in_it(session: Session) -> None:
    board = b.a_team(session, is_closed=True)
    owner, manager = b.an_agent(session, team=board), b.an_account(session, role=Role.MANAGER)
    board.manager_id = manager.id
    promise = settled(session, owner)
    session.get_one(Account, owner.id).team_id = b.a_team(session).id

    reopen(session, promise, b.viewer_of(manager, manages=(board,)))

    assert (promise.owner_id, promise.team_id) == (manager.id, board.id)


def test_taking_back_gives_nothing_to_a_closed_account(session: Session) -> None:
    team = b.a_team(session)
    owner, colleague = b.an_agent(session, team=team), b.an_agent(session, team=team)
    promise = settled(session, owner, by=colleague)
    session.get_one(Account, owner.id).active = False

    undo(session, promise.id, history(session, "promise", promise.id)[0].id, actor=colleague, now=LATER)

    assert (promise.state, promise.owner_id) == ("open", colleague.id)
    assert history(session, "promise", promise.id)[0].changes["owner_id"] == (owner.id, colleague.id)


def test_a_closed_team_is_not_left_by_what_its_manager_takes_over(session: Session) -> None:
    board = b.a_team(session, is_closed=True)
    manager = b.an_account(session, role=Role.MANAGER)
    board.manager_id = manager.id
    promise = b.a_promise(session, b.an_agent(session, team=board), owner_id=manager.id)

    accept_hand_over(session, promise.id, b.viewer_of(manager, manages=(board,)), MOMENT)

    assert (promise.owner_id, promise.team_id) == (manager.id, board.id)


def test_taking_back_an_acceptance_gives_nothing_to_a_closed_account_either(session: Session) -> None:
    owner, other = b.an_agent(session, "Aylin"), b.an_agent(session)
    promise = b.a_promise(session, owner, owner_id=other.id)
    accept_hand_over(session, promise.id, other, MOMENT)
    session.get_one(Account, owner.id).active = False

    with pytest.raises(Invalid, match="Aylin takes no promises any more"):
        undo(session, promise.id, history(session, "promise", promise.id)[0].id, actor=other, now=LATER)

    assert promise.owner_id == other.id
