"""The inbox and the number at the bell."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.support.alerts import run_sweep
from tests.support.builders import a_promise, an_account, an_agent, kind_id
from tests.support.clock import MOMENT, FrozenClock
from tracker.accounts.records import Account
from tracker.alerts.records import Notice
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise
from tracker.promises.rules import Due

SOON = timedelta(hours=4)
FRAGMENT = {"HX-Request-Type": "partial"}


@pytest.fixture
def anna(store) -> Viewer:
    with store() as session:
        return an_agent(session, "Anna")


@pytest.fixture
def notices(app, store, anna: Viewer) -> list[int]:
    """Let Anna be told of two promises; return the numbers of the notices, the oldest first."""
    with store() as session:
        for statement in ("Call about invoice 4711", "Send the spare part"):
            a_promise(session, anna, statement=statement, kind_id=kind_id(session, "reply"), due=Due(MOMENT + SOON))
    with app.app_context():
        run_sweep()
    with store() as session:
        return list(session.scalars(select(Notice.id).order_by(Notice.id)))


@pytest.fixture
def browser(sign_in, anna: Viewer) -> FlaskClient:
    signed_in: FlaskClient = sign_in(anna)
    return signed_in


def post(browser: FlaskClient, address: str, **fields: object):
    page = browser.get("/notices").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    return browser.post(address, data=fields | {"csrf_token": token[1]})


def unread(store) -> int:
    with store() as session:
        return len(session.scalars(select(Notice.id).where(Notice.read_at.is_(None))).all())


def test_what_is_new_stands_first_and_leads_to_its_promise(browser: FlaskClient, notices: list[int], store):
    with store() as session:
        session.execute(update(Notice).where(Notice.id == notices[1]).values(read_at=MOMENT - timedelta(days=1)))
        first = session.get_one(Notice, notices[0]).promise_id

    page = browser.get("/notices").get_data(as_text=True)

    assert page.index("Call about invoice 4711") < page.index("Send the spare part")
    assert f'href="/promises/{first}"' in page
    assert "Due soon" in page


def test_every_page_counts_what_is_new(browser: FlaskClient, notices: list[int]):
    page = browser.get("/keys").get_data(as_text=True)

    assert "2 new notices" in page


def test_one_notice_is_marked_as_read(browser: FlaskClient, notices: list[int], store):
    answer = post(browser, f"/notices/{notices[0]}/read")

    assert answer.status_code == 303
    assert unread(store) == 1


def test_all_that_was_shown_is_marked_as_read_and_what_came_meanwhile_is_not(browser, notices: list[int], store):
    post(browser, "/notices/read", newest=notices[0])

    assert unread(store) == 1


def test_marking_as_read_can_be_taken_back(browser: FlaskClient, notices: list[int], store, clock: FrozenClock):
    post(browser, "/notices/read", newest=notices[-1])
    page = browser.get("/notices").get_data(as_text=True)
    assert "2 notices marked as read." in page

    read_at = re.search(r'name="read_at" value="([^"]+)"', page)
    assert read_at is not None
    post(browser, "/notices/unread", read_at=read_at[1])

    assert unread(store) == 2


def test_taking_back_is_offered_for_ten_minutes(browser: FlaskClient, notices: list[int], clock: FrozenClock):
    post(browser, "/notices/read", newest=notices[-1])
    clock.advance(timedelta(minutes=11))

    assert "marked as read." not in browser.get("/notices").get_data(as_text=True)


@pytest.mark.parametrize("read_at", ["", "yesterday", "2026-03-02T09:00:00"])
def test_nonsense_cannot_be_taken_back(browser: FlaskClient, notices: list[int], read_at: str):
    assert post(browser, "/notices/unread", read_at=read_at).status_code == 404


def test_nobody_reads_or_marks_somebody_elses_notices(sign_in, store, notices: list[int]):
    with store() as session:
        ben = an_account(session, "Ben")
    other = sign_in(ben)

    page = other.get("/notices").get_data(as_text=True)
    post(other, f"/notices/{notices[0]}/read")
    post(other, "/notices/read", newest=notices[-1])

    assert "Call about invoice 4711" not in page
    assert unread(store) == 2


def test_looking_changes_nothing(browser: FlaskClient, notices: list[int], store):
    browser.get("/notices")

    assert unread(store) == 2


def test_a_stranger_signs_in_first(client: FlaskClient):
    assert client.get("/notices").status_code == 303


def test_the_list_is_not_rendered_again_while_nothing_changed(browser: FlaskClient, notices: list[int], store):
    first = browser.get("/notices", headers=FRAGMENT)
    same = {"If-None-Match": first.headers["ETag"], **FRAGMENT}

    assert browser.get("/notices", headers=same).status_code == 304
    with store() as session:
        session.execute(update(Notice).where(Notice.id == notices[0]).values(read_at=MOMENT))
    assert browser.get("/notices", headers=same).status_code == 200


def test_a_fragment_is_the_list_alone(browser: FlaskClient, notices: list[int]):
    fragment = browser.get("/notices", headers=FRAGMENT).get_data(as_text=True)

    assert "<html" not in fragment
    assert fragment.lstrip().startswith('<div id="notices"')


def test_what_was_kept_meanwhile_is_struck_out(browser: FlaskClient, notices: list[int], store):
    with store() as session:
        for promise in session.scalars(select(Promise)):
            promise.change(MOMENT, state="kept", kept_at=MOMENT, settled_at=MOMENT)

    assert "<s>Call about invoice 4711</s>" in browser.get("/notices").get_data(as_text=True)


def test_more_than_a_page_is_paged_by_key(browser: FlaskClient, notices: list[int], store, anna: Viewer):
    with store() as session:
        promise_id = session.get_one(Notice, notices[0]).promise_id
        for number in range(60):
            read_at = MOMENT if number % 2 else None
            facts = {
                "account_id": anna.id,
                "promise_id": promise_id,
                "dedupe_key": f"more-{number}",
                "read_at": read_at,
            }
            session.add(Notice(kind="due", at=MOMENT, **facts))

    first = browser.get("/notices").get_data(as_text=True)
    following = re.search(r'href="(/notices\?after=[^"]+)"', first)
    assert following is not None
    second = browser.get(following[1]).get_data(as_text=True)

    shown = [re.findall(r'id="promise-n(\d+)"', page) for page in (first, second)]
    assert [len(rows) for rows in shown] == [50, 12]
    assert not set(shown[0]) & set(shown[1])


def test_an_empty_inbox_says_so(browser: FlaskClient):
    assert "Nothing new." in browser.get("/notices").get_data(as_text=True)


def test_the_page_speaks_german(store, sign_in, notices: list[int], anna: Viewer):
    with store() as session:
        session.get_one(Account, anna.id).locale = "de"

    page = sign_in(anna).get("/notices").get_data(as_text=True)

    assert "Bald fällig" in page
    assert "Alle als gelesen markieren" in page


def test_what_is_held_back_until_tomorrow_does_not_count_at_the_bell_yet(
    store, browser: FlaskClient, notices: list[int], clock
):
    with store() as session:
        session.get_one(Notice, notices[0]).held_until = MOMENT + timedelta(hours=11)

    tonight = browser.get("/notices").get_data(as_text=True)
    clock.advance(timedelta(hours=11))
    tomorrow = browser.get("/notices").get_data(as_text=True)

    assert "1 new notice<" in tonight
    assert "Held back" in tonight
    assert "2 new notices<" in tomorrow
    assert "Held back" not in tomorrow
