"""Channels that lead outside: who may add, try and remove them, and what is shown of them."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from standardwebhooks import Webhook

from tests.conftest import SignIn, Store
from tests.support.alerts import run_senders
from tests.support.builders import a_manager, a_team, an_admin, an_agent
from tests.support.clock import MOMENT
from tests.support.endpoints import SECRET, VAULT, an_endpoint
from tests.support.http_sink import http_sink
from tracker.accounts.records import Team
from tracker.alerts.queries.endpoints import endpoints_of
from tracker.alerts.records import Delivery, Endpoint
from tracker.alerts.rules.endpoints import MOST_OF_ONE_OWNER, OVERLAP
from tracker.alerts.rules.ladders import Channel
from tracker.audit.records import Event
from tracker.kernel.people import Viewer

PAGE = "/settings/channels"
GOOD = {"whose": "0", "kind": "slack", "name": "Our chat", "url": "https://hooks.slack.com/services/T0/B0/secret"}


@pytest.fixture
def team(store: Store) -> Team:
    with store() as session:
        return a_team(session, "Service")


@pytest.fixture
def anna(store: Store, team: Team) -> Viewer:
    with store() as session:
        return an_agent(session, "Anna", team=team)


@pytest.fixture
def browser(sign_in: SignIn, anna: Viewer) -> FlaskClient:
    return sign_in(anna)


def token(browser: FlaskClient) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(f"{PAGE}/new").text)
    assert found is not None
    return found[1]


def send(browser: FlaskClient, path: str, **fields: object):
    return browser.post(PAGE + path, data={"csrf_token": token(browser)} | fields)


def stored(store: Store) -> list[Endpoint]:
    with store() as session:
        return list(session.scalars(select(Endpoint).order_by(Endpoint.id)))


def test_a_person_adds_a_channel_of_their_own(store: Store, browser: FlaskClient, anna: Viewer):
    answer = send(browser, "/new", **GOOD)

    [made] = stored(store)
    assert answer.status_code == 303
    assert (made.account_id, made.team_id, made.kind, made.name) == (anna.id, None, "slack", "Our chat")
    assert VAULT.open(made.url_encrypted) == GOOD["url"]
    page = browser.get(PAGE).text
    assert "Our chat" in page
    assert "hooks.slack.com" not in page
    with store() as session:
        assert [each.kind for each in endpoints_of(session, [anna.id], [])] == [Channel.SLACK]


def test_what_the_history_keeps_of_a_channel_tells_no_address(store: Store, browser: FlaskClient):
    send(browser, "/new", **GOOD | {"kind": "webhook"})

    with store() as session:
        [event] = session.scalars(select(Event).where(Event.subject_type == "endpoint"))
        assert event.kind == "endpoint_added"
        assert "secret" not in repr(vars(event))


def test_the_secret_of_a_webhook_is_shown_once_and_is_the_one_that_signs(store: Store, browser: FlaskClient):
    with http_sink() as sink:
        send(browser, "/new", **GOOD | {"kind": "webhook", "url": sink.url})
        shown = browser.get(PAGE)
        again = browser.get(PAGE)
        send(browser, f"/{stored(store)[0].id}/trial")
        with browser.application.app_context():
            run_senders()

    secret = re.search(r'value="(whsec_[^"]+)"', shown.text)
    assert secret is not None
    assert secret[1] not in again.text
    assert shown.headers["Cache-Control"] == "private, no-store"
    [got] = sink.received
    signed = Webhook(secret[1]).sign(got.headers["webhook-id"], MOMENT, got.body.decode())
    assert signed == got.headers["webhook-signature"]
    assert "It works" in got.body.decode()
    assert "sent, " in browser.get(PAGE).text


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"name": " "}, "Give it a name."),
        ({"url": ""}, "Which address?"),
        ({"url": "file:///etc/passwd"}, "It begins with https://"),
        ({"url": "https://user@/"}, "It begins with https://"),
        ({"kind": "mail"}, "Not a valid choice"),
        ({"kind": "apprise", "url": "discord://a/b"}, "Not a valid choice"),
    ],
)
def test_what_cannot_work_is_refused_and_kept(store: Store, browser: FlaskClient, wrong: dict[str, str], fault: str):
    answer = send(browser, "/new", **GOOD | wrong)

    assert answer.status_code == 422
    assert fault in answer.text
    assert stored(store) == []


def test_nobody_has_more_than_ten(store: Store, browser: FlaskClient, anna: Viewer):
    with store() as session:
        for _ in range(MOST_OF_ONE_OWNER):
            an_endpoint(session, "https://example.com", of=anna)

    answer = send(browser, "/new", **GOOD)

    assert answer.status_code == 422
    assert "At most 10 channels." in answer.text


def test_an_agent_adds_none_for_the_team(store: Store, browser: FlaskClient, team: Team):
    assert send(browser, "/new", **GOOD | {"whose": str(team.id)}).status_code == 422
    assert stored(store) == []


@pytest.mark.parametrize("part", ["manager", "admin"])
def test_who_answers_for_a_team_adds_its_channel_and_its_members_do_not_see_it(
    store: Store, sign_in: SignIn, browser: FlaskClient, team: Team, part: str
):
    with store() as session:
        boss = a_manager(session, "Maria", of=session.merge(team)) if part == "manager" else an_admin(session)

    assert send(sign_in(boss), "/new", **GOOD | {"whose": str(team.id)}).status_code == 303

    assert [(each.account_id, each.team_id) for each in stored(store)] == [(None, team.id)]
    assert "Our chat" in sign_in(boss).get(PAGE).text
    assert "Our chat" not in browser.get(PAGE).text


@pytest.mark.parametrize("act", ["trial", "secret", "resume", "remove"])
def test_channels_of_others_do_not_exist(store: Store, sign_in: SignIn, browser: FlaskClient, act: str):
    with store() as session:
        other = an_agent(session, "Ben")
        number = an_endpoint(session, "https://example.com", of=other).id

    assert send(browser, f"/{number}/{act}").status_code == 404
    assert [each.removed_at for each in stored(store)] == [None]


def test_a_new_secret_signs_beside_the_old_one_for_a_day(store: Store, browser: FlaskClient, anna: Viewer):
    with store() as session:
        number = an_endpoint(session, "https://example.com", of=anna).id

    send(browser, f"/{number}/secret")

    [endpoint] = stored(store)
    assert endpoint.secret_encrypted is not None
    assert endpoint.old_secret_encrypted is not None
    assert VAULT.open(endpoint.old_secret_encrypted) == SECRET
    assert VAULT.open(endpoint.secret_encrypted) in browser.get(PAGE).text
    assert endpoint.old_secret_until == MOMENT + OVERLAP


def test_what_was_switched_off_is_not_tried_but_can_be_switched_on(store: Store, browser: FlaskClient, anna: Viewer):
    with store() as session:
        endpoint = an_endpoint(session, "https://example.com", of=anna)
        endpoint.disabled_at, endpoint.fail_streak = MOMENT, 7

    assert "Switched off" in browser.get(PAGE).text
    assert send(browser, f"/{endpoint.id}/trial").status_code == 422
    assert send(browser, f"/{endpoint.id}/resume").status_code == 303

    [stored_now] = stored(store)
    assert (stored_now.disabled_at, stored_now.fail_streak) == (None, 0)


def test_removing_forgets_address_and_secret(store: Store, browser: FlaskClient, anna: Viewer):
    with store() as session:
        number = an_endpoint(session, "https://example.com", of=anna).id

    send(browser, f"/{number}/remove")

    [endpoint] = stored(store)
    assert (endpoint.url_encrypted, endpoint.secret_encrypted, endpoint.removed_at) == ("", None, MOMENT)
    assert "Our webhook" not in browser.get(PAGE).text
    with store() as session:
        assert endpoints_of(session, [anna.id], []) == []


def test_two_clicks_are_one_trial(store: Store, browser: FlaskClient, anna: Viewer):
    with store() as session:
        number = an_endpoint(session, "https://example.com", of=anna).id

    send(browser, f"/{number}/trial")
    send(browser, f"/{number}/trial")

    with store() as session:
        assert len(session.scalars(select(Delivery)).all()) == 1


def test_preferences_offer_the_channels_that_somebody_has(store: Store, browser: FlaskClient, anna: Viewer):
    assert "on Slack" not in browser.get("/settings/notices").text

    send(browser, "/new", **GOOD)

    assert "on Slack" in browser.get("/settings/notices").text
