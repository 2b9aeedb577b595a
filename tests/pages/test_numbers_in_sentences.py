"""Fractions inside of sentences are written as they are in the language of the reader."""

from datetime import timedelta

from flask import Flask
from flask_babel import force_locale

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.clock import MOMENT
from tests.support.reading import text
from tracker.kernel.errors import Invalid
from tracker.precedents.records import Decision
from tracker.precedents.rules.flags import FlagType
from tracker.precedents.telling import sentence_of
from tracker.promises.rules import Due, Settlement, State
from tracker.promises.use_cases.settling import SettlePromise, settle_promise
from tracker.web.forms import PageForm

HOUR = timedelta(hours=1)


def test_a_refusal_writes_its_fractions_in_the_language_in_force(app: Flask) -> None:
    with app.test_request_context(), force_locale("de_DE"):
        form = PageForm()
        form.refuse(Invalid("%(most)s of %(many)d", most=1_000_000.5, many=3))

        assert form.form_errors == ["1.000.000,5 of 3"]


def test_a_flag_says_how_many_times_with_a_comma_in_german(app: Flask) -> None:
    with app.test_request_context(), force_locale("de_DE"):
        told = sentence_of(FlagType.AMOUNT, Decision(outcome="granted"), [], {"ratio": 2.5, "usual": 10.0})

    assert "2,5" in told


def test_a_report_of_one_miss_and_one_day_says_both_in_the_singular(store: Store, sign_in: SignIn) -> None:
    # given one promise that was kept late, and made good a day after its date
    with store() as session:
        team = b.a_team(session)
        agent, *_others = (b.an_agent(session, team=team) for _ in range(5))
        first = b.a_promise(session, agent, now=MOMENT - 60 * HOUR, due=Due(MOMENT - 48 * HOUR))
        late = Settlement(outcome=State.KEPT, kept_at=MOMENT - 40 * HOUR, cause_id=b.cause_id(session))
        settle_promise(
            session, SettlePromise(promise_id=first.id, actor=agent, seen_version=1, settlement=late), MOMENT
        )
        again = b.a_promise(
            session,
            agent,
            now=MOMENT - 36 * HOUR,
            due=Due(MOMENT - 20 * HOUR),
            makes_good_id=first.id,
            customer_id=first.customer_id,
        )
        good = Settlement(outcome=State.KEPT, kept_at=MOMENT - 24 * HOUR)
        settle_promise(
            session, SettlePromise(promise_id=again.id, actor=agent, seen_version=1, settlement=good), MOMENT
        )

    page = text(sign_in(agent).get("/reports").text)

    assert "What making good cost 1 day from the first date" in page
    assert "Of 1 that was not kept on time: kept late, partly kept, broken, or overdue, which has no cause" in page
