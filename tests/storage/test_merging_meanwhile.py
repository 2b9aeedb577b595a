"""Merging customers while somebody works on one of their promises: both come to their end."""

from threading import Thread

from flask.testing import FlaskClient

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.accounts_company import token_of
from tests.support.clock import MOMENT
from tracker.promises.queries import finding
from tracker.promises.records import Promise
from tracker.promises.use_cases.telling import tell

LONG_ENOUGH_TO_MEET_S = 0.5


def test_nobody_waits_for_each_other(store: Store, sign_in: SignIn) -> None:
    with store() as session:
        agent, kept, merged = b.an_agent(session), b.a_customer(session), b.a_customer(session)
        number = b.a_promise(session, agent, customer_id=merged.id).id
        sent = {"other": merged.id, "kept_version": kept.row_version, "other_version": merged.row_version}
    browser = sign_in(agent)
    answers: list[int] = []
    merging = Thread(target=_merge, args=(browser, kept.id, sent | {"csrf_token": token_of(browser)}, answers))

    with store() as session:
        promise = finding.promise_for_update(session, agent, number)
        merging.start()
        merging.join(LONG_ENOUGH_TO_MEET_S)
        tell(session, promise, "note_added", actor=agent, now=MOMENT, words={"note": "Called."})
    merging.join()

    assert answers == [303]
    with store() as session:
        assert session.get_one(Promise, number).customer_id == kept.id


def _merge(browser: FlaskClient, customer_id: int, sent: dict[str, object], answers: list[int]) -> None:
    answers.append(browser.post(f"/customers/{customer_id}/merge", data=sent).status_code)
