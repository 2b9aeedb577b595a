"""An open promise follows its owner; where it cannot, somebody says first who takes it over."""

import pytest
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.accounts.queries.accounts import account
from tracker.accounts.records import Team
from tracker.accounts.use_cases.accounts import ChangeAccount, change_account, deactivate_account
from tracker.audit.queries import history
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Role, Viewer
from tracker.promises.queries import finding
from tracker.promises.records import Promise
from tracker.promises.use_cases.logging import save_draft


@pytest.fixture
def admin(session: Session) -> Viewer:
    return b.an_admin(session)


def becomes(session: Session, person: Viewer, **changes: object) -> ChangeAccount:
    known = account(session, person.id)
    shown = {name: getattr(known, name) for name in ("row_version", "email", "name", "team_id", "locale", "time_zone")}
    return ChangeAccount(
        account_id=known.id, **(shown | {"role": Role(known.role), "deputy_id": known.deputy_id} | changes)
    )


def told(session: Session, promise: Promise) -> str:
    return history(session, "promise", promise.id)[0].kind


def test_promises_and_drafts_follow_their_owner_into_another_team(session: Session, admin: Viewer) -> None:
    agent, elsewhere = b.an_agent(session), b.a_team(session)
    promise, draft = b.a_promise(session, agent), save_draft(session, b.some_words(session, agent), MOMENT)
    others = b.a_promise(session, b.an_agent(session))

    change_account(session, becomes(session, agent, team_id=elsewhere.id), admin, MOMENT)

    assert {promise.team_id, draft.team_id} == {elsewhere.id}
    assert promise.owner_id == agent.id
    assert others.team_id != elsewhere.id
    assert told(session, promise) == "promise_moved"


def test_whoever_becomes_an_administrator_owns_nothing_any_more(session: Session, admin: Viewer) -> None:
    agent = b.an_agent(session)
    b.a_promise(session, agent)
    save_draft(session, b.some_words(session, agent), MOMENT)

    with pytest.raises(Invalid, match="owns: 2") as refused:
        change_account(session, becomes(session, agent, role=Role.ADMIN), admin, MOMENT)

    assert refused.value.field == "role"


def test_an_account_that_owes_something_is_not_closed_by_any_way(session: Session, admin: Viewer) -> None:
    agent = b.an_agent(session)
    b.a_promise(session, agent)

    with pytest.raises(Invalid, match="owns: 1"):
        deactivate_account(session, agent.id, admin, MOMENT)


@pytest.mark.parametrize("belongs_to_customer", [False, True])
def test_a_closed_teams_promises_go_nowhere_with_who_leaves_it(
    session: Session, admin: Viewer, *, belongs_to_customer: bool
) -> None:
    board = b.a_team(session, "Board", is_closed=True)
    agent = b.an_agent(session, team=board)
    customer = b.a_customer(session, team=board if belongs_to_customer else None)
    promise = b.a_promise(session, agent, customer_id=customer.id)

    with pytest.raises(Invalid, match="closed team's promises that this account owns: 1") as refused:
        change_account(session, becomes(session, agent, team_id=b.a_team(session).id), admin, MOMENT)

    assert refused.value.field == "team_id"
    assert promise.team_id == board.id


def test_whoever_manages_a_closed_team_takes_nothing_out_of_its_sight(session: Session, admin: Viewer) -> None:
    board, elsewhere = b.a_team(session, "Board", is_closed=True), b.a_team(session)
    manager = b.a_manager(session, of=board)
    promise = b.a_promise(session, manager, customer_id=b.a_customer(session, team=board).id)

    change_account(session, becomes(session, manager, team_id=elsewhere.id), admin, MOMENT)

    assert (promise.owner_id, promise.team_id) == (manager.id, board.id)


def test_who_moves_into_a_closed_team_offers_nothing_to_people_outside(session: Session, admin: Viewer) -> None:
    agent, outsider = b.an_agent(session), b.an_agent(session)
    promise = b.a_promise(session, agent, owner_id=outsider.id)

    change_account(session, becomes(session, agent, team_id=closed(session).id), admin, MOMENT)

    assert finding.waiting_hand_over(session, promise.id) is None
    assert history(session, "promise", promise.id)[0].changes["hand_over_to_id"] == (outsider.id, None)


def test_what_was_offered_to_an_account_comes_back_when_it_is_closed(session: Session, admin: Viewer) -> None:
    owner, asked = b.an_agent(session), b.an_agent(session)
    promise = b.a_promise(session, owner, owner_id=asked.id)

    deactivate_account(session, asked.id, admin, MOMENT)

    assert finding.waiting_hand_over(session, promise.id) is None
    assert told(session, promise) == "hand_over_receiver_left"
    assert promise.attention_at == MOMENT


def test_what_was_offered_to_somebody_comes_back_when_they_cannot_see_it_any_more(
    session: Session, admin: Viewer
) -> None:
    board = closed(session)
    asked, colleague = b.an_agent(session, team=board), b.an_agent(session, team=board)
    hidden = b.a_promise(session, colleague, owner_id=asked.id)
    open_to_all = b.a_promise(session, b.an_agent(session), owner_id=asked.id)

    change_account(session, becomes(session, asked, team_id=b.a_team(session).id), admin, MOMENT)

    assert finding.waiting_hand_over(session, hidden.id) is None
    assert finding.waiting_hand_over(session, open_to_all.id) is not None


def closed(session: Session) -> Team:
    return b.a_team(session, is_closed=True)
