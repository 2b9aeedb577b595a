"""Answering a mail by its links, without signing in."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.support.alerts import run_senders, run_sweep
from tests.support.builders import a_promise, a_team, an_agent, kind_id
from tests.support.clock import MOMENT, FrozenClock
from tests.support.mailbox import Mailbox
from tracker.accounts.records import Account
from tracker.alerts.records import Acknowledgement, AnsweredLink
from tracker.alerts.rules.ladders import Channel
from tracker.kernel.people import Viewer
from tracker.kernel.storage import Record
from tracker.promises.records import Promise
from tracker.promises.rules import Due, Settlement, State
from tracker.promises.use_cases.settling import SettlePromise, settle_promise

HOUR = timedelta(hours=1)
LINK = re.compile(r"http://127\.0\.0\.1:5000(/answers/\S+)")


@pytest.fixture
def anna(store) -> Viewer:
    with store() as session:
        return an_agent(session, "Anna", team=a_team(session, "Service"))


@pytest.fixture
def promise_id(store, anna: Viewer) -> int:
    with store() as session:
        return a_promise(session, anna, kind_id=kind_id(session, "reply"), due=Due(MOMENT + 4 * HOUR)).id


@pytest.fixture
def links(app, mailbox: Mailbox, clock: FrozenClock, promise_id: int) -> dict[str, str]:
    """Return what the links of the first reminder lead to: `acknowledge` and `snooze`."""
    with app.app_context():
        run_sweep()
        run_senders(Channel.MAIL)
    clock.moment = MOMENT + HOUR
    on_it, later = LINK.findall(mailbox.mails[0].text)
    return {"acknowledge": on_it, "snooze": later}


def send(client: FlaskClient, address: str, **fields: object):
    page = client.get(address).get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    return client.post(address, data=fields | {"csrf_token": token[1]}, follow_redirects=True)


def count(store, what: type[Record]) -> int:
    with store() as session:
        return len(session.scalars(select(what)).all())


def test_opening_a_link_asks_and_changes_nothing(client: FlaskClient, links, store):
    for address in links.values():
        answer = client.get(address)
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "same-origin", "without a referrer forms are refused under HTTPS"
        assert "Anna" in answer.get_data(as_text=True)

    assert count(store, Acknowledgement) == 0
    assert count(store, AnsweredLink) == 0


def test_whoever_received_it_is_on_it(client: FlaskClient, links, store, anna: Viewer, promise_id: int):
    answer = send(client, links["acknowledge"], span="60")

    assert answer.status_code == 200
    with store() as session:
        [said] = session.scalars(select(Acknowledgement))
        assert (said.promise_id, said.by_id, said.until) == (promise_id, anna.id, MOMENT + 2 * HOUR)


def test_a_reminder_moves_and_the_date_stays(client: FlaskClient, links, store, promise_id: int):
    send(client, links["snooze"], span="180")

    with store() as session:
        promise = session.get_one(Promise, promise_id)
        assert (promise.remind_at, promise.due_at) == (MOMENT + 4 * HOUR, MOMENT + 4 * HOUR)


def test_a_link_is_good_for_one_answer(client: FlaskClient, links, store):
    send(client, links["acknowledge"], span="60")

    again = client.get(links["acknowledge"])

    assert again.status_code == 410
    assert client.get(links["snooze"]).status_code == 200
    assert count(store, Acknowledgement) == 1


def test_a_page_that_stood_open_while_the_link_was_used_changes_nothing(client: FlaskClient, links, store):
    page = client.get(links["acknowledge"]).get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    send(client, links["acknowledge"], span="60")

    late = client.post(links["acknowledge"], data={"csrf_token": token[1] if token else "", "span": "30"})

    assert late.status_code == 410
    assert count(store, Acknowledgement) == 1


def test_a_settled_promise_is_told_of_and_the_link_is_not_used_up(client, links, store, anna, promise_id):
    kept = Settlement(outcome=State.KEPT, kept_at=MOMENT)
    with store() as session:
        seen = session.get_one(Promise, promise_id).row_version
        ending = SettlePromise(promise_id=promise_id, actor=anna, seen_version=seen, settlement=kept)
        settle_promise(session, ending, MOMENT)

    answer = send(client, links["acknowledge"], span="60")

    assert answer.status_code == 422
    assert count(store, AnsweredLink) == 0


@pytest.mark.parametrize("change", ["x", "~", "/done"])
def test_what_we_did_not_sign_leads_nowhere(client: FlaskClient, links, change: str):
    broken = links["acknowledge"].replace("/answers/", "/answers/" + change.strip("/"))

    assert client.get(broken).status_code in {404, 410}


def test_it_ends_after_two_weeks(client: FlaskClient, links, clock: FrozenClock):
    clock.moment += timedelta(days=14)

    assert client.get(links["acknowledge"]).status_code == 410


def test_it_ends_with_the_account(client: FlaskClient, links, store, anna: Viewer):
    with store() as session:
        session.execute(update(Account).where(Account.id == anna.id).values(active=False))

    assert client.get(links["snooze"]).status_code == 410


@pytest.mark.parametrize(("locale", "title"), [("de", "Ich bin dran"), ("en", "I am on it")])
def test_it_speaks_the_language_of_whoever_received_it(client: FlaskClient, links, store, locale: str, title: str):
    with store() as session:
        session.execute(update(Account).values(locale=locale))

    elsewhere = {"Accept-Language": "en" if locale == "de" else "de"}
    page = client.get(links["acknowledge"], headers=elsewhere).get_data(as_text=True)
    done = client.get(links["acknowledge"] + "/done", headers=elsewhere).get_data(as_text=True)

    assert title in page
    assert ("Beantwortet" in done) == (locale == "de")


@pytest.mark.usefixtures("links")
def test_a_day_is_shown_as_a_day(client: FlaskClient, links, store, promise_id: int):
    with store() as session:
        promise = session.get_one(Promise, promise_id)
        promise.due_day, promise.due_at = promise.due_at.date(), MOMENT + timedelta(hours=15)

    page = client.get(links["acknowledge"]).get_data(as_text=True)

    assert "fällig heute" in page or "due today" in page
    assert "00:00" not in page
