"""Going through what is overdue, or due before an absence, one promise at a time; and the minutes of it."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.accounts_company import Company, a_company, token_of
from tests.support.alerts import run_senders
from tests.support.clock import MOMENT, FrozenClock
from tests.support.mailbox import Mailbox
from tracker.accounts.records import Absence, Account
from tracker.customers.records import Customer, Tier
from tracker.promises.records import Promise
from tracker.promises.rules import Due
from tracker.review.records import Review, ReviewItem

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIELD = re.compile(r'name="(row_version|seen|next)"[^>]*value="([^"]*)"')


@pytest.fixture
def company(store: Store) -> Company:
    with store() as session:
        return a_company(session)


@pytest.fixture
def late(store: Store, company: Company) -> list[int]:
    """Three overdue promises, the most harmful one first."""
    with store() as session:
        key_account = b.a_customer(session, "Key Ltd")
        key_account.tier_id = session.scalars(select(Tier.id).order_by(Tier.rank.desc())).first() or 0
        long_ago = MOMENT - 9 * DAY
        given = [
            (key_account, MOMENT - HOUR),
            (b.a_customer(session), MOMENT - 4 * DAY),
            (b.a_customer(session), MOMENT - HOUR),
        ]
        return [
            b.a_promise(
                session,
                company.agent,
                now=long_ago,
                customer_id=customer.id,
                statement=f"Promise {place}",
                due=Due(due),
            ).id
            for place, (customer, due) in enumerate(given)
        ]


@pytest.fixture
def manager(company: Company, sign_in: SignIn) -> FlaskClient:
    return sign_in(company.manager)


def test_the_most_harmful_comes_first_and_the_others_follow(manager: FlaskClient, late: list[int]) -> None:
    page = _begin(manager)

    shown = []
    for _n in late:
        shown.append(_statement(page))
        page = _send(manager, f"{page.request.path}/skip", {"promise": str(_promise(page))})

    assert shown == ["Promise 0", "Promise 1", "Promise 2"]
    assert "Everything was looked at." in page.text
    assert "3 of 3 looked at · 3 left for later" in page.text


@pytest.mark.parametrize(
    ("do", "data", "state"),
    [
        ("keep", {"kept_at_day": "2026-03-02", "kept_at_time": "08:30", "cause": "forgotten"}, "kept"),
        ("break_promise", {"cause": "forgotten"}, "broken"),
        ("withdraw", {"note": "The customer bought elsewhere."}, "withdrawn"),
        ("renegotiate", {"due_day": "2026-03-05", "due_time": "12:00", "reason": "Parts", "informed": "no"}, "open"),
        ("hand_over", {"to": "agent"}, "open"),
    ],
)
def test_each_way_out_leads_to_the_next_promise(
    do: str, data: dict[str, str], state: str, company: Company, store: Store, manager: FlaskClient, late: list[int]
) -> None:
    page = _begin(manager)
    with store() as session:
        if "cause" in data:
            data = {**data, "cause": str(b.cause_id(session))}
        if "to" in data:
            data = {**data, "to": str(company.manager.id)}

    after = _decide(manager, page, do, data)

    assert after.request.path == page.request.path
    assert _statement(after) == "Promise 1"
    assert "1 of 3 looked at" in after.text
    with store() as session:
        assert session.get_one(Promise, late[0]).state == state


@pytest.mark.parametrize(
    ("do", "data"),
    [
        ("inform", {"informed_channel": "phone", "informed_words": "It takes longer."}),
        ("attempt", {"channel": "phone", "words": ""}),
        ("note", {"words": "The warehouse knows."}),
    ],
)
def test_what_is_written_down_decides_nothing(
    do: str, data: dict[str, str], manager: FlaskClient, late: list[int]
) -> None:
    page = _begin(manager)

    after = _decide(manager, page, do, data)

    assert _statement(after) == "Promise 0"
    assert "0 of 3 looked at" in after.text


def test_a_decision_can_be_taken_back_and_waits_again(manager: FlaskClient, store: Store, late: list[int]) -> None:
    with store() as session:
        cause = str(b.cause_id(session))
    after = _decide(manager, _begin(manager), "break_promise", {"cause": cause})

    undo = re.search(rf'action="(/promises/{late[0]}/undo/\d+[^"]*)"', after.text)
    assert undo is not None
    back = _send(manager, undo[1].replace("&amp;", "&"), {})

    assert _statement(back) == "Promise 0"
    assert "0 of 3 looked at" in back.text
    assert "Not looked at" in manager.get(f"{back.request.path}/minutes").text
    assert f"makes_good={late[0]}" in after.text


@pytest.mark.parametrize(
    ("do", "data"),
    [
        ("renegotiate", {"due_day": "2026-03-05", "due_time": "12:00", "reason": "Parts", "informed": "no"}),
        ("note", {"words": "The wrong customer."}),
    ],
)
def test_a_new_date_and_a_note_are_taken_back_as_well(
    do: str, data: dict[str, str], manager: FlaskClient, late: list[int]
) -> None:
    page = _begin(manager)

    back = _send(manager, _undo(_decide(manager, page, do, data)), {})

    assert _statement(back) == "Promise 0"
    assert "0 of 3 looked at" in back.text
    assert "Decided or written down" not in manager.get(f"{page.request.path}/minutes").text


def test_one_key_takes_back_what_was_done_last_be_it_leaving_for_later(
    manager: FlaskClient, store: Store, clock: FrozenClock, late: list[int]
) -> None:
    with store() as session:
        cause = str(b.cause_id(session))
    page = _begin(manager)
    clock.advance(timedelta(seconds=20))
    after = _decide(manager, page, "break_promise", {"cause": cause})
    clock.advance(timedelta(seconds=20))
    left = _send(manager, f"{page.request.path}/skip", {"promise": str(_promise(after))})

    back = _send(manager, _undo(left), {})

    assert "2 of 3 looked at · 1 left for later" in left.text
    assert _statement(back) == "Promise 1"
    assert "1 of 3 looked at" in back.text
    with store() as session:
        assert session.get_one(Promise, late[0]).state == "broken"
    assert f"/promises/{late[0]}/undo/" in _undo(back)


def test_what_somebody_else_touched_since_is_not_offered_and_nothing_older_in_its_place(
    manager: FlaskClient, company: Company, sign_in: SignIn, store: Store, late: list[int]
) -> None:
    with store() as session:
        cause = str(b.cause_id(session))
    page = _begin(manager)
    first = _decide(manager, page, "break_promise", {"cause": cause})
    after = _decide(manager, first, "break_promise", {"cause": cause})
    assert f"/promises/{late[1]}/undo/" in _undo(after)

    _send(sign_in(company.agent), f"/promises/{late[1]}/note", {"words": "He calls back."})

    assert "/undo/" not in manager.get(page.request.path).text


def test_a_refused_form_stays_in_the_review(manager: FlaskClient, late: list[int]) -> None:
    page = _begin(manager)

    refused = _decide(manager, page, "keep", {"kept_at_day": "2026-03-02", "kept_at_time": "08:30", "note": "By hand."})

    assert refused.status_code == 422
    assert "choose the cause" in refused.text
    assert "By hand." in refused.text
    assert "0 of 3 looked at" in refused.text
    assert _promise(refused) == late[0]
    assert 'data-key="b"' in refused.text


def test_what_was_changed_meanwhile_is_shown_in_the_review(
    manager: FlaskClient, company: Company, sign_in: SignIn, store: Store, late: list[int]
) -> None:
    page = _begin(manager)
    with store() as session:
        version = str(session.get_one(Promise, late[0]).row_version)
    form = manager.get(f"{page.request.path}?do=withdraw").text
    ann = sign_in(company.agent)
    _send(ann, f"/promises/{late[0]}/attempt", {"channel": "phone", "words": "", "row_version": version})

    typed = dict(FIELD.findall(form[form.index('id="decide"') :])) | {"note": "Bought elsewhere."}
    conflict = _send(manager, f"{page.request.path}/{late[0]}/withdraw", typed)
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', conflict.text.split('id="decide"')[1]))
    after = _send(manager, f"{page.request.path}/{late[0]}/withdraw", again)

    assert conflict.status_code == 409
    assert "Bought elsewhere." in conflict.text
    assert f'href="{page.request.path}">Keep the other' in conflict.text
    assert "0 of 3 looked at" in conflict.text
    assert _statement(after) == "Promise 1"


def test_only_what_a_review_offers_is_done_in_it(manager: FlaskClient, company: Company, late: list[int]) -> None:
    page = _begin(manager)

    for place in (f"{late[0]}/discard", f"{company.outer['promise']}/withdraw"):
        assert _send(manager, f"{page.request.path}/{place}", {}).status_code == 404


def test_what_others_decide_meanwhile_is_decided(
    manager: FlaskClient, company: Company, sign_in: SignIn, store: Store, late: list[int]
) -> None:
    page = _begin(manager)
    with store() as session:
        cause, version = str(b.cause_id(session)), str(session.get_one(Promise, late[0]).row_version)

    _send(sign_in(company.agent), f"/promises/{late[0]}/break", {"cause": cause, "row_version": version})

    assert _statement(manager.get(page.request.path)) == "Promise 1"
    minutes = manager.get(f"{page.request.path}/minutes").text
    assert "Broken · Ann Sommer" in minutes.split("What others did meanwhile")[1]
    assert "Decided or written down" not in minutes


def test_several_are_handed_over_at_once(manager: FlaskClient, company: Company, store: Store, late: list[int]) -> None:
    page = _begin(manager)
    everything = manager.get(f"{page.request.path}/all")
    boxes = re.findall(r'name="promise" value="([\d.]+)"', everything.text)

    data = {"promise": boxes, "do": "hand-over", "to": str(company.manager.id), "back": everything.request.path}
    preview = _send(manager, "/promises/together", data)
    after = _send(manager, "/promises/together", {**data, "confirmed": "1"})

    assert len(boxes) == len(late)
    assert all(f"Promise {place}" in preview.text for place in range(len(late)))
    assert f'<option value="{company.manager.id}" selected>' in preview.text
    assert "Everything is decided." in after.text


def test_the_review_can_be_narrowed_to_a_team_but_not_to_one_of_others(
    manager: FlaskClient, company: Company, late: list[int]
) -> None:
    other = _send(manager, "/review", {"team": str(company.inner["team"])})
    mine = _send(manager, "/review", {"team": str(company.outer["team"])})

    assert "0 of 3 looked at" in mine.text
    assert (other.request.path, "Nothing overdue." in other.text) == ("/overdue", True)


def test_one_review_is_under_way_and_a_second_press_goes_on_with_it(
    manager: FlaskClient, store: Store, clock: FrozenClock, late: list[int]
) -> None:
    page = _begin(manager)
    _send(manager, f"{page.request.path}/skip", {"promise": str(late[0])})
    clock.advance(HOUR)

    again = _begin(manager)

    assert again.request.path == page.request.path
    assert "This review is under way" in again.text
    _send(manager, f"{page.request.path}/end", {})
    assert _begin(manager).request.path != page.request.path


def test_a_review_that_was_ended_is_gone_on_with_and_its_minutes_grow_again(
    manager: FlaskClient, store: Store, clock: FrozenClock, late: list[int]
) -> None:
    with store() as session:
        cause = str(b.cause_id(session))
    page = _begin(manager)
    minutes = _send(manager, f"{page.request.path}/end", {})
    clock.advance(HOUR)

    assert manager.get(page.request.path).headers["Location"] == minutes.request.path
    assert "Go on with this review" in minutes.text
    back = _send(manager, f"{page.request.path}/go-on", {})
    _decide(manager, back, "break_promise", {"cause": cause})

    assert "Broken · Marie Sommer" in manager.get(minutes.request.path).text


def test_no_key_ends_a_review_while_a_form_is_open(manager: FlaskClient, late: list[int]) -> None:
    page = _begin(manager)

    assert 'data-key="p"' in page.text
    assert 'data-key="p"' not in manager.get(f"{page.request.path}?do=note").text


def test_without_anything_overdue_there_is_nothing_to_go_through(manager: FlaskClient) -> None:
    assert "Nothing overdue." in _send(manager, "/review", {}).text


@pytest.mark.parametrize("part", ["agent", "admin"])
def test_only_managers_go_through_what_is_overdue(
    part: str, company: Company, sign_in: SignIn, late: list[int]
) -> None:
    visitor = sign_in(company.cast[part])

    assert _send(visitor, "/review", {}).status_code == 403


@pytest.mark.parametrize("part", ["agent", "admin", "insider"])
def test_a_review_exists_only_for_whoever_began_it(
    part: str, company: Company, sign_in: SignIn, manager: FlaskClient, late: list[int]
) -> None:
    page, visitor = _begin(manager), sign_in(company.cast[part])

    for place in ("", "/all", "/minutes"):
        assert visitor.get(page.request.path + place).status_code == 404
    for deed in ("skip", "take-up", "end", "mail"):
        assert _send(visitor, f"{page.request.path}/{deed}", {"promise": str(late[0])}).status_code == 404


def test_before_an_absence_everything_due_in_it_is_handed_over(company: Company, store: Store, sign_in: SignIn) -> None:
    with store() as session:
        absence = _absence(company, deputy=company.manager.id)
        session.add(absence)
        session.flush()
        place = f"/review/absence/{company.agent.id}/{absence.id}"
        later = Due(MOMENT + 30 * DAY)
        b.a_promise(session, company.agent, customer_id=company.outer["customer"], due=later)
    ann = sign_in(company.agent)

    page = _send(ann, place, {})
    form = ann.get(f"{page.request.path}?do=hand_over")
    together = ann.get(f"{page.request.path}/all")

    assert "0 of 1 looked at" in page.text
    assert _statement(page) == "Sommer gets an answer."
    assert f'selected value="{company.manager.id}"' in form.text
    assert f'<option value="{company.manager.id}" selected>' in together.text
    after = _decide(ann, page, "hand_over", {"to": str(company.manager.id)})
    assert "Everything was looked at." in after.text


@pytest.mark.parametrize(("part", "status"), [("manager", 200), ("admin", 403), ("insider", 404)])
def test_whoever_plans_an_absence_hands_over(
    part: str, status: int, company: Company, store: Store, sign_in: SignIn
) -> None:
    with store() as session:
        absence = _absence(company)
        session.add(absence)
        session.flush()
        place = f"/review/absence/{company.agent.id}/{absence.id}"

    assert _send(sign_in(company.cast[part]), place, {}).status_code == status


def test_minutes_say_who_decided_what_and_end_with_the_review(
    manager: FlaskClient, company: Company, store: Store, late: list[int]
) -> None:
    with store() as session:
        cause = str(b.cause_id(session))
    page = _begin(manager)
    _decide(manager, page, "break_promise", {"cause": cause, "note": "Never ordered."})
    _send(manager, f"{page.request.path}/skip", {"promise": str(late[1])})

    minutes = _send(manager, f"{page.request.path}/end", {})

    assert minutes.request.path == f"{page.request.path}/minutes"
    told, left = minutes.text.split("Left for later")
    left, unreached = left.split("Not looked at")
    assert "Mon 2 Mar 2026, 09:00: Broken · Marie Sommer" in told
    assert "Cause: Forgotten" in told
    assert "Promise 0" in told
    assert "Promise 1" in left
    assert "Promise 2" in unreached
    assert "today" not in minutes.text
    assert "ended" in manager.get("/review").text


def test_minutes_are_mailed_to_the_manager_and_to_owners_about_their_own(
    app: Flask, manager: FlaskClient, company: Company, store: Store, late: list[int], mailbox: Mailbox
) -> None:
    with store() as session:
        cause = str(b.cause_id(session))
        others = b.a_promise(session, company.manager, now=MOMENT - 9 * DAY, statement="Mine", due=Due(MOMENT - DAY))
        others_id = others.id
    page = _begin(manager)
    for number in (late[0], others_id):
        _decide(manager, manager.get(f"{page.request.path}?promise={number}"), "break_promise", {"cause": cause})

    sent = _send(manager, f"{page.request.path}/mail", {"owners": "1"})
    with app.app_context():
        run_senders()

    assert "The minutes go to 2 people." in sent.text
    again = _send(manager, f"{page.request.path}/mail", {"owners": "1"})
    assert "went out within this minute" in again.text
    mails = {mail.to.split("<")[-1].rstrip(">"): mail for mail in mailbox.mails if "Minutes" in mail.subject}
    with store() as session:
        addresses = {person: _address(session, person.id) for person in (company.manager, company.agent)}
    everything, own = mails[addresses[company.manager]].text, mails[addresses[company.agent]].text
    assert "Mine" in everything
    assert "Promise 0" in everything
    assert "Mine" not in own
    assert "Promise 0" in own
    assert "Mon 2 Mar 2026, 09:00: Broken (Marie Sommer), Cause: Forgotten" in own
    assert f"{page.request.path}/minutes" in everything
    assert f"{page.request.path}/minutes" not in own


def test_a_promise_of_a_review_that_is_hidden_now_is_left_out(
    manager: FlaskClient, company: Company, store: Store, late: list[int]
) -> None:
    page = _begin(manager)
    with store() as session:
        hidden = session.get_one(Promise, late[0])
        session.get_one(Customer, hidden.customer_id).team_id = company.inner["team"]

    assert _statement(manager.get(page.request.path)) == "Promise 1"
    assert "0 of 2 looked at" in manager.get(page.request.path).text


def test_looking_writes_nothing(manager: FlaskClient, store: Store, late: list[int]) -> None:
    page = _begin(manager)

    manager.get(f"{page.request.path}?do=keep")

    with store() as session:
        assert session.scalars(select(ReviewItem.skipped_at).where(ReviewItem.promise_id.in_(late))).all() == [None] * 3
        assert session.scalars(select(Review.ended_at)).all() == [None] * 3


def _absence(company: Company, deputy: int | None = None) -> Absence:
    first = (MOMENT + DAY).date()
    return Absence(account_id=company.agent.id, first_day=first, last_day=first + 4 * DAY, deputy_id=deputy)


def _address(session: Session, account_id: int) -> str:
    return session.get_one(Account, account_id).email


def _begin(browser: FlaskClient) -> TestResponse:
    return _send(browser, "/review", {})


def _decide(browser: FlaskClient, page: TestResponse, do: str, data: dict[str, str]) -> TestResponse:
    """Ask for the form of an action beside the promise, and send it filled."""
    form = browser.get(f"{page.request.path}?promise={_promise(page)}&do={do}").text
    action = re.search(r'id="decide".*?action="([^"]+)"', form, re.DOTALL)
    assert action is not None
    return _send(browser, action[1], dict(FIELD.findall(form[action.start() :])) | data)


def _undo(page: TestResponse) -> str:
    found = re.search(r'class="undo">.*?action="([^"]+)"', page.text, re.DOTALL)
    assert found is not None, page.text
    return found[1].replace("&amp;", "&")


def _promise(page: TestResponse) -> int:
    found = re.search(r'href="/promises/(\d+)">Open the promise', page.text)
    assert found is not None
    return int(found[1])


def _statement(page: TestResponse) -> str:
    found = re.search(r'<blockquote class="wording">([^<]+)<', page.text)
    assert found is not None, page.text
    return found[1]


def _send(browser: FlaskClient, place: str, data: object) -> TestResponse:
    assert isinstance(data, dict)
    return browser.post(place, data={"csrf_token": token_of(browser), **data}, follow_redirects=True)
