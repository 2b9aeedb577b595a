"""The mail about a policy that ends, held as it was approved; `REWRITE_GOLDEN=1 pytest tests/mail` writes it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.alerts import run_senders
from tests.support.clock import MOMENT
from tests.support.golden import check_golden
from tests.support.mailbox import Mailbox
from tracker.accounts.records import Account
from tracker.alerts.use_cases.offices import Offices
from tracker.kernel.extensions import db
from tracker.precedents.records import PolicyVersion
from tracker.precedents.rules.configuring import PolicyWish
from tracker.precedents.rules.extending import TOLD_BEFORE
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.use_cases.ending import tell_of_ending
from tracker.precedents.use_cases.extending import ExtendPolicy, extend_policy
from tracker.precedents.use_cases.policies import WritePolicy, write_policy

TURN_OF_THE_YEAR = datetime(2027, 1, 31, 23, tzinfo=UTC)


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.rollback()


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("locale", ["de", "en"])
def test_the_mail_about_a_policy_that_ends_reads_as_it_was_approved(store, clock, mailbox: Mailbox, sign_in, locale):
    # given an action until the end of January, on top of what holds otherwise
    with store() as session:
        manager = b.a_manager(session, "Katrin Möller", of=b.a_team(session, "Till"))
        session.get_one(Account, manager.id).locale = locale
        d.a_policy(session, manager, RuleFacts())
        wish = PolicyWish(
            rule=RuleFacts(prohibited=d.more_than(d.DAYS, 90)),
            text_de="Zum Jahreswechsel lösen wir <alle> Gutscheine ein.",
            text_en="At the turn of the year we redeem <all> coupons.",
            valid_from=MOMENT.replace(day=28),
            ends_at=TURN_OF_THE_YEAR,
            reason="Goodwill.",
        )
        write_policy(session, WritePolicy(actor=manager, situation_id=d.situation_id(session), wish=wish), MOMENT)

    # when a week before its end a worker looks
    clock.moment = TURN_OF_THE_YEAR - TOLD_BEFORE
    with store() as session:
        tell_of_ending(session, Offices.read(session), clock.moment)
    clock.moment = TURN_OF_THE_YEAR - TOLD_BEFORE / 2
    run_senders()

    # then its author has a mail and a line in the inbox that lead to the policy
    [mail] = mailbox.mails
    for ending, text in {"txt": f"Subject: {mail.subject}\n\n{mail.text}", "html": mail.html}.items():
        check_golden(f"policy_ends.{locale}.{ending}", re.sub(r"/situations/\d+", "/situations/7", text))
    inbox = sign_in(manager).get("/notices").text
    assert {"de": "endet bald", "en": "ends soon"}[locale] in inbox
    assert "/situations/" in inbox


@pytest.mark.usefixtures("context")
def test_once_a_policy_was_extended_nothing_says_that_it_ends_soon(store, clock, mailbox: Mailbox, sign_in):
    # given an action whose author was told that it ends, by a mail that has not gone out yet
    with store() as session:
        manager = b.a_manager(session, "Katrin Möller", of=b.a_team(session, "Till"))
        d.a_policy(session, manager, RuleFacts(), ends_at=TURN_OF_THE_YEAR)
    clock.moment = TURN_OF_THE_YEAR - TOLD_BEFORE
    with store() as session:
        tell_of_ending(session, Offices.read(session), clock.moment)

    # when it is extended by months
    with store() as session:
        [version] = session.scalars(select(PolicyVersion))
        extension = ExtendPolicy(
            actor=manager,
            situation_id=version.situation_id,
            seen=version.mark,
            ends_at=TURN_OF_THE_YEAR + timedelta(days=150),
            reason="It snows.",
        )
        extend_policy(session, extension, clock.moment)
    clock.moment = TURN_OF_THE_YEAR - TOLD_BEFORE / 2
    run_senders()

    # then no mail goes out, and the line in the inbox says that it goes on
    assert mailbox.mails == []
    inbox = sign_in(manager).get("/notices").text
    assert "goes on</span>" in inbox
