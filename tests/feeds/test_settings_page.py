"""The page on which people manage their calendar links, without scripts."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import SignIn, Store
from tests.support.builders import a_customer, a_promise, a_team, an_account, an_agent, viewer_of
from tests.support.calendars import a_feed
from tests.support.clock import MOMENT, FrozenClock
from tracker.accounts.records import Team
from tracker.audit.records import Event
from tracker.feeds.records import Feed
from tracker.feeds.rules import Scope, Subject, program_name
from tracker.kernel.people import Viewer

ADDRESS = re.compile(r"http://127\.0\.0\.1:5000(/cal/[\w-]{43}/my-promises\.ics)")


@pytest.fixture
def ann(store: Store) -> Viewer:
    with store() as session:
        return an_agent(session, "Ann")


@pytest.fixture
def browser(sign_in: SignIn, ann: Viewer) -> FlaskClient:
    return sign_in(ann)


def test_a_link_is_made_and_shown_once(browser: FlaskClient, store: Store) -> None:
    made = _send(browser, "/calendar", {"new-subject": "mine", "new-detail": "full", "new-with_alarm": "y"})

    page = browser.get("/calendar")
    found = ADDRESS.search(page.text)
    assert made.status_code == 303
    assert found
    assert f'href="webcal://127.0.0.1:5000{found[1]}"' in page.text
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("private, no-store", "same-origin")
    assert browser.get(found[1]).status_code == 200
    assert not ADDRESS.search(browser.get("/calendar").text)
    with store() as session:
        (told,) = session.scalars(select(Event).where(Event.subject_type == "feed"))
        assert found[1].split("/")[2] not in (told.details or "")


def test_how_entries_look_can_be_chosen_anew(browser: FlaskClient, store: Store, ann: Viewer) -> None:
    with store() as session:
        a_promise(session, ann)
        feed = a_feed(session, ann)
        number = session.scalars(select(Feed.id)).one()

    changed = _send(browser, f"/calendar/{number}", {f"link{number}-detail": "reference"})

    assert changed.status_code == 303
    shown = browser.get(feed).text
    assert "SUMMARY:Promise #" in shown
    assert "VALARM" not in shown


def test_a_customers_page_leads_to_both_of_their_calendars(browser: FlaskClient, store: Store) -> None:
    with store() as session:
        customer = a_customer(session, "Sommer")
    page = browser.get(f"/customers/{customer.id}").text

    assert f'href="/calendar?customer={customer.id}"' in page
    made = _send(
        browser,
        f"/calendar?customer={customer.id}",
        {"new-subject": f"for_customer-{customer.id}", "new-detail": "full", "new-name": "What we owe you"},
    )

    shown = browser.get("/calendar").text
    assert made.status_code == 303
    assert "/what-we-owe-you.ics" in shown
    assert 'class="qr"' in shown
    assert "style=" not in shown
    with store() as session:
        feed = session.scalars(select(Feed)).one()
        assert (feed.scope, feed.scope_id) == ("for_customer", customer.id)


def test_a_calendar_that_tells_little_is_called_after_the_customers_reference(
    browser: FlaskClient, store: Store
) -> None:
    with store() as session:
        customer = a_customer(session, "Sommer")
        reference = customer.reference
    form = {"new-subject": f"customer-{customer.id}", "new-detail": "reference"}

    _send(browser, f"/calendar?customer={customer.id}", form)

    page = browser.get("/calendar").text
    assert f"The new link: Promises to {reference}" in page
    assert f"/promises-to-{reference.lower()}.ics" in page


def test_a_link_to_what_one_may_not_see_any_more_is_marked_and_names_nobody(
    browser: FlaskClient, store: Store, ann: Viewer
) -> None:
    with store() as session:
        team = a_team(session)
        customer = a_customer(session, "Zaunkönig", team=team)
        a_feed(session, ann, Subject(Scope.FOR_CUSTOMER, customer.id))
        number = session.scalars(select(Feed.id)).one()
    before = browser.get("/calendar").text
    with store() as session:
        session.get_one(Team, team.id).is_closed = True

    after = browser.get("/calendar").text

    assert "shows nothing any more" not in before
    assert "shows nothing any more" in after
    assert "Zaunkönig" in before
    assert "Zaunkönig" not in after
    assert "Replace the link" not in after
    assert _send(browser, f"/calendar/{number}/rotate", {}).status_code == 403


def test_too_long_a_name_is_said_to_be_one(browser: FlaskClient) -> None:
    refused = _send(browser, "/calendar", {"new-subject": "mine", "new-detail": "full", "new-name": "x" * 61})

    assert refused.status_code == 422
    assert "60 characters at most" in refused.text


def test_a_subject_that_is_not_offered_is_refused(browser: FlaskClient, store: Store) -> None:
    with store() as session:
        theirs = an_agent(session).team_id

    refused = _send(browser, "/calendar", {"new-subject": f"team-{theirs}", "new-detail": "full"})

    assert refused.status_code == 422


@pytest.mark.parametrize("chosen", ["", "everything"])
def test_what_is_not_on_offer_is_refused(browser: FlaskClient, store: Store, chosen: str) -> None:
    refused = _send(browser, "/calendar", {"new-subject": "mine", "new-detail": chosen})

    assert refused.status_code == 422
    with store() as session:
        assert session.scalars(select(Feed)).all() == []


def test_a_link_is_replaced(browser: FlaskClient, store: Store, ann: Viewer) -> None:
    with store() as session:
        feed = a_feed(session, ann)
        number = session.scalars(select(Feed.id)).one()

    _send(browser, f"/calendar/{number}/rotate", {})

    found = ADDRESS.search(browser.get("/calendar").text)
    assert found
    assert browser.get(feed).status_code == 410
    assert browser.get(found[1]).status_code == 200


def test_a_link_is_switched_off(browser: FlaskClient, store: Store, ann: Viewer) -> None:
    with store() as session:
        feed = a_feed(session, ann)
        number = session.scalars(select(Feed.id)).one()

    _send(browser, f"/calendar/{number}/revoke", {})

    assert browser.get(feed).status_code == 410
    assert "Last fetched" not in browser.get("/calendar").text


@pytest.mark.parametrize("deed", ["", "/rotate", "/revoke"])
def test_other_peoples_links_do_not_exist(browser: FlaskClient, store: Store, deed: str) -> None:
    with store() as session:
        feed = a_feed(session, an_agent(session))
        number = session.scalars(select(Feed.id)).one()

    refused = _send(browser, f"/calendar/{number}{deed}", {f"link{number}-detail": "full"})

    assert refused.status_code == 404
    assert browser.get(feed).status_code == 200


def test_strangers_are_sent_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/calendar").status_code == 303
    assert client.get("/calendar").headers["Referrer-Policy"]


def test_the_page_says_when_and_by_what_a_link_was_fetched(
    browser: FlaskClient, store: Store, ann: Viewer, clock: FrozenClock
) -> None:
    with store() as session:
        feed = a_feed(session, ann)
    before = browser.get("/calendar").text

    browser.get(feed, headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Thunderbird/128.2"})
    clock.advance(timedelta(hours=2))
    after = browser.get("/calendar").text

    assert "not by any program yet" in before
    assert "not by any program yet" not in after
    assert "<dd>Thunderbird</dd>" in after
    assert clock.moment - MOMENT == timedelta(hours=2)


def test_the_page_speaks_german(sign_in: SignIn, store: Store) -> None:
    with store() as session:
        account = an_account(session)
        account.locale = "de"

    page = sign_in(viewer_of(account)).get("/calendar").text

    assert "Link erstellen" in page
    assert "Make a link" not in page


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Google-Calendar-Importer", "Google Calendar"),
        ("iOS/17.5 (21F79) dataaccessd/1.0", "Apple Calendar"),
        ("macOS/14.5 (23F79) CalendarAgent/1021", "Apple Calendar"),
        ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0)", "Outlook"),
        ("Nextcloud Webcal Service", "Nextcloud"),
        ("something/1.0", "something/1.0"),
        ("x" * 200, "x" * 60),
    ],
)
def test_programs_are_called_as_people_call_them(user_agent: str, name: str) -> None:
    assert program_name(user_agent) == name


def _send(browser: FlaskClient, address: str, form: dict[str, str]) -> TestResponse:
    """Send a form of the page, with the token that the page gave out."""
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', browser.get("/calendar").text)
    return browser.post(address, data=form | ({"csrf_token": token[1]} if token else {}))
