"""Mails about requests for approval, held as they were approved; `REWRITE_GOLDEN=1 pytest tests/mail` writes them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.alerts import run_senders
from tests.support.clock import MOMENT, FrozenClock
from tests.support.golden import check_golden
from tests.support.mailbox import Mailbox
from tracker.accounts.records import Account
from tracker.alerts.use_cases.offices import Offices
from tracker.kernel.extensions import db
from tracker.kernel.mail import Mail
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.use_cases.approvals import AnswerApproval, answer_approval, ask_approval
from tracker.precedents.use_cases.recording import Decide
from tracker.precedents.use_cases.reminding import remind

FEE = {"fee": 60.0, "earlier_reversals": 0.0, "is_our_fault": 1.0}


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.rollback()


def check(name: str, mail: Mail) -> None:
    for ending, text in {"txt": f"Subject: {mail.subject}\n\n{mail.text}", "html": mail.html}.items():
        check_golden(f"{name}.{ending}", re.sub(r"/approvals/\d+", "/approvals/7", text))


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("locale", ["de", "en"])
def test_every_mail_about_a_request_reads_as_it_was_approved(store, clock: FrozenClock, mailbox: Mailbox, locale: str):
    with store() as session:
        team = b.a_team(session, "Till")
        manager, agent = b.a_manager(session, "Katrin Möller", of=team), b.an_agent(session, "Jana Petersen", team=team)
        for who in (manager, agent):
            session.get_one(Account, who.id).locale = locale
        customer = b.a_customer(session, "Bäckerei Sommer & Co.")
        d.a_policy(session, manager, RuleFacts(authority={"agent": 10}), key="fee_reversal")
        request = d.a_request(
            session,
            agent,
            situation_id=d.situation_id(session, "fee_reversal"),
            facts=FEE,
            customer_id=customer.id,
        )
        wish = Wish(outcome=Outcome.GRANTED, amount=Decimal("40.50"), reason="The flood <was> ours.")
        asked = Decide(draft=request, wish=wish, request="Please take the fee back.", answer_within=timedelta(hours=4))
        approval = ask_approval(session, asked, MOMENT)
        number = approval.id
    run_senders()
    for hours in (2, 4):
        clock.moment = MOMENT + timedelta(hours=hours)
        with store() as session:
            remind(session, number, Offices.read(session), clock.moment)
        run_senders()
    with store() as session:
        wish = Wish(outcome=Outcome.PARTIAL, amount=Decimal(20), reason="Half of it was ours.")
        answer = AnswerApproval(actor=manager, approval_id=number, seen_version=1, wish=wish)
        answer_approval(session, answer, clock.moment)
    run_senders()

    asked_mail, waits, *late, answered = mailbox.mails
    assert [mail.to for mail in late] == [asked_mail.to, answered.to]
    for name, mail in (("asked", asked_mail), ("waits", waits), ("late", late[0]), ("answered", answered)):
        check(f"approval_{name}.{locale}", mail)


@pytest.mark.usefixtures("context")
def test_mails_about_a_grant_that_shall_go_on_say_until_when(store, clock: FrozenClock, mailbox: Mailbox):
    # given a grant that was asked to go on for twenty days, as an exception, and goes on for five
    day = timedelta(days=1)
    with store() as session:
        team = b.a_team(session)
        manager, agent = b.a_manager(session, of=team), b.an_agent(session, team=team)
        a_month = RuleFacts(expires_after_days=30)
        d.a_policy(session, manager, a_month, now=MOMENT - 40 * day)
        grant = d.a_decision(session, agent, customer_id=b.a_customer(session).id, now=MOMENT - 20 * day)
        d.a_policy(session, manager, replace(a_month, prohibited=d.more_than(d.DAYS, 10)), now=MOMENT - day)
        end = grant.expires_at or MOMENT
        approval = ask_approval(session, d.to_extend(agent, grant, ends_at=end + 20 * day), MOMENT)
        number = approval.id
    run_senders()
    with store() as session:
        wish = Wish(outcome=Outcome.GRANTED, reason="Be it so.")
        answer = AnswerApproval(actor=manager, approval_id=number, seen_version=1, wish=wish, ends_at=end + 5 * day)
        answer_approval(session, answer, MOMENT)
    run_senders()

    # then whoever answers reads the one day, and who asked the other
    asked, answered = mailbox.mails
    assert "Granted until, that day included: Wed 1 Apr 2026" in asked.text
    assert "Granted until, that day included: Tue 17 Mar 2026" in answered.text
