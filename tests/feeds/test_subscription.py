"""How a calendar program meets a feed."""

import gzip
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.conftest import SignIn, Store
from tests.support.builders import a_customer, a_promise, a_team, an_admin, an_agent, kind_id
from tests.support.calendars import a_feed, events_in
from tests.support.clock import MOMENT, FrozenClock
from tracker.accounts.records import Account, Team
from tracker.customers.records import Customer
from tracker.customers.use_cases.changing import ChangeCustomer, change_customer
from tracker.feeds.records import Feed
from tracker.feeds.rules import Detail
from tracker.feeds.use_cases.feeds import ChangeFeed, Style, change_feed, revoke_feed, rotate_feed
from tracker.kernel.extensions import db
from tracker.kernel.link_secrets import fingerprint
from tracker.kernel.logs import OneLine
from tracker.kernel.people import Viewer
from tracker.kernel.polls import MOST_A_MINUTE
from tracker.promises.records import Promise
from tracker.promises.use_cases.configuring import Wording, save_kind

HEADERS = {
    "Content-Type": "text/calendar; charset=utf-8",
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Encoding",
    "Content-Disposition": 'inline; filename="my-promises.ics"',
}


@pytest.fixture
def ann(store: Store) -> Viewer:
    with store() as session:
        return an_agent(session, "Ann")


@pytest.fixture
def feed(store: Store, ann: Viewer) -> str:
    """Ann's feed; she owes one promise."""
    with store() as session:
        a_promise(session, ann, statement="I call you back.", customer_id=a_customer(session, "Sommer").id)
        return a_feed(session, ann)


def test_a_feed_shows_its_accounts_open_promises_alone(client: FlaskClient, store: Store, ann: Viewer) -> None:
    with store() as session:
        mine = a_promise(session, ann)
        a_promise(session, an_agent(session))
        long_overdue = a_promise(session, ann, now=MOMENT - timedelta(days=60))
        feed = a_feed(session, ann)

    events = events_in(client.get(feed).data)

    assert list(events) == [f"promise-{promise.id}@127.0.0.1" for promise in (long_overdue, mine)]


def test_an_entry_leads_to_its_promise(client: FlaskClient, sign_in: SignIn, ann: Viewer, feed: str) -> None:
    (entry,) = events_in(client.get(feed).data).values()

    page = sign_in(ann).get(str(entry["URL"]).removeprefix("http://127.0.0.1:5000"))

    assert page.status_code == 200
    assert "I call you back." in page.text


def test_the_answer_carries_exactly_these_headers(client: FlaskClient, feed: str) -> None:
    answer = client.get(feed)

    assert answer.status_code == 200
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.content_length == len(answer.data)
    assert answer.headers["ETag"].startswith('W/"')
    assert not {"Set-Cookie", "Last-Modified", "Content-Encoding"} & set(answer.headers.keys())


def test_a_signed_in_browser_gets_no_cookie_either(sign_in: SignIn, ann: Viewer, feed: str) -> None:
    answer = sign_in(ann).get(feed)

    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_asking_for_the_head_gives_what_getting_would(client: FlaskClient, feed: str) -> None:
    got, asked = client.get(feed), client.head(feed)

    assert asked.status_code == 200
    assert asked.data == b""
    assert dict(asked.headers) == dict(got.headers)


@pytest.mark.parametrize("told", ["{tag}", '"other", {tag}', "*", "strong"])
def test_what_the_program_has_is_not_sent_again(client: FlaskClient, feed: str, told: str) -> None:
    tag = client.get(feed).headers["ETag"]
    known = tag.removeprefix("W/") if told == "strong" else told.format(tag=tag)

    again = client.get(feed, headers={"If-None-Match": known})

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag
    assert client.get(feed, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_date_alone_never_means_unchanged(client: FlaskClient, feed: str) -> None:
    answer = client.get(feed, headers={"If-Modified-Since": "Fri, 01 Jan 2038 00:00:00 GMT"})

    assert answer.status_code == 200


def test_the_same_promises_give_the_same_bytes_a_day_later(client: FlaskClient, feed: str, clock: FrozenClock) -> None:
    before = client.get(feed)
    clock.advance(timedelta(days=3))

    assert client.get(feed).data == before.data


def test_gzip_is_sent_only_where_it_is_asked_for(client: FlaskClient, feed: str) -> None:
    plain = client.get(feed)
    zipped = client.get(feed, headers={"Accept-Encoding": "gzip, deflate"})
    again = client.get(feed, headers={"Accept-Encoding": "gzip"})
    refused = client.get(feed, headers={"Accept-Encoding": "gzip;q=0, identity"})

    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data == refused.data
    assert again.data == zipped.data
    assert zipped.content_length == len(zipped.data)
    assert zipped.headers["ETag"] == plain.headers["ETag"]
    assert "Content-Encoding" not in refused.headers


def test_gzip_can_be_switched_off_in_the_address(client: FlaskClient, feed: str) -> None:
    answer = client.get(f"{feed}?gzip=0", headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in answer.headers
    assert answer.data == client.get(feed).data


@pytest.mark.parametrize("host", ["127.0.0.1:8123", "localhost:5017", "localhost"])
def test_loopback_hosts_are_trusted_in_development_on_any_port(client: FlaskClient, feed: str, host: str) -> None:
    assert client.get(feed, base_url=f"http://{host}").status_code == 200


def test_another_host_is_not_trusted(client: FlaskClient, feed: str) -> None:
    assert client.get(feed, base_url="http://evil.example:5000").status_code == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "REPORT"])
def test_other_methods_are_not_for_feeds(client: FlaskClient, feed: str, method: str) -> None:
    answer = client.open(feed, method=method)

    assert answer.status_code == 405
    assert {each.strip() for each in answer.headers["Allow"].split(",")} == {"GET", "HEAD"}
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("secret", ["A" * 43, "short", "A" * 42 + "%", "A" * 4000])
def test_an_unknown_secret_finds_nothing(client: FlaskClient, app: Flask, secret: str) -> None:
    answer = client.get(f"/cal/{secret}/my-promises.ics")

    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers


def test_a_revoked_feed_is_gone(client: FlaskClient, store: Store, ann: Viewer, feed: str) -> None:
    with store() as session:
        revoke_feed(session, ann, _stored(session, feed).id, MOMENT)

    answer = client.get(feed, headers={"Accept-Language": "de"})

    assert answer.status_code == 410
    assert answer.mimetype == "text/plain"
    assert answer.get_data(as_text=True) == "Dieser Kalender wurde abgeschaltet.\n"


def test_a_replaced_feed_is_gone_and_its_successor_is_written_alike(
    client: FlaskClient, store: Store, ann: Viewer
) -> None:
    with store() as session:
        a_promise(session, ann)
        feed = a_feed(session, ann, with_alarm=False)
        made = rotate_feed(session, ann, _stored(session, feed).id, MOMENT)

    successor = client.get(f"/cal/{made.secret}/my-promises.ics")

    assert client.get(feed).status_code == 410
    assert successor.status_code == 200
    assert b"VALARM" not in successor.data


def test_a_feed_ends_with_its_account(client: FlaskClient, store: Store, ann: Viewer, feed: str) -> None:
    with store() as session:
        session.execute(update(Account).where(Account.id == ann.id).values(active=False))

    assert client.get(feed).status_code == 410


def test_business_of_a_team_that_closed_leaves_the_feed(client: FlaskClient, store: Store, ann: Viewer) -> None:
    with store() as session:
        left, own = a_team(session), session.get_one(Team, ann.team_id)
        theirs = a_promise(session, ann, customer_id=a_customer(session, team=left).id)
        ours = a_promise(session, ann, customer_id=a_customer(session, team=own).id)
        left.is_closed = own.is_closed = True
        feed = a_feed(session, ann)

    events = events_in(client.get(feed).data)

    assert list(events) == [f"promise-{ours.id}@127.0.0.1"]
    assert theirs.id != ours.id


def test_an_answer_that_is_no_304_has_its_bytes(client: FlaskClient, feed: str) -> None:
    tag = client.get(feed).headers["ETag"]
    client.get(feed)

    answer = client.get(feed, headers={"If-None-Match": tag, "If-Match": tag.removeprefix("W/")})

    assert answer.status_code != 200 or answer.data.endswith(b"END:VCALENDAR\r\n")


@pytest.mark.parametrize("asked", ["identity, *;q=0.5", "gzip;q=0", "br"])
def test_nothing_is_zipped_for_who_does_not_name_it(client: FlaskClient, feed: str, asked: str) -> None:
    assert "Content-Encoding" not in client.get(feed, headers={"Accept-Encoding": asked}).headers


def test_a_program_gone_wild_is_told_to_wait(client: FlaskClient, feed: str, clock: FrozenClock) -> None:
    clock.advance(timedelta(seconds=20))
    answers = [client.head(feed) for _ in range(MOST_A_MINUTE + 1)]

    assert [answer.status_code for answer in answers[:-1]] == [200] * MOST_A_MINUTE
    assert answers[-1].status_code == 429
    assert 40 <= int(answers[-1].headers["Retry-After"]) <= 41
    clock.advance(timedelta(minutes=1))
    assert client.head(feed).status_code == 200


def test_a_fetch_is_noted_once_a_minute_with_the_program(
    client: FlaskClient, store: Store, feed: str, clock: FrozenClock
) -> None:
    for seconds, program in ((0, "Thunderbird"), (30, "khal"), (40, "x" * 400)):
        clock.advance(timedelta(seconds=seconds))
        client.get(feed, headers={"User-Agent": program})
        with store() as session:
            noted = _stored(session, feed)
            assert noted.fetched_by == ("Thunderbird" if seconds < 40 else "x" * 200)
            assert noted.fetched_at == (clock.moment if seconds != 30 else MOMENT)


def test_a_kept_promise_leaves_and_a_drained_feed_says_so(client: FlaskClient, store: Store, feed: str) -> None:
    with store() as session:
        session.execute(update(Promise).values(state="withdrawn", settled_at=MOMENT))

    events = events_in(client.get(feed).data)

    assert [str(event["SUMMARY"]) for event in events.values()] == ["No open promises"]


@pytest.mark.parametrize("renamed", ["customer", "kind"])
def test_a_new_name_reaches_programs_that_only_look_at_the_time_of_change(
    client: FlaskClient, store: Store, feed: str, clock: FrozenClock, renamed: str
) -> None:
    (before,) = events_in(client.get(feed).data).values()
    later = clock.advance(timedelta(hours=1))

    with store() as session:
        _rename(session, renamed, later)
    (after,) = events_in(client.get(feed).data).values()

    assert before["LAST-MODIFIED"].dt < after["LAST-MODIFIED"].dt == later
    assert before["SEQUENCE"] < after["SEQUENCE"]
    assert {"Winter", "Ring back"} & set(str(after["DESCRIPTION"]).replace(" (", "\n").splitlines())


def test_another_look_reaches_them_too(
    client: FlaskClient, store: Store, ann: Viewer, feed: str, clock: FrozenClock
) -> None:
    (before,) = events_in(client.get(feed).data).values()
    later = clock.advance(timedelta(hours=1))

    with store() as session:
        style = Style(detail=Detail.INITIALS, with_alarm=False)
        wish = ChangeFeed(actor=ann, feed_id=_stored(session, feed).id, style=style)
        change_feed(session, wish, later)
    (after,) = events_in(client.get(feed).data).values()

    assert before["LAST-MODIFIED"].dt < after["LAST-MODIFIED"].dt == later
    assert str(after["SUMMARY"]) == "Callback · S."


def test_another_language_reaches_them_too(
    client: FlaskClient, store: Store, ann: Viewer, feed: str, clock: FrozenClock
) -> None:
    client.get(feed)
    later = clock.advance(timedelta(seconds=10))

    with store() as session:
        session.execute(update(Account).where(Account.id == ann.id).values(locale="de"))
    first, second = client.get(feed), client.get(feed)

    (german,) = events_in(first.data).values()
    assert german["LAST-MODIFIED"].dt == later
    assert german["CATEGORIES"].to_ical().decode() == "Rückruf"
    assert "NAME:Meine Zusagen" in first.text
    assert first.data == second.data


def test_a_fetch_asks_the_database_little(client: FlaskClient, app: Flask, store: Store, ann: Viewer) -> None:
    with store() as session:
        for _ in range(12):
            a_promise(session, ann)
        feed = a_feed(session, ann)

    first, tag = _statements(app, lambda: client.get(feed))
    again, _ = _statements(app, lambda: client.get(feed, headers={"If-None-Match": tag}))

    assert len(first) <= 7, first
    assert len(again) <= 3, again


def test_the_secret_reaches_neither_database_nor_log(store: Store, feed: str) -> None:
    secret = feed.split("/")[2]
    line = logging.LogRecord("werkzeug", logging.INFO, __file__, 1, f'"GET {feed} HTTP/1.1" 200 -', None, None)

    assert len(secret) == 43
    assert secret not in OneLine("%(message)s").format(line)
    with store() as session:
        assert _stored(session, feed).token_hash == fingerprint(secret)


def test_search_engines_may_ask_but_not_list(client: FlaskClient) -> None:
    assert "Allow: /cal/" in client.get("/robots.txt").text.splitlines()


def _rename(session: Session, what: str, now: datetime) -> None:
    """Give the one customer, or the kind of all promises here, another name."""
    if what == "kind":
        wording = Wording(name_de="Anruf", name_en="Ring back")
        save_kind(session, kind_id(session), wording, tolerance=timedelta(0), actor=an_admin(session), now=now)
        return
    customer = session.scalars(select(Customer)).one()
    change_customer(session, ChangeCustomer(actor=None, customer_id=customer.id, name="Winter"), now)


def _stored(session: Session, feed: str) -> Feed:
    return session.scalars(select(Feed).where(Feed.token_hash == fingerprint(feed.split("/")[2]))).one()


def _statements(app: Flask, fetch: Callable[[], TestResponse]) -> tuple[list[str], str]:
    """Return the statements that a fetch sends, without BEGIN, and the tag it got."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    tag = fetch().headers["ETag"]
    event.remove(engine, "before_cursor_execute", note)
    return [statement for statement in sent if not statement.startswith("BEGIN")], tag
