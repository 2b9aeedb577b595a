"""Mails about what nobody is left for, held as they were approved; `REWRITE_GOLDEN=1 pytest tests/mail` writes them."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.alerts import run_senders
from tests.support.clock import MOMENT
from tests.support.golden import check_golden
from tests.support.mailbox import Mailbox
from tracker.accounts.records import Account
from tracker.alerts.use_cases.offices import Offices
from tracker.kernel.extensions import db
from tracker.precedents.use_cases.reminding import remind
from tracker.precedents.use_cases.stranding import tell_of_stranded

HOUR = timedelta(hours=1)
NUMBERS = re.compile(r"(approvals/|decisions/|Decision no\. |Entscheidung Nr\. )\d+")


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.rollback()


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("locale", ["de", "en"])
def test_what_nobody_is_left_for_reads_as_it_was_approved(store, clock, mailbox: Mailbox, sign_in, locale):
    # given a request and a flag of a team that has lost its manager
    with store() as session:
        team = b.a_team(session, "Till")
        agent = b.an_agent(session, "Jana Petersen", team=team)
        session.get_one(Account, agent.id).locale = locale
        d.a_decision(session, agent, "granted", now=MOMENT - HOUR)
        d.a_decision(session, agent, "refused", reason="No friend.")
        approval = d.an_approval(session, agent, b.a_customer(session, "Bäckerei Sommer & Co.").id)

        # when a worker looks
        remind(session, approval.id, Offices.read(session), MOMENT)
        tell_of_stranded(session, Offices.read(session), MOMENT)
    run_senders()

    # then who asked and decided is told by mail and in the inbox
    for name, mail in zip(("approval", "flag"), mailbox.mails, strict=True):
        for ending, text in {"txt": f"Subject: {mail.subject}\n\n{mail.text}", "html": mail.html}.items():
            check_golden(f"{name}_stranded.{locale}.{ending}", NUMBERS.sub(r"\g<1>7", text))
    inbox = sign_in(agent).get("/notices").text
    assert "/decisions/" in inbox
    assert "/approvals/" in inbox
