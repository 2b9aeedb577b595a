"""Mails about what nobody may settle and about what ends: who gets which, and what it does not say."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support import deciding as d
from tests.support.alerts import run_senders
from tests.support.clock import MOMENT, FrozenClock
from tests.support.mailbox import Mailbox
from tracker.alerts.use_cases.offices import Offices
from tracker.kernel.extensions import db
from tracker.precedents.records import Flag
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.use_cases.ending import tell_of_grants_ending
from tracker.precedents.use_cases.stranding import tell_of_stranded

DAY = timedelta(days=1)


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.rollback()


def a_finding(session: Session, team_id: int, account_id: int | None = None) -> int:
    """Store a flag about a grant rate."""
    numbers = '{"granted":9.0,"asked":20.0,"expected":2.0,"shown_by":9.0}'
    flag = Flag(
        type="agent_noise",
        severity="notice",
        team_id=team_id,
        account_id=account_id,
        numbers=numbers,
        created_at=MOMENT,
    )
    session.add(flag)
    session.flush()
    return flag.id


@pytest.mark.usefixtures("context")
def test_administrators_learn_which_team_needs_a_manager_and_no_number(
    store: Store, clock: FrozenClock, mailbox: Mailbox, sign_in: SignIn
) -> None:
    # given a finding about a team that nobody manages
    with store() as session:
        admin, team = b.an_admin(session), b.a_team(session, "Till")
        a_finding(session, team.id)
        tell_of_stranded(session, Offices.read(session), MOMENT)
        team_id = team.id

    # when it is told
    clock.advance(DAY)
    run_senders()

    # then the mail and the line in the inbox name the team and lead to it
    [mail] = mailbox.mails
    assert "Till" in mail.subject
    assert f"/admin/teams/{team_id}" in mail.text
    assert "9" not in mail.text.split("Unless", maxsplit=1)[0]
    assert f"/admin/teams/{team_id}" in sign_in(admin).get("/notices").text


@pytest.mark.usefixtures("context")
def test_a_person_above_whom_nobody_stands_is_told_alone(
    store: Store, clock: FrozenClock, mailbox: Mailbox, sign_in: SignIn
) -> None:
    # given a finding about a manager, and an administrator
    with store() as session:
        b.an_admin(session)
        team = b.a_team(session, "Till")
        manager = b.a_manager(session, "Katrin", of=team)
        flag_id = a_finding(session, team.id, manager.id)
        tell_of_stranded(session, Offices.read(session), MOMENT)

    # when it is told
    clock.advance(DAY)
    run_senders()

    # then the one mail leads them to what was found about them
    [mail] = mailbox.mails
    assert "Nobody but you is told" in mail.text
    assert f"/flags/{flag_id}" in mail.text
    assert sign_in(manager).get(f"/flags/{flag_id}").status_code == 200


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("is_extended", [False, True])
def test_the_mail_about_a_grant_that_ends_names_customer_and_day_while_it_still_ends(
    store: Store, clock: FrozenClock, mailbox: Mailbox, sign_in: SignIn, *, is_extended: bool
) -> None:
    # given a grant that ends in five days
    with store() as session:
        team = b.a_team(session)
        agent = b.an_agent(session, "Anna", team=team)
        manager = b.a_manager(session, of=team)
        d.a_policy(session, manager, RuleFacts(expires_after_days=30), now=MOMENT - 40 * DAY)
        whom = b.a_customer(session, "Kiosk Sommer").id
        grant = d.a_decision(session, agent, customer_id=whom, now=MOMENT - 25 * DAY)
        tell_of_grants_ending(session, Offices.read(session), MOMENT)
        grant_id, ends_at = grant.id, MOMENT + 15 * DAY
        if is_extended:
            d.an_extension(session, agent, grant, ends_at=ends_at)

    # when it is told
    clock.advance(DAY)
    run_senders()

    # then a mail says so, unless it was extended meanwhile; the inbox says where it stands
    told = [f"{mail.subject} {mail.text}" for mail in mailbox.mails]
    assert len(told) == (0 if is_extended else 1)
    assert all("Kiosk Sommer" in text and f"/decisions/{grant_id}" in text for text in told)
    inbox = sign_in(agent).get("/notices").text
    assert f"/decisions/{grant_id}" in inbox
    assert ("settled" in inbox) is is_extended
