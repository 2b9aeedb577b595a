"""The page of a promise: who sees what, what it says, and how little it asks."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.clock import MOMENT, FrozenClock
from tests.support.counting import Counted
from tracker.accounts.records import Account
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise
from tracker.promises.rules import Channel, Due, ScopeKind, Settlement, State
from tracker.promises.use_cases.following_up import FollowUp, add_note, apologise, snooze_promise
from tracker.promises.use_cases.handing_over import HandOverPromise, hand_over_promise
from tracker.promises.use_cases.renegotiating import Informed, RenegotiatePromise, renegotiate_promise
from tracker.promises.use_cases.settling import SettlePromise, settle_promise
from tracker.worktime.zones import end_of_day

HOUR = timedelta(hours=1)
ACTIONS = ("keep", "renegotiate", "hand-over", "break", "note", "withdraw", "correct")


def offered(client: FlaskClient, promise_id: int) -> set[str]:
    """Return which of the actions the page offers."""
    answer = client.get(f"/promises/{promise_id}")
    assert answer.status_code == 200
    return {action for action in ACTIONS if f'"/promises/{promise_id}/{action}"' in answer.text}


def test_who_may_do_what(store: Store, sign_in: SignIn) -> None:
    with store() as session:
        team, elsewhere = b.a_team(session, "Service"), b.a_team(session, "Technik")
        agent = b.an_agent(session, team=team)
        promise = b.a_promise(session, agent)
        colleague, manager = b.an_agent(session, team=team), b.a_manager(session, of=team)
        stranger, admin = b.an_agent(session, team=elsewhere), b.an_admin(session)

    for person in (agent, colleague, manager):
        assert offered(sign_in(person), promise.id) == set(ACTIONS)
    for person in (stranger, admin):
        client = sign_in(person)
        assert offered(client, promise.id) == set()
        assert "Only Service changes this promise." in client.get(f"/promises/{promise.id}").text
        assert client.get(f"/promises/{promise.id}/keep").status_code == 403


def test_a_closed_teams_promise_does_not_exist_for_others(store: Store, sign_in: SignIn) -> None:
    with store() as session:
        team = b.a_team(session, is_closed=True)
        agent, manager = b.an_agent(session, team=team), b.a_manager(session, of=team)
        promise = b.a_promise(session, agent)
        stranger, admin = b.an_agent(session), b.an_admin(session)
    address = f"/promises/{promise.id}"

    assert [sign_in(person).get(address).status_code for person in (agent, manager)] == [200, 200]
    assert [sign_in(person).get(address).status_code for person in (stranger, admin)] == [404, 404]
    assert sign_in(stranger).get(f"{address}/keep").status_code == 404


def test_strangers_sign_in_first(app: Flask) -> None:
    answer = app.test_client().get("/promises/1")

    assert answer.status_code == 303
    assert "next=" in answer.location


@pytest.fixture
def agent(store: Store) -> Viewer:
    with store() as session:
        return b.an_agent(session, "Anna Nowak")


@pytest.fixture
def client(agent: Viewer, sign_in: SignIn) -> FlaskClient:
    return sign_in(agent)


@pytest.fixture
def eventful(store: Store, agent: Viewer) -> Promise:
    """A promise to which nearly everything happened: renegotiated, noted, snoozed, kept late, sorry, made good."""
    with store() as session:
        customer = b.a_customer(session, "Brooklyn Bagels")
        customer.time_zone = "America/New_York"
        promise = b.a_promise(
            session, agent, now=MOMENT - 72 * HOUR, due=Due(MOMENT - 20 * HOUR), customer_id=customer.id
        )
        by = FollowUp(promise_id=promise.id, actor=agent, words="Prefers mornings.")
        renegotiation = RenegotiatePromise(
            promise_id=promise.id,
            actor=agent,
            seen_version=promise.row_version,
            due=Due(MOMENT - HOUR),
            reason="The part is late.",
            informed=Informed(at=MOMENT - 24 * HOUR, channel=Channel.MAIL, words="Tomorrow."),
        )
        renegotiate_promise(session, renegotiation, MOMENT - 24 * HOUR)
        add_note(session, by, MOMENT - 23 * HOUR)
        snooze_promise(session, by, MOMENT - 2 * HOUR, MOMENT - 22 * HOUR)
        ending = Settlement(outcome=State.KEPT, kept_at=MOMENT, cause_id=b.cause_id(session), note="It rained.")
        command = SettlePromise(promise_id=promise.id, actor=agent, seen_version=promise.row_version, settlement=ending)
        settle_promise(session, command, MOMENT)
        apologise(session, by, MOMENT)
        b.a_promise(session, agent, makes_good_id=promise.id, customer_id=customer.id, statement="A box of bagels.")
        return promise


def test_everything_that_happened_is_told(client: FlaskClient, eventful: Promise) -> None:
    page = client.get(f"/promises/{eventful.id}").text

    for words in (
        *("Kept late", "1st new date", "Brooklyn Bagels", "The part is late.", "Prefers mornings.", "It rained."),
        *("Forgotten", "Late by", "Anna Nowak apologised on", "Made good by:", "A box of bagels.", "New York"),
        *("Tomorrow.", "Customer informed", "Reminder moved to", "First promised", "Apologised to the customer"),
    ):
        assert words in page, words


def test_the_page_asks_little(client: FlaskClient, eventful: Promise, counted: Counted) -> None:
    with counted() as statements:
        client.get(f"/promises/{eventful.id}")

    assert len(statements) <= 14, "\n".join(statements)


def test_an_unchanged_page_is_not_sent_again(
    store: Store, client: FlaskClient, agent: Viewer, clock: FrozenClock, counted: Counted
) -> None:
    with store() as session:
        promise = b.a_promise(session, agent)
    address = f"/promises/{promise.id}"
    tag = client.get(address).headers["ETag"]

    with counted() as statements:
        same = client.get(address, headers={"If-None-Match": tag})
    with store() as session:
        add_note(session, FollowUp(promise_id=promise.id, actor=agent, words="New."), clock())
    changed = client.get(address, headers={"If-None-Match": tag})

    assert (same.status_code, changed.status_code) == (304, 200)
    assert len(statements) <= 3, statements


def test_polling_gets_the_block_alone(store: Store, client: FlaskClient, agent: Viewer) -> None:
    with store() as session:
        promise = b.a_promise(session, agent)

    answer = client.get(f"/promises/{promise.id}", headers={"HX-Request-Type": "partial"})

    assert answer.text.lstrip().startswith('<div id="promise"')


def test_a_whole_day_and_a_scope_are_shown(store: Store, client: FlaskClient, agent: Viewer) -> None:
    day = date(2026, 3, 5)
    with store() as session:
        promise = b.a_promise(
            session,
            agent,
            due=Due(end_of_day(day, "Europe/Berlin"), day),
            scope=ScopeKind.REGION,
            scope_value="Bremen",
            scope_until=date(2026, 12, 31),
        )

    page = client.get(f"/promises/{promise.id}").text

    assert "Thu 5 Mar" in page
    assert "Customers of a region · Bremen · until Thu 31 Dec" in page


@pytest.mark.parametrize(
    ("scope", "value", "said"),
    [
        (ScopeKind.TIER, "key_account", "Customers of a tier · Key account"),
        (ScopeKind.TIER, "gone", "Customers of a tier · gone"),
        (ScopeKind.VOLUME, "50000", "Customers from a yearly volume on · 50,000"),
    ],
)
def test_a_scope_names_tiers_and_writes_amounts_as_people_do(
    store: Store, client: FlaskClient, agent: Viewer, scope: ScopeKind, value: str, said: str
) -> None:
    with store() as session:
        promise = b.a_promise(session, agent, scope=scope, scope_value=value)

    assert f"{said}<" in client.get(f"/promises/{promise.id}").text


def test_somebody_of_another_team_can_be_asked_and_then_owns_it(store: Store, sign_in: SignIn) -> None:
    with store() as session:
        agent, other = b.an_agent(session), b.an_agent(session, "Rukiye Yılmaz")
        promise = b.a_promise(session, agent)
        offer = HandOverPromise(promise_id=promise.id, actor=agent, seen_version=1, to_id=other.id)
        hand_over_promise(session, offer, MOMENT)

    page = sign_in(other).get(f"/promises/{promise.id}").text

    assert f'action="/promises/{promise.id}/accept"' in page
    assert f'"/promises/{promise.id}/keep"' not in page


@pytest.mark.parametrize("locale", ["de", "en"])
def test_both_languages(store: Store, sign_in: SignIn, locale: str, eventful: Promise, agent: Viewer) -> None:
    with store() as session:
        session.get_one(Account, agent.id).locale = locale
    client = sign_in(agent)
    word = {"de": "Verspätet gehalten", "en": "Kept late"}[locale]

    assert word in client.get(f"/promises/{eventful.id}").text
    for action in ("reopen", "correct", "inform", "note"):
        assert client.get(f"/promises/{eventful.id}/{action}").status_code == 200
