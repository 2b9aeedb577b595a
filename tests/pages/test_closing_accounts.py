"""An account that still owes something is closed only after somebody took it over."""

from sqlalchemy import select

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.accounts_company import token_of
from tests.support.clock import MOMENT
from tracker.accounts.records import Account
from tracker.audit.queries import history
from tracker.promises.records import HandOver, Promise
from tracker.promises.use_cases.handing_over import HandOverPromise, hand_over_promise
from tracker.promises.use_cases.logging import save_draft


def test_whoever_closes_an_account_says_first_who_takes_over(store: Store, sign_in: SignIn) -> None:
    with store() as session:
        leaver, heir, admin = b.an_agent(session, "Leaver"), b.an_agent(session, "Heir"), b.an_admin(session)
        promise = b.a_promise(session, leaver)
        draft = save_draft(session, b.some_words(session, leaver, due=None), MOMENT)
        offer = HandOverPromise(promise_id=promise.id, actor=leaver, seen_version=promise.row_version, to_id=heir.id)
        hand_over_promise(session, offer, MOMENT)
        numbers = [promise.id, draft.id]
    browser = sign_in(admin)
    close = f"/admin/accounts/{leaver.id}/close"
    token = token_of(browser)

    asked = browser.post(close, data={"csrf_token": token}, follow_redirects=True)
    nobody = browser.post(asked.request.path, data={"csrf_token": token, "to": leaver.id})
    given = browser.post(asked.request.path, data={"csrf_token": token, "to": heir.id}, follow_redirects=True)
    browser.post(close, data={"csrf_token": token})

    assert "Leaver still owes 2 promises." in asked.text
    assert nobody.status_code == 422
    assert "2 promises have a new owner." in given.text
    with store() as session:
        owners = session.scalars(select(Promise.owner_id).where(Promise.id.in_(numbers))).all()
        assert list(owners) == [heir.id, heir.id]
        assert session.scalars(select(HandOver.state)).all() == ["cancelled"]
        assert session.get_one(Account, leaver.id).active is False
        assert history(session, "promise", numbers[0])[0].kind == "promise_taken_over"


def test_whoever_makes_somebody_an_administrator_says_first_who_takes_over(store: Store, sign_in: SignIn) -> None:
    with store() as session:
        agent, heir, admin = b.an_agent(session, "Aylin"), b.an_agent(session), b.an_admin(session)
        b.a_promise(session, agent)
        email = session.get_one(Account, agent.id).email
    browser = sign_in(admin)
    page = f"/admin/accounts/{agent.id}"
    form = {"csrf_token": token_of(browser), "row_version": 1, "name": "Aylin", "email": email, "role": "admin"}
    form |= {"team_id": agent.team_id, "deputy_id": "", "locale": "en", "time_zone": "Europe/Berlin"}

    refused = browser.post(page, data=form)
    asked = browser.get(f"{page}/take-over?next={page}")
    given = browser.post(
        f"{page}/take-over?next={page}", data={"csrf_token": form["csrf_token"], "to": heir.id}, follow_redirects=True
    )
    saved = browser.post(page, data=form, follow_redirects=True)

    assert refused.status_code == 422
    assert "Promises that this account owns: 1. Say first who takes them over." in refused.text
    assert f'href="{page}/take-over?next={page}"' in refused.text
    assert "choose who takes it over." in asked.text
    assert given.request.path == page
    assert "Who takes over its promises?" not in given.text
    assert "Saved." in saved.text


def test_only_administrators_give_promises_away_like_that(store: Store, sign_in: SignIn) -> None:
    with store() as session:
        agent = b.an_agent(session)

    assert sign_in(agent).get(f"/admin/accounts/{agent.id}/take-over").status_code == 403
