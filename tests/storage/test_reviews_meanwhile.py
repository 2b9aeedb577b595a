"""Two presses in one instant begin one review."""

from threading import Thread

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.accounts_company import token_of
from tests.support.clock import MOMENT
from tracker.promises.rules import Due
from tracker.review.records import Review
from tracker.review.use_cases import StartReview, start_review

LONG_ENOUGH_TO_MEET_S = 0.5


def test_the_second_press_leads_to_the_review_of_the_first(store: Store, sign_in: SignIn) -> None:
    # given something overdue, and a manager who begins to go through it
    with store() as session:
        team = b.a_team(session)
        manager = b.a_manager(session, of=team)
        agent = b.an_agent(session, team=team)
        b.a_promise(session, agent, now=MOMENT.replace(day=1), due=Due(MOMENT.replace(hour=7)))
    browser = sign_in(manager)
    led: list[str] = []
    pressing = Thread(target=_press, args=(browser, token_of(browser), led))

    # when they press again before the first press is through
    with store() as session:
        first = start_review(session, StartReview(actor=manager), MOMENT).id
        pressing.start()
        pressing.join(LONG_ENOUGH_TO_MEET_S)
    pressing.join()

    # then there is one review, to which both lead
    with store() as session:
        assert session.scalars(select(Review.id)).all() == [first]
    assert [address.rstrip("/").split("/")[-1] for address in led] == [str(first)]


def _press(browser: FlaskClient, token: str, led: list[str]) -> None:
    led.append(browser.post("/review", data={"csrf_token": token}).headers["Location"])
