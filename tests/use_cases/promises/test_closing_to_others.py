"""Neither a team nor a customer is closed to people while they owe something there: it would vanish for them."""

import pytest
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.accounts.queries.teams import team_for_update
from tracker.accounts.records import Team
from tracker.accounts.use_cases.teams import TeamWish, change_team, week_of_team
from tracker.customers.records import Customer
from tracker.customers.use_cases import ChangeCustomer, change_customer
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.promises.use_cases.logging import save_draft


def into(session: Session, customer: Customer, team: Team, actor: Viewer) -> Customer:
    change = ChangeCustomer(actor=actor, customer_id=customer.id, name=customer.name, team_id=team.id)
    return change_customer(session, change, MOMENT)


def close(session: Session, team: Team, **given: object) -> Team:
    known = team_for_update(session, team.id)
    wish = {"name": known.name, "time_zone": known.time_zone, "week": week_of_team(known), "is_closed": True}
    wish |= {"manager_id": known.manager_id} | given
    return change_team(
        session,
        known.id,
        known.row_version,
        TeamWish(**wish),  # type: ignore[arg-type]
        actor=b.an_admin(session),
        now=MOMENT,
    )


def test_a_closed_team_takes_no_customer_to_whom_others_owe_something(session: Session) -> None:
    board = b.a_team(session, is_closed=True)
    insider, outsider = b.an_agent(session, team=board), b.an_agent(session, "Aylin")
    customer = b.a_customer(session)
    b.a_promise(session, outsider, customer_id=customer.id, statement="I will send the invoice once more.")
    save_draft(session, b.some_words(session, outsider, customer_id=customer.id, statement="Secret."), MOMENT)

    with pytest.raises(Invalid) as refused:
        into(session, customer, board, insider)

    assert refused.value.field == "team_id"
    assert "In the way: 2. I will send the invoice once more. (Aylin); … (Aylin)" in str(refused.value)


def test_it_takes_one_to_whom_only_its_own_people_owe_something(session: Session) -> None:
    board = b.a_team(session, is_closed=True)
    insider, customer = b.an_agent(session, team=board), b.a_customer(session)
    b.a_promise(session, insider, customer_id=customer.id)

    assert into(session, customer, board, insider).team_id == board.id


def test_an_open_team_takes_any_customer(session: Session) -> None:
    team, customer = b.a_team(session), b.a_customer(session)
    b.a_promise(session, b.an_agent(session), customer_id=customer.id)

    assert into(session, customer, team, b.an_agent(session, team=team)).team_id == team.id


def test_a_team_is_not_closed_while_others_owe_something_to_its_customers(session: Session) -> None:
    team = b.a_team(session)
    customer = b.a_customer(session, team=team)
    for number in range(4):
        b.a_promise(session, b.an_agent(session), customer_id=customer.id, statement=f"Number {number}.")

    with pytest.raises(Invalid, match=r"In the way: 4\. Number 0\. .*; …") as refused:
        close(session, team)

    assert refused.value.field == "is_closed"


def test_nor_while_its_promises_are_offered_to_others(session: Session) -> None:
    team = b.a_team(session)
    b.a_promise(session, b.an_agent(session, team=team), owner_id=b.an_agent(session, "Asked").id)

    with pytest.raises(Invalid, match=r"In the way: 1\. .* \(Asked\)"):
        close(session, team)


def test_it_is_closed_where_nobody_else_owes_anything(session: Session) -> None:
    team = b.a_team(session)
    b.a_promise(session, b.an_agent(session, team=team), customer_id=b.a_customer(session, team=team).id)
    b.a_promise(session, b.an_agent(session))

    assert close(session, team).is_closed


def test_a_closed_team_loses_no_manager_who_owes_something_there(session: Session) -> None:
    board, elsewhere = b.a_team(session, is_closed=True), b.a_team(session)
    manager = b.a_manager(session, of=elsewhere)
    board.manager_id = manager.id
    b.a_promise(session, manager, customer_id=b.a_customer(session, team=board).id)

    with pytest.raises(Invalid, match="In the way: 1") as refused:
        close(session, board, manager_id=None)

    assert refused.value.field == "manager_id"
