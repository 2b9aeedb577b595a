"""What customers see of their promises, and what they can say; where agents open that page and close it."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Column, String, cast, func, literal, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.accounts_company import NOBODY, Company, a_company, everything_stored, token_of
from tests.support.alerts import run_senders
from tests.support.clock import MOMENT, FrozenClock
from tests.support.customers_page import a_page
from tests.support.mailbox import Mailbox
from tests.support.pdfs import text_of
from tracker import tables
from tracker.accounts.records import Team, TeamAddress
from tracker.alerts.records import Delivery, Notice
from tracker.alerts.rules.ladders import Channel as MailChannel
from tracker.audit.records import Event
from tracker.customers.records import ContactPoint, Customer
from tracker.customers.use_cases.merging import MergeCustomers, merge_customers
from tracker.kernel.polls import MOST_A_MINUTE
from tracker.portal.records import CustomerLink, CustomerWord
from tracker.promises.records import Promise
from tracker.promises.rules import Channel, Due, Settlement, State
from tracker.promises.use_cases.handing_over import HandOverPromise, hand_over_promise
from tracker.promises.use_cases.renegotiating import Informed, RenegotiatePromise, renegotiate_promise
from tracker.promises.use_cases.settling import SettlePromise, settle_promise

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LINK = re.compile(r"http://127\.0\.0\.1:5000(/p/[\w-]{43})")


@pytest.fixture
def company(store: Store) -> Company:
    with store() as session:
        return a_company(session)


def test_a_customer_reads_what_is_owed_and_how_it_went(company: Company, store: Store, client: FlaskClient) -> None:
    with store() as session:
        customer = company.outer["customer"]
        _settled(session, company, State.KEPT, "We send the parts.")
        _settled(session, company, State.BROKEN, "We repair it on Monday.")
        address = a_page(session, company.agent, customer)

    page = client.get(address)

    assert page.status_code == 200
    assert page.text.index("Sommer gets an answer.") < page.text.index("We repair it on Monday.")
    for words in ("What we promised you", "In progress", "Done", "We could not keep this"):
        assert words in page.text


def test_the_page_needs_no_sign_in_sets_no_cookie_and_is_kept_nowhere(
    company: Company, store: Store, client: FlaskClient
) -> None:
    with store() as session:
        address = a_page(session, company.agent, company.outer["customer"])

    page = client.get(address)

    assert "Set-Cookie" not in page.headers
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "<script" not in page.text
    assert len(page.data) < 15_000


def test_the_page_speaks_the_language_of_the_link_until_another_is_chosen(
    company: Company, store: Store, client: FlaskClient
) -> None:
    with store() as session:
        address = a_page(session, company.agent, company.outer["customer"], language="de")

    german, english = client.get(address), client.get(f"{address}?language=en")

    assert '<html lang="de"' in german.text
    assert "Was wir Ihnen zugesagt haben" in german.text
    assert '<html lang="en-GB"' in english.text
    assert "?language=en" not in german.text.replace('href="?language=en"', "")
    assert f"{address}/" in english.text
    assert "call?language=en" in english.text
    assert '<blockquote class="wording" lang="">' in english.text


def test_times_are_those_of_the_customer(company: Company, store: Store, client: FlaskClient) -> None:
    with store() as session:
        session.get_one(Customer, company.outer["customer"]).time_zone = "America/New_York"
        due = Due(MOMENT + DAY)
        b.a_promise(session, company.agent, customer_id=company.outer["customer"], due=due)
        address = a_page(session, company.agent, company.outer["customer"])

    page = client.get(address)

    assert ", 03:00" in page.text


@pytest.mark.parametrize("what", ["hidden", "withdrawn", "draft", "of a closed team"])
def test_some_promises_are_not_for_the_customer(what: str, company: Company, store: Store, client: FlaskClient) -> None:
    with store() as session:
        given: dict[str, Any] = {"customer_id": company.outer["customer"], "statement": "Not for everybody."}
        if what == "hidden":
            b.a_promise(session, company.agent, visible_to_customer=False, **given)
        elif what == "of a closed team":
            b.a_promise(session, company.insider, **given)
        elif what == "withdrawn":
            _settled(session, company, State.WITHDRAWN, "Not for everybody.")
        else:
            b.a_promise(session, company.agent, **given).state = State.DRAFT
        address = a_page(session, company.agent, company.outer["customer"])

    assert "Not for everybody." not in client.get(address).text


def test_a_closed_team_shows_its_own_customers_its_promises(
    company: Company, store: Store, client: FlaskClient
) -> None:
    with store() as session:
        address = a_page(session, company.insider, company.inner["customer"])

    assert "Sommer gets an answer." in client.get(address).text


@pytest.mark.parametrize("word", ["objects", "call", "thanks"])
def test_a_word_reaches_the_owner_and_changes_nothing(
    word: str, company: Company, store: Store, client: FlaskClient, sign_in: SignIn
) -> None:
    promise_id = company.outer["promise"]
    with store() as session:
        address = a_page(session, company.agent, company.outer["customer"])
        before = _row(session, promise_id)

    asked = client.get(f"{address}/{promise_id}/{word}")
    with store() as session:
        assert session.scalar(select(func.count()).select_from(CustomerWord)) == 0
    sent = client.post(f"{address}/{promise_id}/{word}", data={"words": "After five, please."})

    assert (asked.status_code, sent.status_code) == (200, 303)
    assert sent.headers["Location"] == f"{address}#promise-{promise_id}"
    with store() as session:
        assert _row(session, promise_id) == before
        (notice,) = session.scalars(select(Notice))
        assert (notice.account_id, notice.kind) == (company.agent.id, f"customer_{word}")
        assert session.scalars(select(Delivery.recipient_id)).all() == [company.agent.id]
    mine = sign_in(company.agent)
    assert "Customer: " in mine.get("/notices").text
    assert "After five, please." in mine.get(f"/promises/{promise_id}").text
    assert mine.get(f"/promises/{promise_id}/reminders").status_code == 200


def test_the_page_says_afterwards_what_is_known(company: Company, store: Store, client: FlaskClient) -> None:
    with store() as session:
        address = a_page(session, company.agent, company.outer["customer"])

    client.post(f"{address}/{company.outer['promise']}/call", data={"words": ""})

    page = client.get(address).text
    assert "you asked us for a call." in page
    assert "Please call me" not in page
    assert "Add something about the call" in page
    assert f"{company.outer['promise']}/thanks" in page


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("a Monday at nine", "The person in charge is told at once."),
        ("a Saturday", "The person in charge is told on Mon 9 Mar 2026, 08:00, when their working time begins."),
    ],
)
def test_the_page_says_truthfully_when_somebody_knows(
    on: str, told: str, company: Company, store: Store, client: FlaskClient, clock: FrozenClock
) -> None:
    with store() as session:
        address = a_page(session, company.agent, company.outer["customer"])
    clock.advance(5 * DAY if on == "a Saturday" else 0 * DAY)
    place = f"{address}/{company.outer['promise']}/call"

    asked = client.get(place).text
    client.post(place, data={"words": "On 0711 1."})

    assert told in asked
    with store() as session:
        held = session.scalars(select(Notice.held_until)).one()
    assert (told in client.get(address).text) is (held is not None)
    clock.advance(2 * DAY)
    assert "is told on" not in client.get(address).text


def test_second_words_reach_the_owner_as_well_and_stand_on_the_page(
    company: Company, store: Store, client: FlaskClient, sign_in: SignIn
) -> None:
    with store() as session:
        address = a_page(session, company.agent, company.outer["customer"])
    place = f"{address}/{company.outer['promise']}/call"

    sent = [client.post(place, data={"words": words}).status_code for words in ("On 0711 1.", "No, 0711 2!", "")]

    assert sent == [303, 303, 303]
    for page in (client.get(address).text, client.get(place).text):
        assert page.index("You wrote: On 0711 1.") < page.index("You wrote: No, 0711 2!")
    assert "No, 0711 2!" in sign_in(company.agent).get(f"/promises/{company.outer['promise']}").text
    with store() as session:
        assert session.scalar(select(func.count()).select_from(Notice)) == 2


def test_twice_the_same_is_said_once(company: Company, store: Store, client: FlaskClient) -> None:
    with store() as session:
        address = a_page(session, company.agent, company.outer["customer"])

    sent = [client.post(f"{address}/{company.outer['promise']}/call").status_code for _n in range(3)]

    assert sent == [303, 303, 303]
    with store() as session:
        assert session.scalar(select(func.count()).select_from(Notice)) == 1


def test_nobody_floods_an_inbox(company: Company, store: Store, client: FlaskClient) -> None:
    with store() as session:
        customer_id = company.outer["customer"]
        numbers = [b.a_promise(session, company.agent, customer_id=customer_id).id for _n in range(11)]
        address = a_page(session, company.agent, customer_id)

    answers = [client.post(f"{address}/{number}/call", data={"words": f"No. {number}"}) for number in numbers]

    assert [each.status_code for each in answers] == [303] * 10 + [429]
    assert answers[-1].headers["Retry-After"] == "3601"
    assert "You have told us a lot within an hour." in answers[-1].text
    assert f"No. {numbers[-1]}</textarea>" in answers[-1].text


def test_a_page_opened_far_too_often_waits(company: Company, store: Store, client: FlaskClient) -> None:
    with store() as session:
        address = a_page(session, company.agent, company.outer["customer"])

    answers = [client.get(address).status_code for _n in range(MOST_A_MINUTE + 1)]

    assert set(answers[:-1]) == {200}
    assert answers[-1] == 429


def test_only_the_promises_of_the_page_can_be_spoken_of(company: Company, store: Store, client: FlaskClient) -> None:
    with store() as session:
        address = a_page(session, company.agent, company.outer["customer"])
        other = b.a_promise(session, company.agent).id
        before = everything_stored(session)

    answers = [
        client.post(f"{address}/{number}/call").status_code for number in (other, company.inner["promise"], NOBODY)
    ]
    answers.append(client.post(f"{address}/{company.outer['promise']}/settle").status_code)

    assert answers == [404] * 4
    with store() as session:
        assert everything_stored(session) == before


def test_too_many_words_come_back_with_the_form(company: Company, store: Store, client: FlaskClient) -> None:
    with store() as session:
        address = a_page(session, company.agent, company.outer["customer"])

    answer = client.post(f"{address}/{company.outer['promise']}/call", data={"words": "x" * 501})

    assert answer.status_code == 422
    assert "x" * 501 in answer.text


def test_a_link_ends_when_it_expires(company: Company, store: Store, client: FlaskClient, clock: FrozenClock) -> None:
    with store() as session:
        address = a_page(session, company.agent, company.outer["customer"], days=30)

    clock.advance(timedelta(days=30))
    answer = client.get(address, headers={"Accept-Language": "de"})

    assert answer.status_code == 410
    assert "Dieser Link gilt nicht mehr." in answer.text
    assert client.post(f"{address}/{company.outer['promise']}/call").status_code == 410


def test_what_is_no_secret_opens_nothing(client: FlaskClient) -> None:
    assert client.get("/p/x").status_code == 404
    assert client.get(f"/p/{'x' * 43}").status_code == 404


def test_the_page_of_a_merged_customer_is_that_of_the_one_kept(
    company: Company, store: Store, client: FlaskClient
) -> None:
    with store() as session:
        double = b.a_customer(session, "Sommer Double", team=session.get_one(Team, company.outer["team"]))
        address = a_page(session, company.agent, double.id)
        kept = session.get_one(Customer, company.outer["customer"])
        merge = MergeCustomers(
            actor=company.manager,
            kept_id=kept.id,
            kept_version=kept.row_version,
            merged_id=double.id,
            merged_version=double.row_version,
        )
        merge_customers(session, merge, MOMENT)

    assert "Sommer gets an answer." in client.get(address).text


@pytest.mark.parametrize("part", ["agent", "manager"])
def test_a_link_is_made_shown_once_and_switched_off(
    part: str, company: Company, store: Store, client: FlaskClient, sign_in: SignIn
) -> None:
    browser, place = sign_in(company.cast[part]), f"/customers/{company.outer['customer']}/page"

    made = _send(browser, place, {"days": "30", "language": "de"})
    page = browser.get(place)

    found = LINK.search(page.text)
    assert made.status_code == 303
    assert found is not None
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("private, no-store", "same-origin")
    assert not LINK.search(browser.get(place).text)
    assert client.get(found[1]).status_code == 200
    with store() as session:
        link = session.scalars(select(CustomerLink)).one()
        told = session.scalars(select(Event).where(Event.subject_type == "customer_link")).one()
        assert found[1].removeprefix("/p/") not in f"{link.token_hash}{told.details}"
        assert link.opened_at == MOMENT

    assert _send(browser, f"{place}/{link.id}/revoke", {}).status_code == 303
    assert client.get(found[1]).status_code == 410
    assert _send(browser, f"{place}/{link.id}/revoke", {}).status_code == 404


def test_a_link_of_another_customer_is_not_switched_off_here(company: Company, store: Store, sign_in: SignIn) -> None:
    with store() as session:
        a_page(session, company.agent, company.outer["customer"])
        link_id = session.scalars(select(CustomerLink.id)).one()
        other = b.a_customer(session).id

    assert _send(sign_in(company.agent), f"/customers/{other}/page/{link_id}/revoke", {}).status_code == 404


@pytest.mark.parametrize(("part", "status"), [("admin", 403), ("insider", 200), ("agent", 404)])
def test_whoever_may_see_and_change_the_customer_may_open_the_page(
    part: str, status: int, company: Company, sign_in: SignIn
) -> None:
    place = f"/customers/{company.inner['customer']}/page"

    assert sign_in(company.cast[part]).get(place).status_code == status


def test_a_lifetime_that_is_not_on_offer_is_refused(company: Company, sign_in: SignIn) -> None:
    place = f"/customers/{company.outer['customer']}/page"

    assert _send(sign_in(company.agent), place, {"days": "36500", "language": "de"}).status_code == 422


def test_the_answer_to_a_review_counts_and_names_nobody(company: Company, store: Store, sign_in: SignIn) -> None:
    with store() as session:
        _settled(session, company, State.KEPT, "We send the parts.")
        _settled(session, company, State.BROKEN, "We repair it on Monday.")

    text = _field("review", sign_in(company.agent).get(f"/customers/{company.outer['customer']}/page").text)

    assert "haben wir Ihnen 3 Zusagen gemacht." in text
    assert "1 wurde zum vereinbarten Termin erfüllt. 1 konnten wir nicht oder nicht ganz einhalten" in text
    assert "Sommer" not in text


def test_the_record_on_paper_speaks_the_language_that_was_asked_for(company: Company, sign_in: SignIn) -> None:
    place = f"/customers/{company.outer['customer']}/page/record?language=de"

    page = sign_in(company.agent).get(place)

    assert '<html lang="de"' in page.text
    assert "Sommer gets an answer." in page.text
    assert "In Arbeit" in page.text


def test_the_record_with_internal_words_says_so(company: Company, sign_in: SignIn) -> None:
    agent, place = sign_in(company.agent), f"/customers/{company.outer['customer']}"

    assert "Not for the customer" in agent.get(f"{place}/record").text
    assert "Not for the customer" not in agent.get(f"{place}/page/record").text


# ---- no internal word --------------------------------------------------------------------------------

FOR_CUSTOMERS = {
    *(("promise", "statement"), ("promise", "conditions"), ("informing", "words"), ("customer", "name")),
    ("customer_word", "words"),
}
"""Everything that was said to the customer or by them; whatever else is stored in words is internal."""

NEEDED = {"zone", "time_zone", "language", "locale", "token_hash", "fs_uniquifier", "password"}
"""Columns whose values the application has to understand to show anything."""

OF_HOLIDAYS = {("team", "country"), ("team", "region")}
"""When a team is at work depends on them: the page says when somebody is told."""


def test_no_internal_word_leaks(company: Company, store: Store, client: FlaskClient, sign_in: SignIn) -> None:
    """Every column that holds words, of every table, is fed with a marker: those to come as well."""
    with store() as session:
        numbers = _an_eventful_life(session, company)
        address = a_page(session, company.agent, company.outer["customer"])
    client.post(f"{address}/{numbers['open']}/call", data={"words": "Not again"})
    with store() as session:
        fed = _feed_markers(session)

    pages = [
        client.get(address),
        client.get(f"{address}?language=de"),
        client.get(f"{address}/{numbers['open']}/objects"),
    ]
    pages += [client.get(f"{address}/{numbers['kept']}/thanks"), client.get(f"{address}/{NOBODY}/call")]
    agent, record = sign_in(company.agent), f"/customers/{company.outer['customer']}/page/record"
    pages.append(agent.get(record))
    paper = agent.get(f"{record}.pdf").data

    assert [page.status_code for page in pages] == [200, 200, 200, 200, 404, 200]
    texts = [*(page.text for page in pages), text_of(paper), paper.decode("latin-1")]
    leaked = {found for text in texts for found in re.findall(r"LEAK-([\w-]+?)-END", text)}
    assert set(re.findall(r"LEAK-([\w-]+?)-END", text_of(paper))) == leaked
    assert leaked <= {f"{table}-{column}" for table, column in FOR_CUSTOMERS}
    assert len(leaked) == len(FOR_CUSTOMERS)
    internal = {
        *(("promise", "outcome_note"), ("promise", "missing"), ("promise", "evidence"), ("hand_over", "words")),
        *(("promise", "source_reference"), ("renegotiation", "reason"), ("account", "name"), ("team", "name")),
        *(("kind", "name_de"), ("cause", "name_de"), ("customer", "reference")),
        *(("customer_tag", "tag"), ("tier", "name_en"), ("contact_point", "value")),
    }
    assert internal - fed == set()


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_internal_word_leaks_into_a_confirmation(
    language: str, company: Company, store: Store, sign_in: SignIn, app: Flask, mailbox: Mailbox
) -> None:
    """The same markers: what is proposed is sent as it is, and holds nothing but what was said."""
    agent = sign_in(company.agent)
    with store() as session:
        number = _an_eventful_life(session, company)["open"]
        customer = session.get_one(Customer, company.outer["customer"])
        customer.language = language
        session.add(TeamAddress(address="team@example.org", team_id=company.outer["team"]))
        a_page(session, company.agent, customer.id)
        session.flush()
        _feed_markers(session)
        session.execute(update(ContactPoint).values(kind="mail", value="sommer@example.com"))
        session.execute(update(TeamAddress).values(address="team@example.org"))

    place = f"/promises/{number}/confirmation"
    page = agent.get(place).text
    typed = dict(re.findall(r'name="(seen_version|subject)"[^>]*value="([^"]*)"', page)) | {
        "text": _field("text", page)
    }
    sent = _send(agent, place, {**typed, "email": "sommer@example.com"})
    with app.app_context():
        run_senders(MailChannel.MAIL)

    assert sent.status_code == 303
    (mail,) = mailbox.mails
    leaked = set(re.findall(r"LEAK-([\w-]+?)-END", f"{mail.subject}{mail.text}{mail.html}"))
    assert leaked == {"promise-statement", "promise-conditions", "informing-words"}
    assert (mail.to, mail.reply_to) == ("sommer@example.com", "team@example.org")
    assert "/p/" not in mail.text + mail.html


def _feed_markers(session: Session) -> set[tuple[str, str]]:
    """Write a marker into every text that the constraints allow, and return which."""
    fed = set()
    for table in tables.metadata.sorted_tables:
        for column in table.columns:
            is_needed = column.name in NEEDED or (table.name, column.name) in OF_HOLIDAYS
            if isinstance(column.type, String) and not is_needed and _is_fed(session, column):
                fed.add((table.name, column.name))
    return fed


def _is_fed(session: Session, column: Column[str]) -> bool:
    table = column.table
    apart = cast(table.c.id, String) if "id" in table.c else literal("")
    marker = literal(f"LEAK-{table.name}-{column.name}-END").concat(apart)
    try:
        with session.begin_nested():
            done = session.execute(update(table).values({column.name: marker}))
    except DBAPIError:
        return False
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _an_eventful_life(session: Session, company: Company) -> Mapping[str, int]:
    """Let everything happen to promises that leaves words behind."""
    customer = session.get_one(Customer, company.outer["customer"])
    given: dict[str, Any] = {
        "customer_id": customer.id,
        "conditions": "If the parts arrive.",
        "source_reference": "T-1",
    }
    moved = b.a_promise(session, company.agent, **given)
    told = Informed(at=MOMENT, channel=Channel.PHONE, words="The parts come later.")
    command = RenegotiatePromise(
        promise_id=moved.id,
        actor=company.agent,
        seen_version=moved.row_version,
        due=Due(MOMENT + 3 * DAY),
        reason="Forgot to order.",
        informed=told,
    )
    renegotiate_promise(session, command, MOMENT + HOUR)
    offer = HandOverPromise(
        promise_id=moved.id,
        actor=company.agent,
        seen_version=moved.row_version,
        to_id=company.manager.id,
        words="Difficult.",
    )
    hand_over_promise(session, offer, MOMENT + HOUR)
    kept = _settled(session, company, State.PARTLY_KEPT, "We send the parts.")
    _settled(session, company, State.BROKEN, "We repair it on Monday.")
    session.execute(tables.metadata.tables["customer_tag"].insert().values(customer_id=customer.id, tag="difficult"))
    contact = {"customer_id": customer.id, "kind": "phone", "value": "0800", "match_key": "0800"}
    session.execute(tables.metadata.tables["contact_point"].insert().values(contact))
    return {"open": moved.id, "kept": kept.id}


def _settled(session: Session, company: Company, outcome: State, statement: str) -> Promise:
    promise = b.a_promise(session, company.agent, customer_id=company.outer["customer"], statement=statement)
    settlement = Settlement(
        outcome=outcome,
        kept_at=MOMENT + HOUR if outcome in {State.KEPT, State.PARTLY_KEPT} else None,
        cause_id=b.cause_id(session) if outcome in {State.BROKEN, State.PARTLY_KEPT} else None,
        note="Nobody was here.",
        missing="The big one." if outcome is State.PARTLY_KEPT else "",
        evidence="E-1" if outcome is not State.WITHDRAWN else "",
    )
    command = SettlePromise(
        promise_id=promise.id, actor=company.agent, seen_version=promise.row_version, settlement=settlement
    )
    return settle_promise(session, command, MOMENT + 2 * HOUR)


def _row(session: Session, promise_id: int) -> tuple[object, ...]:
    return tuple(session.execute(select(Promise.__table__).where(Promise.id == promise_id)).one())


def _send(browser: FlaskClient, place: str, data: dict[str, str]):
    return browser.post(place, data={"csrf_token": token_of(browser), **data})


def _field(name: str, page: str) -> str:
    found = re.search(rf'<textarea[^>]*\bid="{name}"[^>]*>([^<]*)', page)
    assert found is not None
    return found[1]
